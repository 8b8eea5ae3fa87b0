import Testing

@testable import Bytes

@Suite("Taxpayer number")
struct TaxpayerNumberTests {
    @Test(arguments: [
        ("11010571093123X", true), ("110105600037341", true), ("110105L07196379", true), ("91110000600037341L", true),
        ("11010519491231002X01", true), ("11010519491231002X0A", false), ("110105600037342", false),
        ("A10105600037341", false),
        ("", false), ("91110000600037341M", false),
    ])
    func checksEachForm(number: String, isValid: Bool) {
        #expect(number.withSlice { TaxpayerNumber.isValid($0) } == isValid)
    }
}
