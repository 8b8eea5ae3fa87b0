package import Model

/// A field is present that the row's other values forbid.
package struct ForbiddenField: Rule {
    package static let facts = [
        RuleFacts(
            id: "forbidden-field", severity: .error, dimension: .conformity,
            chinese: "按本行其他内容不应填的项有值", english: "A field is present that the row's other values forbid",
            mendChinese: "清空该项，或更正引起限制的那一项", mendEnglish: "Empty the field, or correct the value that forbids it",
            source: "Mappings/catalogue：forbid")
    ]

    private let bans: [(fields: [Int], condition: RowCondition)]
    private let rule = RuleNumber("forbidden-field")

    package init?(_ context: RuleContext) {
        bans = context.item.checks.compactMap { check in
            guard case .forbid(let fields, let condition) = check else { return nil }
            // Codes of organisations in a natural person's row have a rule of their own.
            let isPerson = condition == .naturalPerson
            let others = fields.filter { !isPerson || !context.item.fields[$0].type.isOrganisationNumber }
            return others.isEmpty ? nil : (others, RowCondition(condition))
        }
        if bans.isEmpty { return nil }
    }

    package func check(_ batch: Batch, _ report: FindingReport) {
        for (fields, condition) in bans {
            var asked = 0
            condition.forEachRow(batch, report) { row in
                for field in fields {
                    asked &+= 1
                    if !batch.isAbsent(field, row) { report.fail(rule, batch, row, field: field) }
                }
            }
            report.asked(rule, asked)
        }
    }
}

extension FieldType {
    /// Whether only organisations have such a number.
    var isOrganisationNumber: Bool {
        switch self {
        case .uscc, .registrationNumber, .organisationCode, .taxpayerNumber: true
        default: false
        }
    }
}
