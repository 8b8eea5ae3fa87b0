import Configuration
import Foundation
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
final class RecordWorkers: @unchecked Sendable {
    private let context: RecordContext
    private let archive: Archive
    private let ledger: Owner<LedgerSession>
    private let directory: String
    private let progress: Progress
    private let lock = NSLock()
    private var waiting: [SubmissionJob] = []
    private var failure: (any Error)?
    private(set) var done: [Submission] = []
    private(set) var subjectRuns: [SortedRun] = []
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

    /// Runs all jobs and returns when they are done; `alongside` runs on the calling thread meanwhile.
    /// - Throws: the first error of a thread, or of `alongside`.
    func run(_ jobs: [SubmissionJob], wave: String, alongside: () throws -> Void = {}) throws {
        // Large files first, so that no thread is left with one at the end.
        waiting = jobs.sorted { ($0.submission.size, $1.submission.id) > ($1.submission.size, $0.submission.id) }
        let group = DispatchGroup()
        for index in 0..<max(1, min(context.settings.workers, jobs.count)) {
            group.enter()
            let thread = Thread { [self] in
                work(name: "\(wave)-\(index)")
                group.leave()
            }
            thread.stackSize = 8 << 20
            thread.start()
        }
        let other = Result { try alongside() }
        group.wait()
        try other.get()
        if let failure { throw failure }
    }

    private func next() -> SubmissionJob? {
        lock.withLock { failure != nil || waiting.isEmpty ? nil : waiting.removeFirst() }
    }

    private func work(name: String) {
        let subjects = RecordSorter(limit: sortMemory, directory: directory, name: "subjects-\(name)")
        let unresolved = RecordSorter(limit: 4 << 20, directory: directory, name: "unresolved-\(name)")
        do {
            while let job = next() {
                let finished = try process(job, subjects, unresolved)
                lock.withLock { done.append(finished) }
            }
            let runs = (try subjects.finish(), try unresolved.finish())
            lock.withLock {
                subjectRuns += runs.0
                unresolvedRuns += runs.1
            }
        } catch {
            lock.withLock { failure = failure ?? error }
        }
    }

    private func process(
        _ job: SubmissionJob, _ subjects: RecordSorter, _ unresolved: RecordSorter
    ) throws -> Submission {
        var submission = job.submission
        try archive.store(file: job.path, digest: submission.digest, size: submission.size)
        let pass = RecordPass(
            context: context, delivery: job.delivery, path: job.path, submission: submission.id,
            received: submission.received)
        let sink = LedgerSink(ledger: ledger, submission: submission.id, progress: progress)
        do {
            let result = try pass.run(subjects: subjects, unresolved: unresolved, sink: sink)
            submission.layout = result.summary.layout
            submission.rows = result.summary.rows
            submission.dropped = result.summary.dropped
            submission.ruleCounts = result.ruleCounts
            submission.outcomes = result.outcomes
            submission.candidates = result.candidates
            submission.dated = result.dated
            submission.onTime = result.onTime
            submission.undated = result.undated
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
        try ledger.post { [submission] in try $0.insert(findings, submission: submission) }
    }

    func take(_ rows: [AsideRow]) throws {
        try ledger.post { [submission] session in
            for row in rows {
                try session.insertAside(submission: submission, position: row.position, outcome: row.outcome)
            }
        }
    }

    func advanced(rows: Int, bytes: Int) { progress.advance(bytes: bytes, rows: rows) }
}
