package import Model

/// The date of an event, or one that tells versions apart, lies after the day of receipt.
///
/// A version of a day to come would make everything stale that is said about the record until then, corrections too.
package struct FutureDate: Rule {
    package static let facts = [
        RuleFacts(
            id: "future-date", severity: .error, dimension: .accuracy, chinese: "日期晚于收到之日",
            english: "The date lies after the day of receipt", mendChinese: "核对年份；尚未发生的事项请在发生后报送",
            mendEnglish: "Check the year; report what has not happened yet when it has",
            source: "Mappings/catalogue：event_date、version、not_after_receipt")
    ]

    private let fields: [Int]
    private let receiptDay: Int64
    private let rule = RuleNumber("future-date")

    package init?(_ context: RuleContext) {
        let item = context.item
        var fields = item.eventDate.map { [$0] } ?? []
        let asked = item.checks.compactMap { if case .notAfterReceipt(let field) = $0 { field } else { nil } }
        let versions = item.version.filter { item.fields[$0].type == .date }
        for field in asked + versions where !fields.contains(field) { fields.append(field) }
        self.fields = fields
        receiptDay = Int64(context.receiptDay)
        if fields.isEmpty { return nil }
    }

    package func check(_ batch: Batch, _ report: FindingReport) {
        for field in fields where report.notes.present[field] > 0 {
            let numbers = Numbers(batch, field)
            var asked = 0
            for row in 0..<batch.count where isNumber(numbers[row]) {
                asked &+= 1
                guard numbers[row] > receiptDay else { continue }
                report.fail(rule, batch, row, field: field, expected: "≤ \(CivilDate.iso(Int(receiptDay)))")
            }
            report.asked(rule, asked)
        }
    }
}
