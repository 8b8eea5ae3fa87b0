import Model
import Testing

struct NumberReadingTests {
    @Test(arguments: [
        ("5", "5"), ("5.50", "5.5"), ("1,000", "1000"), ("5万元", "5"), ("50000元", "5"), ("１２", "12"),
        ("0.000001", "0.000001"),
    ])
    func amountsInTheFieldsUnit(value: String, expected: String) {
        let result = Fixture().run(["fine": value, "penalty_content": ""])
        #expect(result.text("fine") == expected && result.ids.filter { $0 != "full-width" } == [])
    }

    @Test("The layout's unit is converted into the field's")
    func layoutUnit() {
        var fixture = Fixture()
        fixture.mapping.units = [
            fixture.item.field(named: "fine")!: .yuan, fixture.item.field(named: "capital")!: .tenThousandYuan,
        ]
        let result = fixture.run([["fine": "50000", "capital": "12.5"], ["fine": "6万元", "penalty_content": ""]])
        #expect(result.text("fine") == "5" && result.number("fine") == 5_000_000)
        #expect(result.text("capital") == "125000" && result.text("fine", row: 1) == "6")
        #expect(result.findings.isEmpty)
    }

    @Test(
        "Spellings of the registry",
        arguments: [("1,000(万元人民币)", "10000000", "人民币元"), ("5,405(万美元)", "54050000", "美元"), ("50万元", "500000", "")])
    func capital(value: String, expected: String, currency: String) {
        let result = Fixture().run(["capital": value])
        #expect(result.text("capital") == expected && result.text("currency") == currency)
    }

    @Test("A currency that the row has already is kept")
    func currencyIsKept() {
        #expect(Fixture().run(["capital": "5(万美元)", "currency": "156"]).text("currency") == "人民币元")
    }

    @Test func yearsAndWholeNumbers() {
        let result = Fixture().run(["year": "2025年度", "employees": "1,200"])
        #expect(result.text("year") == "2025" && result.text("employees") == "1200")
    }
}
