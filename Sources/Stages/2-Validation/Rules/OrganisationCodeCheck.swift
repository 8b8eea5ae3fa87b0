import Bytes
package import Model

/// The check character of an organisation code is wrong.
///
/// A valid code written with its hyphen (L0719637-9) loses it, without a trace. A credit code in the field is not asked.
package struct OrganisationCodeCheck: Rule {
    package static let facts = [
        RuleFacts(
            id: "organisation-code-check", severity: .warning, dimension: .accuracy,
            chinese: "组织机构代码校验不通过", english: "The check character of the organisation code is wrong",
            mendChinese: "照组织机构代码证逐位核对；已换发信用代码的取其第9至17位",
            mendEnglish: "Compare with the certificate, or take positions 9–17 of the credit code",
            source: "GB 11714-1997 第4章")
    ]

    private let fields: [Int]
    private let rule = RuleNumber("organisation-code-check")

    package init?(_ context: RuleContext) {
        fields = context.fields { $0.type == .organisationCode }
        if fields.isEmpty { return nil }
    }

    package func check(_ batch: Batch, _ report: FindingReport) {
        for field in fields where report.notes.present[field] > 0 {
            var column = Column(batch, field)
            var asked = 0
            for row in 0..<batch.count where column.length(row) > 0 && column.length(row) != CreditCode.length {
                asked &+= 1
                let value = column[row]
                guard OrganisationCode.isValid(value) else {
                    let check = value.count == 9 ? OrganisationCode.checkCharacter(of: value[0..<8]) : nil
                    report.fail(
                        rule, batch, row, field: field,
                        expected: check.map { "[9] \(Character(Unicode.Scalar($0)))" } ?? "9")
                    continue
                }
                guard value.count == 10 else { continue }
                report.scratch.removeAll()
                report.scratch.append(value[0..<8])
                report.scratch.append(value[9..<10])
                batch.replace(field, row, with: report.scratch.all)
                column = Column(batch, field)
            }
            report.asked(rule, asked)
        }
    }
}
