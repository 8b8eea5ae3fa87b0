package import Model

/// A taxpayer number stands in the column of the credit code: it is moved to its own field, to be resolved through the register.
package struct TaxpayerNumberInCodeField: Rule {
    package static let facts = [
        RuleFacts(
            id: "taxpayer-number-in-code-field", severity: .warning, dimension: .conformity,
            chinese: "统一社会信用代码栏填写了纳税人识别号，已移到该栏并据以查找主体",
            english: "A taxpayer number stands in the credit code's column; it was moved to its own and looked up",
            mendChinese: "请改填18位统一社会信用代码；纳税人识别号填入自己的栏目",
            mendEnglish: "Give the credit code of 18 characters, and the taxpayer number in a column of its own",
            source: "SW 5-2013 纳税人识别号代码标准；GB 32100-2015")
    ]

    private let misplaced: MisplacedCode

    package init?(_ context: RuleContext) {
        guard
            let misplaced = MisplacedCode(
                .taxpayerNumber, "taxpayer-number-in-code-field", context, target: context.item.subject.taxpayerNumber)
        else { return nil }
        self.misplaced = misplaced
    }

    package func check(_ batch: Batch, _ report: FindingReport) { misplaced.check(batch, report) }
}
