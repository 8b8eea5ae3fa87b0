import Bytes
import Consolidation
import Model
import Synchronization
import Validation

/// What judges a department's forms of one item on one day.
struct EntryJudge: Sendable {
    var day: Int
    var plan: ExtractionPlan
    var layout: Layout
    var stage: RecordStage
    var encoder: EntryEncoder
}

/// Tells what record a form would state, and how it stands among others; one form at a time.
final class EntryEncoder: @unchecked Sendable {
    private let encoder: RecordEncoder
    private let turn = Mutex(())

    init(_ encoder: RecordEncoder) { self.encoder = encoder }

    /// - Returns: where the record starts in the buffer.
    func encode(_ form: Batch, into buffer: ByteBuffer) -> Int {
        turn.withLock { _ in encoder.encode(0, of: form, into: buffer) }
    }
}

/// Judges that were made before: their rules are prepared once, not for every form.
final class EntryJudges: Sendable {
    private struct Key: Hashable {
        var item: String
        var department: String
    }
    private let made = Mutex<[Key: EntryJudge]>([:])

    func judge(_ item: Item, _ department: Department, day: Int, _ context: RecordContext) -> EntryJudge {
        let key = Key(item: item.id, department: department.id)
        if let known = made.withLock({ $0[key] }), known.day == day { return known }
        let mapping = EntryForm.mapping(item, department: department.id)
        let delivery = Delivery(department: department, mapping: mapping, format: mapping.format)
        let judge = EntryJudge(
            day: day, plan: context.extractionPlan(mapping, size: 0), layout: EntryForm.layout(item),
            stage: context.stage(delivery, day: day),
            // The form's own receipt bears on neither key nor rank nor version.
            encoder: EntryEncoder(context.encoder(delivery, submission: 0, received: 0)))
        made.withLock { $0[key] = judge }
        return judge
    }
}
