package import Model

/// A required field is absent.
package struct Required: Rule {
    package static let facts = [
        RuleFacts(
            id: "required", severity: .error, dimension: .completeness, chinese: "必填项为空",
            english: "A required field is absent", mendChinese: "补填该项", mendEnglish: "Fill the field in",
            source: "Mappings/catalogue：required；双公示数据标准（2018）")
    ]

    private let fields: [Int]
    private let rule = RuleNumber("required")

    package init?(_ context: RuleContext) {
        fields = context.fields { $0.isRequired }
        if fields.isEmpty { return nil }
    }

    package func check(_ batch: Batch, _ report: FindingReport) {
        let sound = report.notes.soundRows
        for field in fields {
            report.asked(rule, sound)
            guard report.notes.present[field] < sound else { continue }
            for row in 0..<batch.count where batch.isAbsent(field, row) && batch.damages[row] == .none {
                if report.wasRemoved(batch, field, row) { continue }
                report.fail(rule, batch, row, field: field)
            }
        }
    }
}

extension FindingReport {
    /// Whether a credit-code column is empty because another rule took out, and reported, what stood there.
    func wasRemoved(_ batch: Batch, _ field: Int, _ row: Int) -> Bool {
        guard !notes.anyCode[field].isEmpty, batch.isAbsent(field, row) else { return false }
        return !notes.codes[field][row].isEmpty
    }
}
