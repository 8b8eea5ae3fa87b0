import Testing

@testable import Bytes

@Suite("Kind of an identifier")
struct IdentifierKindTests {
    @Test(arguments: [
        ("91350100M000100Y43", IdentifierKind.creditCode), ("N1110108MA0000007J", .creditCode),
        ("91350100M000100Y44", .unknown), ("11010519491231002X", .citizenNumber),
        ("110108000000016", .registrationNumber),
        ("320722NA000069X", .registrationNumber), ("429006NA000000022X", .registrationNumber),
        ("3203212101484", .registrationNumber), ("32032121014841", .registrationNumber),
        ("企合浙绍总字第000123号", .registrationNumber), ("企独苏镇总字第2021", .registrationNumber),
        ("110105491231003", .citizenNumber), ("110105L07196379", .taxpayerNumber),
        ("11010519491231002X01", .taxpayerNumber),
        ("L07196379", .organisationCode), ("95028578-3", .organisationCode), ("95028578-4", .unknown), ("", .unknown),
        ("无", .unknown), ("某某有限公司", .unknown), ("320404000005887", .unknown),
    ])
    func classifies(value: String, kind: IdentifierKind) {
        #expect(value.withSlice { IdentifierKind.classify($0) } == kind)
    }

    /// Citizen numbers that pass the credit code's check by chance are private first, unless all else speaks for a code.
    @Test func aCitizenNumberIsNotTakenForACode() {
        var both = 0
        for sequence in 0..<1000 {
            let tail = String(1000 + sequence).dropFirst()
            for check in "0123456789X" {
                let number = "11010519491231\(tail)\(check)"
                number.withSlice { slice in
                    guard CitizenNumber.isValid(slice), CreditCode.isValid(slice) else { return }
                    both += 1
                    let isCode = CreditCode.hasValidOrganisationCode(slice)
                    #expect(IdentifierKind.classify(slice) == (isCode ? .creditCode : .citizenNumber))
                }
            }
        }
        #expect(both > 0)
    }

    /// Authority 1 has no class 8: a person's number, whatever the organisation code says.
    @Test func anUnknownClassDecidesForTheCitizenNumber() {
        var both = 0
        for sequence in 0..<100_000 {
            let region = String(180_000 + sequence % 10_000)
            let number17 = "\(region)19491231\(String(100 + sequence / 10_000 * 7 % 900))"
            let bytes = Array(number17.utf8)
            guard let check = bytes.withSlice({ CreditCode.checkCharacter(of: $0) }) else { continue }
            (bytes + [check]).withSlice { slice in
                guard CitizenNumber.isValid(slice) else { return }
                both += 1
                #expect(IdentifierKind.classify(slice) == .citizenNumber)
            }
        }
        #expect(both > 0)
    }
}
