package import Model

/// None of several fields is present, of which one must be.
package struct OneOf: Rule {
    package static let facts = [
        RuleFacts(
            id: "one-of", severity: .error, dimension: .completeness, chinese: "几项中至少应填一项，均为空",
            english: "Of several fields at least one must be present; none is", mendChinese: "至少补填其中一项，以第一项为宜",
            mendEnglish: "Fill in at least one of them, preferably the first", source: "Mappings/catalogue：one_of")
    ]

    private struct Group: Sendable {
        var fields: [Int]
        var condition: RowCondition
        var names: String
    }

    private let groups: [Group]
    private let rule = RuleNumber("one-of")

    package init?(_ context: RuleContext) {
        groups = context.item.checks.compactMap { check in
            guard case .oneOf(let fields, let condition) = check, !fields.isEmpty else { return nil }
            let names = fields.map { context.item.fields[$0].title }.joined(separator: "、")
            return Group(fields: fields, condition: RowCondition(condition), names: names)
        }
        if groups.isEmpty { return nil }
    }

    package func check(_ batch: Batch, _ report: FindingReport) {
        for group in groups {
            var asked = 0
            let first = Column(batch, group.fields[0])
            group.condition.forEachRow(batch, report) { row in
                asked &+= 1
                if first.length(row) > 0 || group.fields.contains(where: { !batch.isAbsent($0, row) }) { return }
                if group.fields.contains(where: { report.wasRemoved(batch, $0, row) }) { return }
                report.fail(rule, batch, row, field: group.fields[0], expected: group.names)
            }
            report.asked(rule, asked)
        }
    }
}
