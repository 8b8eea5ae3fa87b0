import Bytes
package import Model

/// The credit code's check character does not agree with the 17 before it.
package struct CreditCodeCheck: Rule {
    package static let facts = [
        RuleFacts(
            id: "credit-code-check", severity: .error, dimension: .accuracy,
            chinese: "统一社会信用代码校验不通过，至少有一位写错或相邻两位互换",
            english: "The credit code's check character is wrong: a character is mistaken, or two are swapped",
            mendChinese: "照营业执照（登记证书）逐位核对", mendEnglish: "Compare each character with the licence",
            source: "GB 32100-2015 附录A")
    ]

    private let fields: [Int]
    private let subjectCode: Int?
    private let rule = RuleNumber("credit-code-check")

    package init?(_ context: RuleContext) {
        fields = context.fields { $0.type == .uscc }
        subjectCode = context.item.subject.code
        if fields.isEmpty { return nil }
    }

    package func check(_ batch: Batch, _ report: FindingReport) {
        for field in fields {
            report.asked(rule, report.notes.validCodes[field])
            guard field == subjectCode, report.notes.validCodes[field] > 0 else { continue }
            for row in 0..<batch.count where report.notes.codes[field][row].contains(.valid) {
                batch.flags[row].insert(.codeValid)
            }
        }
        forEachCode(.wrongCheck, fields, batch, report) { field, row in
            report.asked(rule, 1)
            guard case .wrongCheck(let expected) = CreditCode.check(batch.value(field, row)) else { return }
            report.fail(rule, batch, row, field: field, expected: "[18] \(Character(Unicode.Scalar(expected)))")
        }
    }
}
