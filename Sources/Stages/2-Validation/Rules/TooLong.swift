import Bytes
package import Model

/// A text has more characters than the field allows.
///
/// Credit codes, dates and numbers have rules about their form instead.
package struct TooLong: Rule {
    package static let facts = [
        RuleFacts(
            id: "too-long", severity: .error, dimension: .conformity, chinese: "内容超过字数上限",
            english: "The text has more characters than the field allows", mendChinese: "精简内容；检查是否几栏内容连在了一起",
            mendEnglish: "Shorten the text; see whether several cells ran together",
            source: "Mappings/catalogue：max；双公示数据标准（2018）")
    ]

    private let fields: [(field: Int, limit: Int)]
    private let rule = RuleNumber("too-long")

    package init?(_ context: RuleContext) {
        fields = context.item.fields.indices.compactMap { index in
            let field = context.item.fields[index]
            guard let limit = field.maxLength, field.type != .uscc, field.type != .date, !field.type.isNumeric else {
                return nil
            }
            return (index, limit)
        }
        if fields.isEmpty { return nil }
    }

    package func check(_ batch: Batch, _ report: FindingReport) {
        for (field, limit) in fields where report.notes.present[field] > 0 {
            report.asked(rule, report.notes.present[field])
            let column = Column(batch, field)
            // A text has no more characters than bytes.
            for row in 0..<batch.count where column.length(row) > limit {
                let length = utf8ScalarCount(column[row])
                guard length > limit else { continue }
                report.fail(rule, batch, row, field: field, expected: "\(length) ≤ \(limit)")
            }
        }
    }
}
