import Bytes
package import Model

/// A citizen number stands in a column of organisations' codes.
///
/// The cell is emptied, so that the number goes nowhere, and the row is withheld whatever the severity.
/// Source of the form: GB 11643-1999.
package struct CitizenNumberInCodeField: Rule {
    package static let facts = [
        RuleFacts(
            id: "citizen-number-in-code-field", severity: .error, dimension: .conformity,
            chinese: "代码栏填写了公民身份号码，已遮蔽并清除",
            english: "A citizen number stands in a code field; it was masked and removed",
            mendChinese: "企业等组织请填统一社会信用代码；自然人请用自然人模板，身份号码填入证件号码栏",
            mendEnglish:
                "Give an organisation's credit code; report natural persons in their own layout, with the number as document number",
            source: "GB 11643-1999；GB 32100-2015")
    ]

    private let codes: [Int]
    private let others: [Int]
    private let subjectCode: Int?
    private let reading: CodeReading
    private let rule = RuleNumber("citizen-number-in-code-field")

    package init?(_ context: RuleContext) {
        codes = context.fields { $0.type == .uscc }
        others = context.fields {
            $0.type == .registrationNumber || $0.type == .organisationCode || $0.type == .taxpayerNumber
        }
        subjectCode = context.item.subject.code
        reading = CodeReading(lists: context.lists)
        if codes.isEmpty && others.isEmpty { return nil }
    }

    package func check(_ batch: Batch, _ report: FindingReport) {
        // The first rule about codes reads them for all that follow.
        readCodes(codes, reading, batch, report)
        report.notes.countPresent(batch)
        for field in codes + others { report.asked(rule, report.notes.present[field]) }
        forEachCode(.citizenNumber, codes, batch, report) { field, row in remove(batch, report, field, row) }
        for field in others where report.notes.present[field] > 0 {
            let column = Column(batch, field)
            for row in 0..<batch.count {
                let value = column[row]
                guard value.count >= 15, CitizenNumberInCodeField.isOne(value) else { continue }
                remove(batch, report, field, row)
            }
        }
    }

    private func remove(_ batch: Batch, _ report: FindingReport, _ field: Int, _ row: Int) {
        batch.flags[row].insert(.withheld)
        // Where it is the subject's code, the subject is a person, whose name is not for findings either.
        if field == subjectCode { batch.flags[row].insert(.naturalPerson) }
        report.fail(rule, batch, row, field: field)
        report.erase(batch, field, row)
    }

    private static func isOne(_ value: ByteSlice) -> Bool {
        switch value.count {
        // As a taxpayer number or an old registration number, fifteen digits may look like a birth date by chance.
        case 15: !TaxpayerNumber.isValid(value) && IdentifierKind.classify(value) == .citizenNumber
        case 18: IdentifierKind.classify(value) == .citizenNumber
        case 20: CitizenNumber.isValid(value[0..<18])
        default: false
        }
    }
}
