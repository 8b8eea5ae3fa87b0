import Bytes
import Configuration
import Extraction
import Foundation
import Ledger
import Model

/// Takes in the files of one run: identifies each by its content, its source and its mapping, and numbers them in order of receipt.
final class Reception {
    private let owner: Run
    private let ledger: Owner<LedgerSession>
    private(set) var jobs: [SubmissionJob] = []
    private(set) var run = 0
    private(set) var firstSubmission = 1
    /// This run's submissions as the subject stage left them.
    var finished: [Submission] = []
    private var refused: [Submission] = []
    /// Files whose bytes are held already, with the submission that holds them.
    private var repeats: [(file: ReceivedFile, submission: Int)] = []
    private var files: [ReceivedFile] = []
    private var destinations: [Int: String] = [:]

    init(run: Run, ledger: Owner<LedgerSession>) {
        owner = run
        self.ledger = ledger
    }

    var submissionsOfRun: [Int] { (finished + refused).map(\.id) }

    func receive() throws {
        let context = owner.instance.context
        files = try list().sorted {
            ($0.received, $0.source ?? "", $0.name, $0.path) < ($1.received, $1.source ?? "", $1.name, $1.path)
        }
        let digests = try ContentDigests.of(files.map(\.path))
        let (now, isGiven, fingerprint) = (owner.now, owner.options.asOf != nil, context.catalogue.fingerprint)
        let dated = owner.options.isDated
        (run, firstSubmission) = try ledger.call { session in
            let last = try session.lastSubmission()
            let run = try session.beginRun(asOf: now, isGiven: isGiven, fingerprint: fingerprint)
            if isGiven || dated {
                try session.audit(
                    at: now, action: "as-of", detail: "run \(run): \(dated ? "time of receipt from file names" : "time of receipt given")")
            }
            return (run, last + 1)
        }
        var next = firstSubmission
        var seen: [String: Int] = [:]
        for (file, digest) in zip(files, digests) {
            var submission = Submission(
                digest: digest.digest, size: digest.size, source: file.source ?? "", item: nil, mapping: nil,
                channel: file.channel, file: file.name, received: file.received, fingerprint: fingerprint)
            submission.run = run
            do {
                let delivery = try owner.instance.intake.delivery(for: file)
                submission.source = delivery.department.id
                submission.item = context.catalogue.items[delivery.mapping.item].id
                submission.mapping = delivery.mapping.name
                if let known = try held(submission) ?? seen[identity(submission)] {
                    repeats.append((file, known))
                    let received = file.received
                    if known < firstSubmission { try ledger.call { try $0.noteRepeat(of: known, received: received) } }
                    continue
                }
                submission.id = next
                seen[identity(submission)] = next
                jobs.append(SubmissionJob(submission: submission, delivery: delivery, path: file.path))
            } catch let problem as RefusedFile {
                if let known = try held(submission) {
                    repeats.append((file, known))
                    continue
                }
                submission.id = next
                submission.state = .refused
                submission.refusal = "\(problem.chinese) / \(problem.english)"
                try owner.instance.archive.store(file: file.path, digest: submission.digest)
                refused.append(submission)
                let copy = submission
                try ledger.call { try $0.write(copy) }
            }
            next += 1
        }
        try noteReceipts(digests)
    }

    /// Tells the archive what was received, so that a lost ledger can be rebuilt from it.
    private func noteReceipts(_ digests: [(digest: String, size: Int)]) throws {
        let index = ArchiveIndex(owner.instance.settings.paths.archive)
        try index.append(
            zip(files, digests).map { file, digest in
                ArchiveIndex.Entry(
                    run: run, asOf: owner.now, digest: digest.digest, source: file.source ?? "", file: file.name,
                    channel: file.channel, received: file.received)
            })
    }

    private func list() throws -> [ReceivedFile] {
        let options = owner.options
        let settings = owner.instance.settings
        let now = owner.now
        func received(_ name: String) -> Int {
            guard options.isDated, let day = CivilDate.parse(String(name.prefix(10))) else { return now }
            return settings.seconds(ofDay: day) + 9 * 3600
        }
        if !options.received.isEmpty { return options.received }
        guard !options.files.isEmpty else { return try owner.instance.intake.waiting(received: received) }
        return try options.files.map { path in
            guard FileManager.default.isReadableFile(atPath: path) else {
                throw SystemError(chinese: "找不到或无法读取文件 \(path)", english: "The file \(path) is missing or cannot be read")
            }
            return ReceivedFile(
                path: path, source: options.source, received: received((path as NSString).lastPathComponent),
                channel: "file", isClaimed: false)
        }
    }

    private func identity(_ submission: Submission) -> String {
        "\(submission.digest) \(submission.source) \(submission.mapping ?? "") \(submission.item ?? "")"
    }

    /// The submission that holds these bytes, from this source, read with these mappings.
    private func held(_ submission: Submission) throws -> Int? {
        try ledger.call { try $0.submission(like: submission) }
    }

    /// One line a file for the run's summary.
    func lines() throws -> [RunSummary.SubmissionLine] {
        var lines = (finished + refused).map { line($0, file: $0.file, isRepeated: false) }
        for (file, id) in repeats {
            guard var first = try finished.first(where: { $0.id == id }) ?? owner.instance.submission(id) else { continue }
            first.outcomes = Reception.again(first.outcomes)
            lines.append(line(first, file: file.name, isRepeated: true))
        }
        return lines.sorted { ($0.id, $0.isRepeated ? 1 : 0) < ($1.id, $1.isRepeated ? 1 : 0) }
    }

    /// What the rows of a delivery are when the same bytes come again: what was taken is unchanged.
    private static func again(_ outcomes: OutcomeCounts) -> OutcomeCounts {
        var again = OutcomeCounts()
        for outcome in Outcome.allCases {
            switch outcome {
            case .rejected, .unattributed, .withheld: again[outcome] += outcomes[outcome]
            default: again[.unchanged] += outcomes[outcome]
            }
        }
        return again
    }

    private func line(_ submission: Submission, file: String, isRepeated: Bool) -> RunSummary.SubmissionLine {
        RunSummary.SubmissionLine(
            id: submission.id, source: submission.source, item: submission.item ?? "", file: file,
            state: submission.state.rawValue, received: submission.rows, outcomes: submission.outcomes,
            refusal: submission.refusal, isRepeated: isRepeated)
    }

    /// Moves the files of the inbox to `done/` or `refused/` beside it.
    func putAway() {
        let refusedDigests = Set(refused.map(\.file))
        for file in files where file.isClaimed {
            let folder = refusedDigests.contains(file.name) ? "refused" : "done"
            let root = (owner.instance.settings.paths.inbox as NSString).deletingLastPathComponent
            let target = "\(root)/\(folder)/\(file.source ?? "")"
            do {
                try FileManager.default.createDirectory(atPath: target, withIntermediateDirectories: true)
                let path = "\(target)/\(file.name)"
                if FileManager.default.fileExists(atPath: path) { try FileManager.default.removeItem(atPath: path) }
                try FileManager.default.moveItem(atPath: file.path, toPath: path)
            } catch {
                owner.progress.warn("无法移走 \(file.path)：\(error) / cannot be moved away; it will be seen as repeated")
            }
        }
    }
}
