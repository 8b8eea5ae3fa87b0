import Model
import Testing

struct RegistrationNumberInCodeFieldTests {
    @Test func theNumberIsMovedToItsOwnField() {
        let result = Fixture().run(["code": "330184000094093"])
        #expect(result.ids == ["registration-number-in-code-field"])
        #expect(result.findings[0].severity == .warning && result.findings[0].value == "330184000094093")
        #expect(result.text("code") == "" && result.text("registration_number") == "330184000094093")
        #expect(result.flags() == [.warning])
    }

    @Test("Other forms", arguments: ["3202111102990", "320722NA000069X", "企合浙绍总字第000123号"])
    func forms(value: String) {
        #expect(Fixture().run(["code": value]).ids == ["registration-number-in-code-field"])
    }

    @Test("A value in the field of its own is kept")
    func filledField() {
        let result = Fixture().run(["code": "330184000094093", "registration_number": "91350100M000100Y43"])
        #expect(result.text("registration_number") == "91350100M000100Y43" && result.text("code") == "")
    }

    @Test("Where there is no field for it, it stays and the register resolves it")
    func withoutAField() {
        var fixture = Fixture()
        fixture.item.subject = SubjectFields()
        fixture.item.subject.code = fixture.item.field(named: "code")
        let result = fixture.run([["code": "330184000094093"], ["authority_code": "330184000094093"]])
        #expect(result.ids == ["registration-number-in-code-field", "registration-number-in-code-field"])
        #expect(result.text("code") == "330184000094093" && result.text("authority_code", row: 1) == "330184000094093")
    }

    @Test func aCreditCodePasses() {
        #expect(
            Fixture().run([[:], ["code": "", "registration_number": "330184000094093"]]).count(
                "registration-number-in-code-field") == RuleCount(applicable: 1, failed: 0))
    }
}
