import Bytes
package import Model

/// A date lies before another that it must not precede.
package struct DateOrder: Rule {
    package static let facts = [
        RuleFacts(
            id: "date-order", severity: .error, dimension: .accuracy, chinese: "两个日期先后颠倒",
            english: "Two dates stand in the wrong order", mendChinese: "核对两个日期，更正写错的一个",
            mendEnglish: "Check both dates and correct the wrong one", source: "Mappings/catalogue：order")
    ]

    private let pairs: [(first: Int, second: Int, title: String)]
    private let rule = RuleNumber("date-order")

    package init?(_ context: RuleContext) {
        pairs = context.item.checks.compactMap { check in
            guard case .order(let first, let second) = check else { return nil }
            return (first, second, context.item.fields[first].title)
        }
        if pairs.isEmpty { return nil }
    }

    package func check(_ batch: Batch, _ report: FindingReport) {
        for (first, second, title) in pairs where report.notes.present[first] > 0 && report.notes.present[second] > 0 {
            let earlier = Numbers(batch, first)
            let later = Numbers(batch, second)
            var asked = 0
            for row in 0..<batch.count where isNumber(earlier[row]) && isNumber(later[row]) {
                asked &+= 1
                guard earlier[row] > later[row] else { continue }
                report.fail(
                    rule, batch, row, field: second, expected: "≥ \(batch.value(first, row).string)（\(title)）")
            }
            report.asked(rule, asked)
        }
    }
}
