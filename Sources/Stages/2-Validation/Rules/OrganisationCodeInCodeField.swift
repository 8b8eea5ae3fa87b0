package import Model

/// An organisation code stands in the column of the credit code: it is moved to its own field, to be resolved through the register.
package struct OrganisationCodeInCodeField: Rule {
    package static let facts = [
        RuleFacts(
            id: "organisation-code-in-code-field", severity: .warning, dimension: .conformity,
            chinese: "统一社会信用代码栏填写了组织机构代码，已移到该栏并据以查找主体",
            english: "An organisation code stands in the credit code's column; it was moved to its own and looked up",
            mendChinese: "请改填18位统一社会信用代码；组织机构代码填入自己的栏目",
            mendEnglish: "Give the credit code of 18 characters, and the organisation code in a column of its own",
            source: "GB 11714-1997；GB 32100-2015")
    ]

    private let misplaced: MisplacedCode

    package init?(_ context: RuleContext) {
        guard
            let misplaced = MisplacedCode(
                .organisationCode, "organisation-code-in-code-field", context,
                target: context.item.subject.organisationCode)
        else { return nil }
        self.misplaced = misplaced
    }

    package func check(_ batch: Batch, _ report: FindingReport) { misplaced.check(batch, report) }
}
