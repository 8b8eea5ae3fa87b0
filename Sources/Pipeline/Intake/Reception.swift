import Bytes
import Extraction
import Foundation
import GuijiConfiguration
import Ledger
import Model

/// Takes in the files of one run: identifies each by its content, its source and its mapping, and numbers them in order of receipt.
final class Reception {
    let owner: Run
    private let ledger: Owner<LedgerSession>
    private(set) var jobs: [SubmissionJob] = []
    private(set) var run = 0
    private(set) var firstSubmission = 1
    /// This run's submissions as the subject stage left them.
    var finished: [Submission] = []
    private(set) var refused: [Submission] = []
    /// Nil returns: files without rows.
    private(set) var confirmed: [Submission] = []
    /// What waits and could not be taken.
    private(set) var troubles: [any Error] = []
    /// Files whose bytes are held already, with the submission that holds them.
    private(set) var repeats: [(file: ReceivedFile, submission: Int)] = []
    /// Files as they came, with the submissions that they became.
    private var files: [(file: ReceivedFile, submissions: [Int])] = []
    /// Files that an earlier run took, which was stopped before it could put them away.
    private var settled: [(file: ReceivedFile, submissions: [Int])] = []
    private var entries: [ArchiveIndex.Entry] = []

    init(run: Run, ledger: Owner<LedgerSession>) {
        owner = run
        self.ledger = ledger
    }

    /// Submissions that this run made or decided.
    var submissionsOfRun: [Int] { (finished + refused + confirmed).map(\.id) }

    /// Submissions of earlier runs, which may have been stopped before they answered.
    var submissionsOfBefore: [Int] { Set(settled.flatMap(\.submissions)).sorted() }

    /// Whether nothing was there to take.
    var isEmpty: Bool { files.isEmpty && owner.verdict == nil }

    /// - Parameter folder: where the members of archives lie while the run lasts.
    func receive(unpacking folder: String) throws {
        if let verdict = owner.verdict { return try receive(verdict, unpacking: folder) }
        let context = owner.instance.context
        let unpacking = Unpacking(
            intake: owner.instance.intake, limits: context.settings.containers, folder: "\(folder)/members")
        let received = try leavingOutSettled(try list())
        let opened = try unpacking(received)
        files = opened.map { ($0.file, []) }
        let parts = opened.enumerated().flatMap { place, received in received.parts.map { (file: $0, place: place) } }
        var arrivals = try concurrentMap(parts) { try self.arrival($0, place: $1) }
        arrivals.sort { $0.file.precedes($1.file) }
        try begin(fingerprint: context.catalogue.fingerprint)
        var next = firstSubmission
        var seen: [String: Int] = [:]
        for arrival in arrivals {
            var submission = submission(arrival, context)
            let identity = identity(submission)
            if let known = try held(submission) ?? seen[identity] {
                repeats.append((arrival.file, known))
                files[arrival.place].submissions.append(known)
                let (received, name) = (arrival.file.received, arrival.file.name)
                try ledger.call { try $0.noteRepeat(of: known, received: received, file: name) }
                try note(arrival.file.claim, submission: known)
                continue
            }
            submission.id = next
            seen[identity] = next
            files[arrival.place].submissions.append(next)
            next += 1
            if let delivery = arrival.delivery {
                jobs.append(SubmissionJob(submission: submission, delivery: delivery, path: arrival.file.path))
            } else {
                try owner.instance.archive.store(
                    file: arrival.file.path, digest: submission.digest, size: submission.size)
                if arrival.nilReturns == nil { refused.append(submission) } else { confirmed.append(submission) }
            }
            try note(arrival.file.claim, submission: submission.id)
            let (copy, nilReturns) = (submission, arrival.nilReturns ?? [])
            try ledger.call { session in
                try session.write(copy)
                for nilReturn in nilReturns { try session.insert(nilReturn, submission: copy) }
            }
        }
        for received in opened {
            guard let container = received.container else { continue }
            try owner.instance.archive.store(
                file: received.file.path, digest: container.digest, size: container.size)
        }
        entries = entries(of: opened, arrivals, as: received)
    }

    /// Takes a held submission once more, under its number and as of its time of receipt; or refuses it.
    private func receive(_ verdict: SubmissionVerdict, unpacking folder: String) throws {
        let context = owner.instance.context
        try begin(fingerprint: context.catalogue.fingerprint)
        var submission = verdict.submission
        submission.run = run
        firstSubmission = submission.id
        switch verdict.decision.kind {
        case .refuse:
            submission.state = .refused
            submission.refusal = verdict.decision.refusal
            submission.rows = 0
            refused.append(submission)
        case .release:
            submission.fingerprint = context.catalogue.fingerprint
            jobs.append(try verdict.job(submission, owner.instance, unpacking: folder))
        }
        try ledger.call { [submission] in try $0.write(submission) }
    }

    /// What the archive notes of what came in, in order of receipt: of an opened archive itself, not its members.
    /// - Parameter received: as their channels handed them over.
    private func entries(
        of opened: [ReceivedParts], _ arrivals: [Arrival], as received: [ReceivedFile]
    ) -> [ArchiveIndex.Entry] {
        var noted: Set<Int> = []
        let refusals = Dictionary(received.map { ($0.path, $0.refusal) }) { first, _ in first }
        return arrivals.filter { noted.insert($0.place).inserted }.map { arrival in
            let container = opened[arrival.place].container
            let file = container == nil ? arrival.file : opened[arrival.place].file
            let (whole, refusal) = (opened[arrival.place].file, refusals[opened[arrival.place].file.path] ?? nil)
            return ArchiveIndex.Entry(
                run: run, asOf: owner.now, digest: container?.digest ?? arrival.digest, source: file.source ?? "",
                file: file.name, channel: file.channel, received: file.received, claim: whole.claim, items: whole.items,
                refused: refusal.map { [$0.chinese, $0.english] })
        }
    }

    private func note(_ claim: String?, submission: Int) throws {
        guard let claim else { return }
        try ledger.call { try $0.note(claim: claim, submission: submission) }
    }

    /// Claims that a run before has taken are only put away: nothing is counted twice.
    private func leavingOutSettled(_ files: [ReceivedFile]) throws -> [ReceivedFile] {
        try files.filter { file in
            guard let claim = file.claim else { return true }
            let submissions = try ledger.call { try $0.submissions(ofClaim: claim) }
            guard !submissions.isEmpty else { return true }
            settled.append((file, submissions))
            return false
        }
    }

    /// Tells the archive what was received, when all of it is stored; a run that is begun again after a stop replaces its entries.
    ///
    /// A retry that attributed rows is entered as well: replayed at its place it attributes them again.
    func noteReceipts(attributedLate: Int) throws {
        if owner.options.isRetry, attributedLate > 0 { entries = [.retry(run: run, asOf: owner.now)] }
        try ArchiveIndex(owner.instance.settings.paths.archive).append(entries)
    }

    /// A file with what was found out about it.
    private struct Arrival {
        var file: ReceivedFile
        /// Which of the files that came it is, or came in.
        var place: Int
        var digest: String
        var size: Int
        var delivery: Delivery?
        /// What a nil-return file confirms.
        var nilReturns: [NilReturn]?
        var refusal: String?
    }

    /// What a file is: its content's digest, its source and its mapping.
    private func arrival(_ file: ReceivedFile, place: Int) throws -> Arrival {
        let intake = owner.instance.intake
        let digest = try Archive.digest(ofFile: file.path)
        var arrival = Arrival(file: file, place: place, digest: digest.digest, size: digest.size)
        do {
            if let refusal = file.refusal { throw refusal }
            if NilReturnFile.isOne(file.ownPart) {
                arrival.nilReturns = try intake.nilReturns(of: file)
                return arrival
            }
            arrival.delivery = try intake.delivery(for: file)
            arrival.file.source = arrival.delivery?.department.id
        } catch let problem as RefusedFile {
            arrival.refusal = "\(problem.chinese) / \(problem.english)"
        }
        return arrival
    }

    private func begin(fingerprint: String) throws {
        // When a steward decided is no time of receipt.
        let isGiven = owner.options.asOf != nil && owner.verdict == nil
        let (now, isDated, number) = (owner.now, owner.options.isDated, owner.options.number)
        (run, firstSubmission) = try ledger.call { session in
            let last = try session.lastSubmission()
            let run = try session.beginRun(
                number, asOf: now, isGiven: isGiven, fingerprint: fingerprint)
            if isGiven || isDated {
                let detail = "run \(run): \(isDated ? "time of receipt from file names" : "time of receipt given")"
                try session.audit(at: now, action: "as-of", detail: detail)
            }
            return (run, last + 1)
        }
    }

    private func submission(_ arrival: Arrival, _ context: RecordContext) -> Submission {
        let file = arrival.file
        var submission = Submission(
            digest: arrival.digest, size: arrival.size, source: file.source ?? "",
            item: arrival.delivery.map { context.catalogue.items[$0.mapping.item].id },
            mapping: arrival.delivery?.mapping.name ?? arrival.nilReturns.map { _ in DeliveryFacts.nilReturn },
            channel: file.channel, file: file.name, received: file.received,
            fingerprint: context.catalogue.fingerprint)
        submission.run = run
        if arrival.nilReturns != nil { submission.state = .published }
        if let refusal = arrival.refusal {
            submission.state = .refused
            submission.refusal = refusal
        }
        return submission
    }

    private func list() throws -> [ReceivedFile] {
        let options = owner.options
        let settings = owner.instance.settings
        let now = owner.now
        func received(_ name: String) -> Int {
            guard options.isDated, let day = CivilDate.parse(String(name.prefix(10))) else { return now }
            return settings.seconds(ofDay: day) + 9 * 3600
        }
        if options.isRetry { return [] }
        if !options.received.isEmpty { return options.received }
        guard !options.files.isEmpty else {
            guard options.takesWaiting else { return [] }
            let waiting = try owner.instance.claimWaiting(at: now) { options.isDated ? received($0) : nil }
            troubles = waiting.troubles
            return waiting.files
        }
        return try options.files.map { path in
            guard FileManager.default.isReadableFile(atPath: path) else {
                throw SystemError(
                    chinese: "找不到或无法读取文件 \(path)", english: "The file \(path) is missing or cannot be read")
            }
            return ReceivedFile(
                path: path, source: options.source, received: received((path as NSString).lastPathComponent),
                channel: "file", isClaimed: false)
        }
    }

    private func identity(_ submission: Submission) -> String {
        let reading = submission.mapping ?? submission.refusal ?? ""
        return "\(submission.digest) \(submission.source) \(reading) \(submission.item ?? "")"
    }

    /// The submission that holds these bytes, from this source, read with these mappings.
    private func held(_ submission: Submission) throws -> Int? {
        try ledger.call { try $0.submission(like: submission) }
    }

    /// Moves the files of the inbox to `done/` beside it; to `refused/` where nothing of them was taken, to `held/` where a steward is to say.
    func putAway() {
        let states = Dictionary(
            (finished + refused + confirmed).map { ($0.id, $0.state) }, uniquingKeysWith: { first, _ in first })
        for (file, submissions) in files + settled where file.isClaimed {
            let found = Set(
                submissions.map { states[$0] ?? (try? owner.instance.submission($0))??.state ?? .published })
            let folder =
                found == [.refused]
                ? "refused" : found.isSubset(of: [.refused, .held]) && !found.isEmpty ? "held" : "done"
            do {
                try owner.instance.putAway(file.path, as: file.name, from: file.source ?? "", to: folder)
            } catch {
                owner.progress.warn("无法移走 \(file.path)：\(error) / cannot be moved away; it will be seen as repeated")
            }
        }
        if files.contains(where: \.file.isClaimed) { owner.instance.putAwayDecided() }
    }
}
