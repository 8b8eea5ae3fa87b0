package import Model

/// The date of an event lies after the day of receipt.
package struct FutureDate: Rule {
    package static let facts = [
        RuleFacts(
            id: "future-date", severity: .error, dimension: .accuracy, chinese: "日期晚于收到之日",
            english: "The date lies after the day of receipt", mendChinese: "核对年份；尚未发生的事项请在发生后报送",
            mendEnglish: "Check the year; report what has not happened yet when it has",
            source: "Mappings/catalogue：event_date、not_after_receipt")
    ]

    private let fields: [Int]
    private let receiptDay: Int64
    private let rule = RuleNumber("future-date")

    package init?(_ context: RuleContext) {
        var fields = context.item.eventDate.map { [$0] } ?? []
        for check in context.item.checks {
            if case .notAfterReceipt(let field) = check, !fields.contains(field) { fields.append(field) }
        }
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
