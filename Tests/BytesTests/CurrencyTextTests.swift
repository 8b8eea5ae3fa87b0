import Testing

@testable import Bytes

@Suite("Currencies")
struct CurrencyTextTests {
    @Test(arguments: CurrencyText.allCases)
    func everyCodeIsRead(currency: CurrencyText) {
        let match = currency.code.description.withSlice { CurrencyText.match($0, at: 0) }
        #expect(match?.currency == currency)
        #expect(match?.length == 3)
    }

    @Test(arguments: [
        ("人民币元", CurrencyText.cny, 9), ("港币", .hkd, 6), ("香港元", .hkd, 6), ("¥", .cny, 2), ("rmb", .cny, 3),
    ])
    func namesAreReadWithTheirLength(text: String, currency: CurrencyText, length: Int) {
        let match = text.withSlice { CurrencyText.match($0, at: 0) }
        #expect(match?.currency == currency)
        #expect(match?.length == length)
    }

    @Test(arguments: ["", "元", "XYZ", "U"])
    func otherWordsAreNone(text: String) {
        #expect(text.withSlice { CurrencyText.match($0, at: 0) } == nil)
    }
}
