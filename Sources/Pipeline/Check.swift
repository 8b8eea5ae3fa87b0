import Foundation
package import GuijiConfiguration
import Ledger
import Loading
import Model
import Validation

/// The record stage alone, on files that are not taken in: nothing is published, the repair file and receipt lie where the caller wants them.
package struct Check {
    private let configuration: Configuration

    package init(_ configuration: Configuration) { self.configuration = configuration }

    package struct Result: Sendable {
        package var line: RunSummary.SubmissionLine
        package var findingsByRule: [String: Int]
        /// Why it would be held for a steward; nil where it would not.
        package var hold: String?
        /// Receipt and repair file, in the folder asked for.
        package var files: [String]
    }

    /// - Parameters:
    ///   - folder: where receipt and repair file are written.
    ///   - work: where what is needed meanwhile lies, in folders of its own that are gone afterwards.
    /// - Returns: what the file came to; of an archive each of its members.
    package func callAsFunction(
        _ path: String, options: RunOptions, folder: String, work: String = NSTemporaryDirectory()
    ) throws -> [Result] {
        let unpacked = "\(work)/guiji-check-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: unpacked) }
        try FileManager.default.createDirectory(
            atPath: unpacked, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let now = options.asOf ?? Int(Date().timeIntervalSince1970)
        var file = ReceivedFile(
            path: path, source: options.source, received: now, channel: DeliveryRow.checkChannel, isClaimed: false)
        file.items = options.items
        let unpacking = Unpacking(
            intake: Intake(context: RecordContext(configuration)), limits: configuration.settings.containers,
            folder: unpacked)
        return try unpacking([file]).flatMap(\.parts).map {
            try check($0, folder: folder, work: "\(work)/guiji-check-\(UUID().uuidString)")
        }
    }

    private func check(_ file: ReceivedFile, folder: String, work: String) throws -> Result {
        try FileManager.default.createDirectory(
            atPath: work, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        defer { try? FileManager.default.removeItem(atPath: work) }
        var configuration = configuration
        configuration.settings.paths.ledger = "\(work)/ledger.sqlite"
        configuration.settings.paths.disclosure = "\(work)/disclosure.sqlite"
        configuration.settings.paths.archive = "\(work)/archive"
        configuration.settings.paths.reports = "\(work)/reports"
        configuration.settings.paths.outbox = "\(work)/outbox"
        let instance = try Instance(configuration)
        instance.numbersAnswers = false
        let digest = try Archive.digest(ofFile: file.path)
        var submission = Submission(
            digest: digest.digest, size: digest.size, source: file.source ?? "", item: nil, mapping: nil,
            channel: file.channel, file: file.name, received: file.received,
            fingerprint: configuration.catalogue.fingerprint)
        submission.id = 1
        submission = try process(file, submission, instance)
        try instance.writeOutbox(submissions: [1])
        return Result(
            line: RunSummary.SubmissionLine(
                id: 1, source: submission.source, item: submission.item ?? "", file: file.name,
                state: submission.state == .published ? "checked" : submission.state.rawValue,
                received: submission.rows, outcomes: submission.outcomes,
                refusal: submission.state == .refused ? submission.refusal : nil, isRepeated: false),
            findingsByRule: try findings(instance), hold: submission.state == .published ? submission.refusal : nil,
            files: try collect(from: "\(work)/outbox", to: folder))
    }

    private func process(_ file: ReceivedFile, _ submission: Submission, _ instance: Instance) throws -> Submission {
        let (store, items) = (instance.ledger, instance.context.catalogue.items)
        let ledger = Owner(name: "ledger", limit: Owner<LedgerSession>.rows) { try LedgerSession(store, items: items) }
        var checked = submission
        do {
            if let refusal = file.refusal { throw refusal }
            let delivery = try instance.intake.delivery(for: file)
            checked.source = delivery.department.id
            checked.item = items[delivery.mapping.item].id
            checked.mapping = delivery.mapping.name
            let work = try WorkFolder(in: instance.settings.paths.archive)
            let workers = RecordWorkers(
                context: instance.context, archive: instance.archive, ledger: ledger, directory: work.path,
                progress: Progress(isShown: false), holds: false)
            try workers.run([SubmissionJob(submission: checked, delivery: delivery, path: file.path)])
            if let done = workers.done.first { checked = done }
            // What would go on to the register is neither published nor waiting: it passed.
            checked.outcomes[.rejected] += checked.candidates
            checked.outcomes[.published] += checked.rows - checked.outcomes.total
            if checked.state == .published { checked.refusal = hold(checked, delivery, instance) }
        } catch let problem as RefusedFile {
            checked.state = .refused
            checked.refusal = "\(problem.chinese) / \(problem.english)"
            try instance.archive.store(file: file.path, digest: checked.digest, size: checked.size)
        }
        let result = checked
        try ledger.call { session in
            try session.write(result)
            try session.commit()
        }
        try ledger.close()
        return checked
    }

    /// Why it would be held; its rows are checked all the same.
    private func hold(_ submission: Submission, _ delivery: Delivery, _ instance: Instance) -> String? {
        let gate = VolumeGate(context: instance.context, delivery: delivery)
        return gate.isShort(rows: submission.rows, layout: submission.layout) ? gate.reason(rows: submission.rows) : nil
    }

    private func findings(_ instance: Instance) throws -> [String: Int] {
        var summary = RunSummary()
        try summary.readCounts(instance.ledger, from: 1)
        return summary.findingsByRule
    }

    private func collect(from outbox: String, to folder: String) throws -> [String] {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        var files: [String] = []
        for sender in try FileManager.default.contentsOfDirectory(atPath: outbox).sorted() {
            for name in try FileManager.default.contentsOfDirectory(atPath: "\(outbox)/\(sender)").sorted() {
                let target = "\(folder)/\(name)"
                if FileManager.default.fileExists(atPath: target) { try FileManager.default.removeItem(atPath: target) }
                try FileManager.default.moveItem(atPath: "\(outbox)/\(sender)/\(name)", toPath: target)
                files.append(target)
            }
        }
        return files
    }
}
