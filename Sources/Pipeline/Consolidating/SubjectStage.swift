import Bytes
import GuijiConfiguration
import Ledger
import Loading
import Model
import Validation

/// Subjects whose registration number received its credit code in this run.
final class MergedSubjects: @unchecked Sendable {
    var list: [MergedSubject] = []
}

/// The second half of a run, on the ledger's thread: rows without a code find their subject, then every subject is consolidated and compared.
final class SubjectStage: @unchecked Sendable {
    private let instance: Instance
    private let runs: [SortedRun]
    private let unresolved: [SortedRun]
    private let merges: MergedSubjects
    private var done: [Submission]
    private let isRetry: Bool
    private let directory: String
    private let progress: Progress
    private(set) var attributedLate = 0
    private(set) var comparedSubjects = 0
    private(set) var comparisonSeconds = 0.0

    init(
        instance: Instance, runs: [SortedRun], unresolved: [SortedRun], merges: MergedSubjects, done: [Submission],
        isRetry: Bool, directory: String, progress: Progress
    ) {
        self.isRetry = isRetry
        self.instance = instance
        self.runs = runs
        self.unresolved = unresolved
        self.merges = merges
        self.done = done.sorted { $0.id < $1.id }
        self.directory = directory
        self.progress = progress
    }

    /// - Returns: the run's submissions with their outcomes.
    func run(_ session: LedgerSession, disclosure: Owner<any LoadingSession>) throws -> [Submission] {
        let context = instance.context
        let rules = ConsolidationRules(catalogue: context.catalogue, departments: context.departments)
        let note = { [instance] (submission: Submission) in try instance.note(submission, to: disclosure) }
        for submission in done {
            try session.write(submission)
            if submission.state != .held { try note(submission) }
        }
        let held = HeldRecords(archive: instance.archive, session: session, context: context, onSubmission: note)

        let resolved = RecordSorter(limit: 8 << 20, directory: directory, name: "resolved")
        var resolution = Resolution(
            session: session, rules: rules, appliesCandidates: context.settings.validation.appliesCodeCandidates)
        for isRegister in [true, false] {
            try resolution.run(RecordMerge(unresolved), isRegister: isRegister, into: resolved)
        }
        if session.hasWaiting, try registerMoved(session) { try resolution.retryWaiting(held, into: resolved) }
        for merged in merges.list { try merge(merged, session, disclosure) }

        progress.begin("归集与比对 consolidating", total: done.reduce(0) { $0 + $1.rows })
        let consolidator = Consolidator(
            session: session, rules: rules, held: held,
            submissions: done.first.map { $0.id..<(done.last ?? $0).id + 1 } ?? 0..<0,
            publish: { chunk in try disclosure.post { try chunk.apply(to: $0) } },
            progress: { [progress] rows in progress.advance(bytes: rows, rows: rows) })
        try consolidator.consolidate(RecordMerge(runs + resolved.finish()))
        try consolidator.noteSharedNames()
        attributedLate = consolidator.attributedLate
        comparedSubjects = consolidator.comparedSubjects
        comparisonSeconds = Double(consolidator.comparisonTime) / 1e9
        for index in done.indices {
            let id = done[index].id
            if let counts = resolution.outcomes[id] { done[index].outcomes += counts }
            done[index].outcomes += consolidator.outcomes(of: id)
        }
        return done
    }

    /// Whether rows without a code may find their subject now. What a register's row says beside others takes effect when it has won: for the run
    /// after its own.
    private func registerMoved(_ session: LedgerSession) throws -> Bool {
        let registers = instance.context.catalogue.items.filter(\.isRegister).map(\.id)
        if isRetry || done.contains(where: { registers.contains($0.item ?? "") }) { return true }
        return try session.registerMoved(registers)
    }

    /// A subject known by its registration number becomes one with the subject of its credit code; both histories are kept.
    private func merge(
        _ merged: MergedSubject, _ session: LedgerSession, _ disclosure: Owner<any LoadingSession>
    ) throws {
        try session.merge(merged)
        let old = merged.old
        try disclosure.post { try $0.removeAll(of: old) }
    }
}
