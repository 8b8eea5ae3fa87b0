import Bytes
package import Model

/// The check digit of a registration number of 15 digits is wrong.
///
/// Older forms (13 and 14 digits, co-operatives', 企合浙绍总字第…号) have none and are not asked.
package struct RegistrationNumberCheck: Rule {
    package static let facts = [
        RuleFacts(
            id: "registration-number-check", severity: .warning, dimension: .accuracy,
            chinese: "15位工商注册号校验不通过", english: "The check digit of the registration number is wrong",
            mendChinese: "照营业执照逐位核对", mendEnglish: "Compare each digit with the business licence",
            source: "GS15-2006；ISO 7064 MOD 11,10")
    ]

    private let fields: [Int]
    private let rule = RuleNumber("registration-number-check")

    package init?(_ context: RuleContext) {
        fields = context.fields { $0.type == .registrationNumber }
        if fields.isEmpty { return nil }
    }

    package func check(_ batch: Batch, _ report: FindingReport) {
        for field in fields where report.notes.present[field] > 0 {
            let column = Column(batch, field)
            var asked = 0
            for row in 0..<batch.count where column.length(row) == 15 {
                let value = column[row]
                guard value.buffer.allSatisfy({ $0 &- 0x30 <= 9 }) else { continue }
                asked &+= 1
                if !RegistrationNumber.isValid15(value) { report.fail(rule, batch, row, field: field) }
            }
            report.asked(rule, asked)
        }
    }
}
