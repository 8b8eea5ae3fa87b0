import Bytes
package import Model

/// Positions 9–17 of a credit code that checks are no organisation code.
package struct InnerOrganisationCode: Rule {
    package static let facts = [
        RuleFacts(
            id: "inner-organisation-code", severity: .warning, dimension: .accuracy,
            chinese: "统一社会信用代码第9至17位不是有效的组织机构代码",
            english: "Positions 9–17 of the credit code are no valid organisation code",
            mendChinese: "核对代码；确与证照一致的无需修改", mendEnglish: "Compare with the licence; nothing to do where they agree",
            source: "GB 11714-1997；GB 32100-2015 4.4")
    ]

    private let fields: [Int]
    private let rule = RuleNumber("inner-organisation-code")

    package init?(_ context: RuleContext) {
        fields = context.fields { $0.type == .uscc }
        if fields.isEmpty { return nil }
    }

    package func check(_ batch: Batch, _ report: FindingReport) {
        for field in fields { report.asked(rule, report.notes.validCodes[field]) }
        forEachCode(.wrongInner, fields, batch, report) { field, row in
            let code = batch.value(field, row)
            let expected = OrganisationCode.checkCharacter(of: code[8..<16]).map {
                "[17] \(Character(Unicode.Scalar($0)))"
            }
            report.fail(rule, batch, row, field: field, expected: expected ?? "")
        }
    }
}
