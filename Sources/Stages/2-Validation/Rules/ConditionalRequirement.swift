package import Model

/// A field is absent that another field's value calls for, such as 罚款 without an amount.
///
/// Not applicable where the layout has no column for it.
package struct ConditionalRequirement: Rule {
    package static let facts = [
        RuleFacts(
            id: "conditional-requirement", severity: .error, dimension: .completeness,
            chinese: "按本行其他内容应填的项为空", english: "A field is absent that the row's other values call for",
            mendChinese: "补填该项，或更正引起要求的那一项", mendEnglish: "Fill the field in, or correct the value that calls for it",
            source: "Mappings/catalogue：require；双公示数据标准（2018）")
    ]

    private struct Requirement: Sendable {
        var field: Int
        var condition: RowCondition
        var reason: String
    }

    private let requirements: [Requirement]
    private let rule = RuleNumber("conditional-requirement")

    package init?(_ context: RuleContext) {
        var found: [Requirement] = []
        for check in context.item.checks {
            guard case .require(let field, let condition) = check, context.hasColumn(field) else { continue }
            var reason = ""
            if case .contains(let cause, let text) = condition {
                reason = "\(context.item.fields[cause].title)：\(text)"
            }
            found.append(Requirement(field: field, condition: RowCondition(condition), reason: reason))
        }
        requirements = found
        if requirements.isEmpty { return nil }
    }

    package func check(_ batch: Batch, _ report: FindingReport) {
        for requirement in requirements {
            var asked = 0
            requirement.condition.forEachRow(batch, report) { row in
                asked &+= 1
                guard batch.isAbsent(requirement.field, row) else { return }
                report.fail(rule, batch, row, field: requirement.field, expected: requirement.reason)
            }
            report.asked(rule, asked)
        }
    }
}
