import Bytes
package import Model

/// A value has the form of a date, but there is no such day or time.
package struct ImpossibleDate: Rule {
    package static let facts = [
        RuleFacts(
            id: "impossible-date", severity: .error, dimension: .accuracy,
            chinese: "日期不存在", english: "There is no such day or time",
            mendChinese: "核对年月日，例如2月30日、13月均不存在", mendEnglish: "Check year, month and day", source: "GB/T 7408.1-2023")
    ]

    private let fields: [Int]
    private let rule = RuleNumber("impossible-date")

    package init?(_ context: RuleContext) {
        fields = context.fields { $0.type == .date }
        if fields.isEmpty { return nil }
    }

    package func check(_ batch: Batch, _ report: FindingReport) {
        for field in fields {
            report.asked(rule, report.notes.present[field])
            forEachBadNumber(batch, report, field) { row in
                guard case .impossible = DateText.parse(batch.value(field, row)) else { return }
                report.fail(rule, batch, row, field: field, expected: "YYYY-MM-DD")
            }
        }
    }
}

/// Calls `body` with every row whose text is there but is no number or date.
func forEachBadNumber(_ batch: Batch, _ report: FindingReport, _ field: Int, _ body: (Int) -> Void) {
    guard report.notes.hasBadNumber[field] else { return }
    for row in 0..<batch.count where batch.number(field, row) == Batch.badNumber { body(row) }
}
