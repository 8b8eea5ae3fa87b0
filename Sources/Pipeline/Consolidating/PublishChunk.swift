import Bytes
import Ledger
import Loading
import Model

/// Some hundred kilobytes of consolidated records, and what is to be written of them: statements and comparisons to the ledger, values to the
/// disclosure store.
///
/// The consolidating thread fills it; once it is handed over nobody changes it.
final class PublishChunk: @unchecked Sendable {
    struct Step {
        var offset: Int
        var action: PublishAction
    }

    let buffer = ByteBuffer(capacity: 1 << 20)
    private(set) var steps: [Step] = []
    private var statements: [(offset: Int, outcome: Outcome, isCurrent: Bool)] = []
    private var comparisons: [(offset: Int, item: Int, counts: [Int])] = []

    /// Bytes after which a chunk is handed over.
    static let limit = 768 << 10

    func add(_ offset: Int, _ action: PublishAction) { steps.append(Step(offset: offset, action: action)) }

    /// The record at `offset` makes a statement.
    func state(_ offset: Int, _ outcome: Outcome, isCurrent: Bool) { statements.append((offset, outcome, isCurrent)) }

    /// Comparing the records of the subject that the record at `offset` is about came to these counts.
    func note(_ offset: Int, item: Int, counts: [Int]) { comparisons.append((offset, item, counts)) }

    func record(at offset: Int) -> RecordView { RecordView(base: UnsafePointer(buffer.base) + offset) }

    /// Writes to the ledger.
    func write(to session: LedgerSession) throws {
        try session.insert(statements.map { NewStatement(record(at: $0.offset), $0.outcome, isCurrent: $0.isCurrent) })
        try session.write(
            comparisons.map { SubjectCounts(subject: record(at: $0.offset).subject, item: $0.item, counts: $0.counts) })
    }

    /// Does what the chunk says to the disclosure store.
    func apply(to session: any LoadingSession) throws {
        try session.apply(steps.map { (record(at: $0.offset), $0.action) })
    }
}
