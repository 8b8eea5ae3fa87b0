import Model
import Synchronization
import Validation

/// What judges a department's forms of one item on one day.
struct EntryJudge: Sendable {
    var day: Int
    var plan: ExtractionPlan
    var layout: Layout
    var stage: RecordStage
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
            stage: context.stage(delivery, day: day))
        made.withLock { $0[key] = judge }
        return judge
    }
}
