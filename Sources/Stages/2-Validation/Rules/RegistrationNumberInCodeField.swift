package import Model

/// An old registration number stands in the column of the credit code: it is moved to its own field, to be resolved through the register.
package struct RegistrationNumberInCodeField: Rule {
    package static let facts = [
        RuleFacts(
            id: "registration-number-in-code-field", severity: .warning, dimension: .conformity,
            chinese: "统一社会信用代码栏填写了工商注册号，已移到该栏并据以查找主体",
            english:
                "An old registration number stands in the credit code's column; it was moved to its own and looked up",
            mendChinese: "请改填18位统一社会信用代码；工商注册号填入自己的栏目",
            mendEnglish:
                "Give the credit code of 18 characters, and the old registration number in a column of its own",
            source: "GS15-2006 工商行政管理市场主体注册号编制规则；GB 32100-2015")
    ]

    private let misplaced: MisplacedCode

    package init?(_ context: RuleContext) {
        guard
            let misplaced = MisplacedCode(
                .registrationNumber, "registration-number-in-code-field", context,
                target: context.item.subject.registrationNumber)
        else { return nil }
        self.misplaced = misplaced
    }

    package func check(_ batch: Batch, _ report: FindingReport) { misplaced.check(batch, report) }
}
