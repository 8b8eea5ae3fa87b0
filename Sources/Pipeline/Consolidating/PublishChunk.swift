import Bytes
import Loading
import Model

/// Some hundred kilobytes of consolidated records on their way to the disclosure store.
///
/// The consolidating thread fills it, hands it over whole and never touches it again.
final class PublishChunk: @unchecked Sendable {
    struct Step {
        var offset: Int
        var action: PublishAction
    }

    let buffer = ByteBuffer(capacity: 1 << 20)
    private(set) var steps: [Step] = []

    /// Bytes after which a chunk is handed over.
    static let limit = 768 << 10

    func add(_ offset: Int, _ action: PublishAction) { steps.append(Step(offset: offset, action: action)) }

    func record(at offset: Int) -> RecordView { RecordView(base: UnsafePointer(buffer.base) + offset) }

    /// Does what the chunk says to the disclosure store.
    func apply(to session: DisclosureSession) throws {
        try session.apply(steps.map { (record(at: $0.offset), $0.action) })
    }
}
