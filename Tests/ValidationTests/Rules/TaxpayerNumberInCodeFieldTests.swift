import Model
import Testing

struct TaxpayerNumberInCodeFieldTests {
    @Test func theNumberIsMovedToItsOwnField() {
        let result = Fixture().run(["code": "330106L07196379"])
        #expect(result.ids == ["taxpayer-number-in-code-field"])
        #expect(result.findings[0].severity == .warning && result.findings[0].value == "330106L07196379")
        #expect(result.text("code") == "" && result.text("taxpayer_number") == "330106L07196379")
        #expect(result.flags() == [.warning])
    }

    @Test("Other forms", arguments: ["110108L07196379"])
    func forms(value: String) {
        #expect(Fixture().run(["code": value]).ids == ["taxpayer-number-in-code-field"])
    }

    @Test("A value in the field of its own is kept")
    func filledField() {
        let result = Fixture().run(["code": "330106L07196379", "taxpayer_number": "91350100M000100Y43"])
        #expect(result.text("taxpayer_number") == "91350100M000100Y43" && result.text("code") == "")
    }

    @Test("Where there is no field for it, it stays and the register resolves it")
    func withoutAField() {
        var fixture = Fixture()
        fixture.item.subject = SubjectFields()
        fixture.item.subject.code = fixture.item.field(named: "code")
        let result = fixture.run([["code": "330106L07196379"], ["authority_code": "330106L07196379"]])
        #expect(result.ids == ["taxpayer-number-in-code-field", "taxpayer-number-in-code-field"])
        #expect(result.text("code") == "330106L07196379" && result.text("authority_code", row: 1) == "330106L07196379")
    }

    @Test func aCreditCodePasses() {
        #expect(
            Fixture().run([[:], ["code": "", "taxpayer_number": "330106L07196379"]]).count(
                "taxpayer-number-in-code-field") == RuleCount(applicable: 1, failed: 0))
    }
}
