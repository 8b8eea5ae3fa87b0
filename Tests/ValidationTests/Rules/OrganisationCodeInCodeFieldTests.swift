import Model
import Testing

struct OrganisationCodeInCodeFieldTests {
    @Test func theNumberIsMovedToItsOwnField() {
        let result = Fixture().run(["code": "L07196379"])
        #expect(result.ids == ["organisation-code-in-code-field"])
        #expect(result.findings[0].severity == .warning && result.findings[0].value == "L07196379")
        #expect(result.text("code") == "" && result.text("organisation_code") == "L07196379")
        #expect(result.flags() == [.warning])
    }

    @Test("Other forms", arguments: ["L0719637-9"])
    func forms(value: String) {
        #expect(Fixture().run(["code": value]).ids == ["organisation-code-in-code-field"])
    }

    @Test("A value in the field of its own is kept")
    func filledField() {
        let result = Fixture().run(["code": "L07196379", "organisation_code": "91350100M000100Y43"])
        #expect(result.text("organisation_code") == "91350100M000100Y43" && result.text("code") == "")
    }

    @Test("Where there is no field for it, it stays and the register resolves it")
    func withoutAField() {
        var fixture = Fixture()
        fixture.item.subject = SubjectFields()
        fixture.item.subject.code = fixture.item.field(named: "code")
        let result = fixture.run([["code": "L07196379"], ["authority_code": "L07196379"]])
        #expect(result.ids == ["organisation-code-in-code-field", "organisation-code-in-code-field"])
        #expect(result.text("code") == "L07196379" && result.text("authority_code", row: 1) == "L07196379")
    }

    @Test func aCreditCodePasses() {
        #expect(
            Fixture().run([[:], ["code": "", "organisation_code": "L07196379"]]).count(
                "organisation-code-in-code-field") == RuleCount(applicable: 1, failed: 0))
    }
}
