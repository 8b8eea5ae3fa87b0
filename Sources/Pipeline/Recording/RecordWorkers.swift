import Foundation
import GuijiConfiguration
import Ledger
import Model

/// A submission on its way through the record stage.
struct SubmissionJob: Sendable {
    var submission: Submission
    var delivery: Delivery
    /// Where its bytes are read from.
    var path: String
}

/// Takes submissions through the record stage on several threads, each with its own sorters; the rest is handed to the ledger's owner.
///
/// The register's submissions are taken first, and their records are sorted apart: what makes subjects known can be read while the other
/// submissions are still on their way.
final class RecordWorkers: @unchecked Sendable {
    private let context: RecordContext
    private let archive: Archive
    private let ledger: Owner<LedgerSession>
    private let directory: String
    private let progress: Progress
    private let condition = NSCondition()
    private var waiting: [SubmissionJob] = []
    /// Threads that may still have a submission of the register in hand.
    private var readingRegister = 0
    private var running = 0
    private var failure: (any Error)?
    private(set) var done: [Submission] = []
    private(set) var registerRuns: [SortedRun] = []
    private(set) var otherRuns: [SortedRun] = []
    private(set) var unresolvedRuns: [SortedRun] = []
    private let sortMemory: Int

    /// - Parameter directory: for spilled runs.
    init(
        context: RecordContext, archive: Archive, ledger: Owner<LedgerSession>, directory: String, progress: Progress
    ) {
        self.context = context
        self.archive = archive
        self.ledger = ledger
        self.directory = directory
        self.progress = progress
        sortMemory = (24 << 20) / max(1, context.settings.workers)
    }

    /// Runs all jobs and returns when they are done; `onRegister` is called on this thread when all of the register's records are sorted.
    /// - Throws: the first error of a thread, or of `onRegister`.
    func run(_ jobs: [SubmissionJob], onRegister: ([SortedRun]) throws -> Void = { _ in }) throws {
        // Then large files first, so that no thread is left with one at the end.
        waiting = jobs.sorted { left, right in
            if isRegister(left) != isRegister(right) { return isRegister(left) }
            return (left.submission.size, right.submission.id) > (right.submission.size, left.submission.id)
        }
        running = max(1, min(context.settings.workers, jobs.count))
        readingRegister = running
        for index in 0..<running {
            let thread = Thread { [self] in work(number: index) }
            thread.stackSize = 8 << 20
            thread.start()
        }
        let registers = condition.withLock {
            while readingRegister > 0 { condition.wait() }
            return failure == nil ? registerRuns : nil
        }
        let other = Result { if let registers { try onRegister(registers) } }
        try condition.withLock {
            while running > 0 { condition.wait() }
            if let failure { throw failure }
        }
        try other.get()
    }

    private func isRegister(_ job: SubmissionJob) -> Bool {
        context.catalogue.items[job.delivery.mapping.item].isRegister
    }

    private func next(ofRegister: Bool) -> SubmissionJob? {
        condition.withLock {
            guard failure == nil, let first = waiting.first, isRegister(first) == ofRegister else { return nil }
            return waiting.removeFirst()
        }
    }

    private func work(number: Int) {
        do {
            let unresolved = RecordSorter(limit: 4 << 20, directory: directory, name: "unresolved-\(number)")
            let registers = try sort("register-\(number)", ofRegister: true, unresolved)
            condition.withLock {
                registerRuns += registers
                readingRegister -= 1
                condition.broadcast()
            }
            let others = try sort("rows-\(number)", ofRegister: false, unresolved)
            let rest = try unresolved.finish()
            condition.withLock {
                otherRuns += others
                unresolvedRuns += rest
            }
        } catch {
            condition.withLock {
                failure = failure ?? error
                readingRegister = 0
            }
        }
        condition.withLock {
            running -= 1
            condition.broadcast()
        }
    }

    /// Takes submissions of one kind until there are no more, and sorts their records.
    private func sort(_ name: String, ofRegister: Bool, _ unresolved: RecordSorter) throws -> [SortedRun] {
        let subjects = RecordSorter(limit: sortMemory, directory: directory, name: name)
        while let job = next(ofRegister: ofRegister) {
            let finished = try process(job, subjects, unresolved)
            condition.withLock { done.append(finished) }
        }
        return try subjects.finish()
    }

    private func process(
        _ job: SubmissionJob, _ subjects: RecordSorter, _ unresolved: RecordSorter
    ) throws -> Submission {
        var submission = job.submission
        try archive.store(file: job.path, digest: submission.digest, size: submission.size)
        let sink = LedgerSink(ledger: ledger, submission: submission.id, progress: progress)
        do {
            let text = try UnfoldedFile(job, context, directory: directory)
            let pass = RecordPass(
                context: context, delivery: job.delivery, path: text?.path ?? job.path, submission: submission.id,
                received: submission.received)
            var result = try pass.run(subjects: subjects, unresolved: unresolved, sink: sink)
            if let text { try text.store(in: archive, &result.summary.layout) }
            submission.layout = result.summary.layout
            submission.rows = result.summary.rows
            submission.dropped = result.summary.dropped
            submission.ruleCounts = result.ruleCounts
            submission.outcomes = result.outcomes
            submission.candidates = result.candidates
            submission.dated = result.dated
            submission.onTime = result.onTime
            submission.undated = result.undated
            submission.missingYear = result.missingYear
            submission.state = .published
            let findings = FileFindings(settings: context.settings.validation).about(result.summary)
            if !findings.isEmpty { try sink.take(findings) }
        } catch let refused as RefusedFile {
            submission.state = .refused
            submission.refusal = "\(refused.chinese) / \(refused.english)"
        }
        return submission
    }
}

/// Hands findings and rows set aside to the ledger's owner.
private struct LedgerSink: RecordSink {
    let ledger: Owner<LedgerSession>
    let submission: Int
    let progress: Progress

    func take(_ findings: [Finding]) throws {
        try ledger.post(cost: findings.count) { [submission] in try $0.insert(findings, submission: submission) }
    }

    func take(_ rows: [AsideRow]) throws {
        try ledger.post(cost: rows.count) { [submission] session in
            for row in rows {
                try session.insertAside(
                    submission: submission, position: row.position, outcome: row.outcome, event: row.event,
                    links: row.links)
            }
        }
    }

    func advanced(rows: Int, bytes: Int) { progress.advance(bytes: bytes, rows: rows) }
}

extension Owner<LedgerSession> {
    /// Findings and rows set aside that may wait for the ledger: some ten megabytes.
    static var rows: Int { 40_000 }
}
