import Testing

@testable import Bytes

@Suite("Organisation code")
struct OrganisationCodeTests {
    @Test(arguments: [
        "L07196379", "M000100Y4", "71093123X", "600037341", "95028578-3", "95028583-9", "MA1MCX0T1", "D2143569X",
    ])
    func acceptsCodesWithAndWithoutHyphen(code: String) {
        #expect(code.withSlice { OrganisationCode.isValid($0) })
    }

    @Test(arguments: [
        "", "L07196378", "l07196379", "95028578-4", "950285783-", "9502857-83", "95028578", "00000000归", "7109312归X",
    ])
    func rejectsTheRest(code: String) {
        #expect(!code.withSlice { OrganisationCode.isValid($0) })
    }

    @Test(arguments: [("71093123", "X"), ("L0719637", "9"), ("00000000", "0")])
    func computesTheCheckCharacter(first: String, check: String) {
        #expect(first.withSlice { OrganisationCode.checkCharacter(of: $0) } == check.utf8.first)
    }
}
