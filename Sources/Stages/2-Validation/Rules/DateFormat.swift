import Bytes
package import Model

/// A value of a date field is no date.
package struct DateFormat: Rule {
    package static let facts = [
        RuleFacts(
            id: "date-format", severity: .error, dimension: .conformity,
            chinese: "不是可识别的日期", english: "The value is no date",
            mendChinese: "写作 YYYY-MM-DD，例如 2026-03-05；年份写四位",
            mendEnglish: "Write YYYY-MM-DD, such as 2026-03-05, with four digits of the year",
            source: "GB/T 7408.1-2023；domain §9")
    ]

    private let fields: [Int]
    private let rule = RuleNumber("date-format")

    package init?(_ context: RuleContext) {
        fields = context.fields { $0.type == .date }
        if fields.isEmpty { return nil }
    }

    package func check(_ batch: Batch, _ report: FindingReport) {
        for field in fields {
            report.asked(rule, report.notes.present[field])
            forEachBadNumber(batch, report, field) { row in
                let value = batch.value(field, row)
                guard DateText.parse(value) != .impossible, !isScientific(value) else { return }
                report.fail(rule, batch, row, field: field, expected: "YYYY-MM-DD")
            }
        }
    }
}
