import Model

/// Moves an identifier of another kind out of the credit-code column into its own: what three rules have in common.
///
/// Only the subject's code is moved, and only into a field that is absent. Where the item has no such field, and in the columns
/// of authorities' codes, the value stays and the register resolves it.
struct MisplacedCode: Sendable {
    private let note: CodeNote
    private let rule: RuleNumber
    private let fields: [Int]
    private let code: Int?
    private let target: Int?

    init?(_ note: CodeNote, _ id: String, _ context: RuleContext, target: Int?) {
        fields = context.fields { $0.type == .uscc }
        if fields.isEmpty { return nil }
        self.note = note
        rule = RuleNumber(id)
        code = context.item.subject.code
        self.target = target
    }

    func check(_ batch: Batch, _ report: FindingReport) {
        for field in fields { report.asked(rule, report.notes.present[field]) }
        forEachCode(note, fields, batch, report) { field, row in
            report.fail(rule, batch, row, field: field)
            guard field == code, let target else { return }
            // Where the field of its own is filled already, that is what the department meant.
            if batch.isAbsent(target, row) {
                batch.cells[target * batch.capacity + row] = batch.cell(field, row)
                report.notes.present[target] += 1
            }
            report.erase(batch, field, row)
        }
    }
}
