import Bytes
import Foundation
import GuijiConfiguration
import Ledger
import Loading
import Model
import Validation

/// What a run is told.
package struct RunOptions: Sendable {
    /// Loose files; none takes what waits in the inbox.
    package var files: [String] = []
    package var source: String?
    /// The only items that loose files may be of; nil for any.
    package var items: [String]?
    /// Files with all that is known of their receipt, in place of `files`: for replaying.
    package var received: [ReceivedFile] = []
    /// Time of receipt and "now", seconds since 1970; nil is the clock's.
    package var asOf: Int?
    /// Takes the time of receipt from the date at the start of a file's name.
    package var isDated = false
    /// Whether what waits in the inbox is taken, where no files are told; where a service takes it as it comes, it is not.
    package var takesWaiting = true
    /// Takes no files at all: rows that wait for the register are tried again.
    package var isRetry = false
    package var showsProgress = false
    /// The number that a replayed run had; nil for the next one.
    package var number: Int?
    /// What stands before the progress of this run.
    package var progressNote = ""
    /// Whether departments are answered and reports written; a rehearsal's run does neither, and has no store that could lag behind.
    package var answers = true
    /// Whether deliveries with fewer rows than their mapping expects wait for a steward; a rehearsal has none.
    package var holds = true

    package init() {}
}

/// One pass over what waits: the flow on one screen.
///
/// Intake → record stage on several threads (extraction, validation) → subject stage on the ledger's thread (consolidation,
/// comparison) → disclosure store on a thread of its own → outbox and reports. The ledger commits first; the store notes the run in its own
/// transaction, and the next start finishes what was stopped between the two.
package final class Run {
    let instance: Instance
    let options: RunOptions
    let progress: Progress
    let now: Int
    private let began = Date()
    private var summary = RunSummary()
    /// The disclosure store, while it commits what the ledger has.
    private var disclosing: Owner<any LoadingSession>?

    /// What a steward decided on a held submission; such a run takes nothing else.
    let verdict: SubmissionVerdict?
    /// The answer that a verdict overtakes.
    private var overtaken: String?

    package convenience init(instance: Instance, options: RunOptions) {
        self.init(instance: instance, options: options, verdict: nil)
    }

    init(instance: Instance, options: RunOptions, verdict: SubmissionVerdict?) {
        self.instance = instance
        self.options = options
        self.verdict = verdict
        progress = Progress(isShown: options.showsProgress, note: options.progressNote)
        now = options.asOf ?? Int(began.timeIntervalSince1970)
    }

    package func callAsFunction() throws -> RunSummary {
        try instance.lock()
        defer { instance.unlock() }
        return try perform()
    }

    /// The instance is locked.
    func perform() throws -> RunSummary {
        if options.answers { try instance.finishPending() }
        if let verdict { overtaken = try instance.answer(to: verdict.submission.id) }
        let work = try WorkFolder(in: instance.settings.paths.archive)
        defer { work.remove() }
        defer { try? disclosing?.close() }

        let (store, items) = (instance.ledger, instance.context.catalogue.items)
        let ledger = Owner(name: "ledger", limit: Owner<LedgerSession>.rows) { try LedgerSession(store, items: items) }
        let intake = Reception(run: self, ledger: ledger)
        do {
            try intake.receive(unpacking: work.path)
            if hasWork(intake) { try process(intake, ledger, work) }
            try conclude(intake, ledger)
        } catch {
            // Statements, findings and outcomes commit together: of a run that failed nothing is kept.
            ledger.abandon()
            progress.end()
            // What a decision would have overtaken still holds.
            if let verdict, let overtaken, !FileManager.default.fileExists(atPath: overtaken) {
                try? instance.writeOutbox(submissions: [verdict.submission.id])
            }
            throw error
        }
        progress.end()
        // The department's answer is read from the ledger and the archive alone: it is written while the store's pages reach the disk.
        if options.answers {
            let submissions = intake.submissionsOfRun + (try instance.unanswered(intake.submissionsOfBefore))
            summary.reports = try instance.answer(submissions: submissions, asOf: now)
        }
        try disclosing?.close()
        intake.putAway()
        summary.seconds = Date().timeIntervalSince(began)
        return summary
    }

    private func process(_ intake: Reception, _ ledger: Owner<LedgerSession>, _ work: WorkFolder) throws {
        let context = instance.context
        let workers = RecordWorkers(
            context: context, archive: instance.archive, ledger: ledger, directory: work.path, progress: progress,
            holds: options.holds && verdict == nil)
        progress.begin("提取与校验 reading", total: intake.jobs.reduce(0) { $0 + $1.submission.size })

        let merges = MergedSubjects()
        try workers.run(intake.jobs) { registerRuns in
            merges.list = try RegisterPass.run(registerRuns, plans: context.plans, on: ledger)
        }

        let store = instance.disclosure
        let disclosure = Owner(name: "disclosure", limit: 4) { try store.begin() }
        do {
            let stage = SubjectStage(
                instance: instance, runs: workers.registerRuns + workers.otherRuns, unresolved: workers.unresolvedRuns,
                merges: merges, done: workers.done, isRetry: options.isRetry, directory: work.path, progress: progress)
            intake.finished = try ledger.call { try stage.run($0, disclosure: disclosure) }
            summary.attributedLate = stage.attributedLate
            summary.comparedSubjects = stage.comparedSubjects
            summary.comparisonSeconds = stage.comparisonSeconds
            try commit(intake, ledger, disclosure)
        } catch {
            disclosure.abandon()
            throw error
        }
    }

    /// The ledger first, then the store, which notes what it has applied.
    private func commit(
        _ intake: Reception, _ ledger: Owner<LedgerSession>, _ disclosure: Owner<any LoadingSession>
    ) throws {
        if options.isRetry, summary.attributedLate == 0 {
            // Nothing changed. A run without a trace in the archive has no number either: a replay gives the others the same ones.
            disclosure.abandon()
            return try ledger.call { $0.rollBack() }
        }
        let (entry, run, overtaken) = (verdict?.entry, intake.run, overtaken)
        let (submissions, seconds) = (intake.finished, Date().timeIntervalSince(began))
        guard submissions.allSatisfy({ $0.rows == $0.outcomes.total + $0.heldRows }) else { throw Run.notConserved }
        try intake.noteReceipts(attributedLate: summary.attributedLate)
        // What the store could not take must be known before the ledger says that it was published.
        try disclosure.call { _ in }
        try ledger.call { session in
            for submission in submissions { try session.write(submission) }
            try session.endRun(run, seconds: seconds)
            try Run.commit(session, entry, overtaken: overtaken)
        }
        try disclosure.post { try $0.commit(run: run) }
        disclosing = disclosure
    }

    /// A decision is in the transaction of what it changes, and beside the archive just before that commits. The answer that it overtakes goes in
    /// between: the next start answers whatever has none.
    private static func commit(_ session: LedgerSession, _ entry: DecisionEntry?, overtaken: String?) throws {
        if let entry {
            try session.note(entry.decision)
            try entry.log()
            if let overtaken { unlink(overtaken) }
        }
        try session.commit()
    }

    private func hasWork(_ intake: Reception) -> Bool { !intake.jobs.isEmpty || options.isRetry }

    private func conclude(_ intake: Reception, _ ledger: Owner<LedgerSession>) throws {
        if !hasWork(intake) {
            try intake.noteReceipts(attributedLate: 0)
            // A run that met nothing at all leaves no number behind: the archive could not tell of it.
            let (isEmpty, entry, overtaken) = (intake.isEmpty, verdict?.entry, overtaken)
            try ledger.call {
                if isEmpty { $0.rollBack() } else { try Run.commit($0, entry, overtaken: overtaken) }
            }
        }
        try ledger.close()
        summary.submissions = try intake.lines()
        try summary.readCounts(
            instance.ledger, from: intake.firstSubmission, through: verdict?.submission.id ?? .max)
        let windows = try LedgerReader(instance.ledger).openWindows()
        let years = windows.compactMap { $0.missingYear(instance.context.catalogue.calendar) }
        summary.notTaken = intake.troubles.map { "\($0)" }
        summary.missingYears = Set(years + intake.finished.compactMap(\.missingYear)).sorted()
    }

    /// Promise 1 is asserted before anything is committed.
    private static let notConserved = SystemError(
        chinese: "行数不守恒：收到的行数与各结果之和不等，本次运行已全部撤回。请保留归档并报告此问题。",
        english:
            "Rows are not conserved: received is not the sum of the outcomes. The run was rolled back; keep the archive and report this."
    )
}
