package import Model

/// The row is marked as not for disclosure: it is kept and withheld.
package struct NotForDisclosure: Rule {
    package static let facts = [
        RuleFacts(
            id: "not-for-disclosure", severity: .notice, dimension: .conformity,
            chinese: "报送部门标明不予公示，已归集，不对外公示",
            english: "The department marked the row as not for disclosure; it is kept and withheld",
            mendChinese: "无需处理；误标的请更正信息使用范围后重报",
            mendEnglish: "Nothing to do; where the mark is wrong, correct it and send the row again",
            source: "双公示数据标准（2018），信息使用范围；domain §4")
    ]

    private let matcher: ValueMatcher
    private let field: Int
    private let rule = RuleNumber("not-for-disclosure")

    package init?(_ context: RuleContext) {
        guard let test = context.item.withhold else { return nil }
        matcher = ValueMatcher(test, context.item)
        field = test.field
    }

    package func check(_ batch: Batch, _ report: FindingReport) {
        let asked = matcher.forEachMatch(batch) { row in
            batch.flags[row].insert(.withheld)
            report.fail(rule, batch, row, field: field)
        }
        report.asked(rule, asked)
    }
}
