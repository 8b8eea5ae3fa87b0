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
    private var statements: [(offset: Int, outcome: Outcome, isCurrent: Bool, returned: Int?, composed: Int?)] = []
    private var comparisons: [(subject: [UInt8], comparison: ByteSlice, counts: [Int])] = []

    /// Bytes after which a chunk is handed over.
    static let limit = 768 << 10

    func add(_ offset: Int, _ action: PublishAction) { steps.append(Step(offset: offset, action: action)) }

    /// The record at `offset` makes a statement.
    /// - Parameters:
    ///   - returned: when a row of it was first received that was sent back.
    ///   - composed: where the subject's record stands that was composed of this one and others.
    func state(_ offset: Int, _ outcome: Outcome, isCurrent: Bool, returned: Int?, composed: Int? = nil) {
        statements.append((offset, outcome, isCurrent, returned, composed))
    }

    /// Comparing a subject's records came to these counts.
    func note(_ subject: ByteSlice, comparison: ByteSlice, counts: [Int]) {
        comparisons.append((subject.bytes, comparison, counts))
    }

    func record(at offset: Int) -> RecordView { RecordView(base: UnsafePointer(buffer.base) + offset) }

    /// Writes to the ledger.
    func write(to session: LedgerSession) throws {
        try session.insert(
            statements.map {
                NewStatement(
                    record(at: $0.offset), $0.outcome, isCurrent: $0.isCurrent, returned: $0.returned,
                    comparables: $0.composed.map { record(at: $0).comparables })
            })
        try session.write(comparisons)
    }

    /// Does what the chunk says to the disclosure store.
    func apply(to session: any LoadingSession) throws {
        try session.apply(steps.map { (record(at: $0.offset), $0.action) })
    }
}
