package import Model

/// A natural person's row carries a credit code, registration number or organisation code.
///
/// Also asked where the catalogue does not declare it; further fields are those that it forbids for natural persons.
package struct NaturalPersonWithOrganisationCode: Rule {
    package static let facts = [
        RuleFacts(
            id: "natural-person-with-organisation-code", severity: .error, dimension: .conformity,
            chinese: "自然人的记录填写了组织的代码", english: "A natural person's row carries an organisation's code",
            mendChinese: "确为自然人的，清空组织代码，只填证件类型和证件号码；确为组织的，更正行政相对人类别",
            mendEnglish: "Empty the code and give document type and number only, or correct the kind of party",
            source: "双公示数据标准（2018），自然人")
    ]

    private let fields: [Int]
    private let rule = RuleNumber("natural-person-with-organisation-code")

    package init?(_ context: RuleContext) {
        guard context.item.naturalPerson != nil else { return nil }
        let subject = context.item.subject
        var fields = [subject.code, subject.registrationNumber, subject.organisationCode].compactMap { $0 }
        for check in context.item.checks {
            guard case .forbid(let forbidden, .naturalPerson) = check else { continue }
            for field in forbidden where context.item.fields[field].type.isOrganisationNumber && !fields.contains(field)
            {
                fields.append(field)
            }
        }
        self.fields = fields
        if fields.isEmpty { return nil }
    }

    package func check(_ batch: Batch, _ report: FindingReport) {
        var asked = 0
        for row in 0..<batch.count where batch.flags[row].contains(.naturalPerson) {
            for field in fields {
                asked &+= 1
                if !batch.isAbsent(field, row) { report.fail(rule, batch, row, field: field) }
            }
        }
        report.asked(rule, asked)
    }
}
