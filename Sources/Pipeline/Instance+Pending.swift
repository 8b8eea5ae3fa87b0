import Bytes
import Foundation
import GRDB
import GuijiConfiguration
import Ledger
import Loading
import Model

/// What a stop between the ledger's commit and the rest left undone, finished at the next start (design §3, promise 4).
extension Instance {
    /// Finishes what a stop left between the two stores, before anything else is done.
    package func resume() throws {
        try lock()
        defer { unlock() }
        try finishPending()
    }

    /// Brings the disclosure store up to the ledger and writes the outbox of what was published without one.
    func finishPending() throws {
        let applied = try disclosure.lastApplied()
        let last = try ledger.queue.read(Instance.lastRun)
        guard applied <= last else {
            throw SystemError(
                chinese: "公示库已有第 \(applied) 次运行的内容，台账 \(settings.paths.ledger) 只到第 \(last) 次：台账缺失或是旧的副本。"
                    + "请放回完整的台账，或由归档重建：guiji replay --to 新文件夹。",
                english:
                    "The disclosure store holds run \(applied), the ledger \(settings.paths.ledger) ends at run \(last): it is missing or an old copy. "
                    + "Put the whole one back, or rebuild both from the archive: guiji replay --to a new folder."
            )
        }
        guard applied < last else { return try finishOutbox(run: last) }
        let subjects = try ledger.queue.read { db in
            try String.fetchAll(
                db,
                sql: """
                    SELECT DISTINCT subject FROM statement WHERE run > ? ORDER BY subject
                    """, arguments: [applied])
        }
        try republish(subjects, asRun: last)
        let ids = try ledger.queue.read {
            try Int.fetchAll($0, sql: "SELECT id FROM submission WHERE run > ? ORDER BY id", arguments: [applied])
        }
        try writeOutbox(submissions: ids)
    }

    /// The last run of the ledger that did something: one that took no files but attributed rows that waited is known by its duration.
    static func lastRun(_ ledger: Database) throws -> Int {
        try Int.fetchOne(
            ledger,
            sql: """
                SELECT max(ifnull((SELECT max(run) FROM submission), 0),
                    ifnull((SELECT max(id) FROM run WHERE seconds IS NOT NULL), 0))
                """) ?? 0
    }

    /// A run that was stopped before its receipts were written gets them now.
    private func finishOutbox(run: Int) throws {
        let deliveries = try LedgerReader(ledger).deliveries(.run(run))
        try writeOutbox(submissions: deliveries.filter { !isAnswered($0) }.map(\.id))
    }

    /// Those that have no receipt yet: one that is there stays as it was written.
    func unanswered(_ submissions: [Int]) throws -> [Int] {
        let reader = LedgerReader(ledger)
        return try submissions.filter { try reader.delivery($0).map { !isAnswered($0) } ?? false }
    }

    private func isAnswered(_ delivery: DeliveryRow) -> Bool { Instance.isAnswered(outboxPath(delivery)) }

    /// Whether a delivery has its whole answer: receipts for people and for programs.
    /// - Parameter path: of the receipts, without their endings.
    static func isAnswered(_ path: String) -> Bool {
        [".receipt.json", ".receipt.html"].allSatisfy { FileManager.default.fileExists(atPath: path + $0) }
    }

    private func answer(to delivery: DeliveryRow) -> String { outboxPath(delivery) + ".receipt.html" }

    /// The receipt for people of a submission; nil for one that is not known.
    func answer(to submission: Int) throws -> String? {
        try LedgerReader(ledger).delivery(submission).map { answer(to: $0) }
    }

    /// Writes what the ledger says of these subjects to the disclosure store, from the archive.
    func republish(_ subjects: [String], asRun run: Int) throws {
        let (store, items) = (ledger, context.catalogue.items)
        let session = try LedgerSession(store, items: items)
        let target = try disclosure.begin()
        let rules = ConsolidationRules(catalogue: context.catalogue, departments: context.departments)
        let held = HeldRecords(archive: archive, session: session, context: context) { submission in
            try self.note(submission, on: target)
        }
        for old in try session.mergedSubjects() { try target.removeAll(of: old.code) }
        let consolidator = Consolidator(
            session: session, rules: rules, held: held, submissions: 0..<0,
            publish: { try $0.apply(to: target) }, progress: { _ in })
        for subject in subjects { try consolidator.republish(Array(subject.utf8)) }
        try consolidator.handOver()
        try session.commit()
        try target.commit(run: run)
    }

    /// Tells the disclosure store from whom and when a submission came.
    func note(_ submission: Submission, to disclosure: Owner<any LoadingSession>) throws {
        let (id, title, day) = receipt(submission)
        try disclosure.post { try $0.note(submission: id, source: title, day: day) }
    }

    private func note(_ submission: Submission, on session: any LoadingSession) throws {
        let (id, title, day) = receipt(submission)
        try session.note(submission: id, source: title, day: day)
    }

    private func receipt(_ submission: Submission) -> (Int, String, String) {
        let title = context.department(submission.source)?.title ?? submission.source
        return (submission.id, title, CivilDate.iso(settings.day(of: submission.received)))
    }
}
