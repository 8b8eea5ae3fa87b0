import Model
import Testing

struct NaturalPersonWithOrganisationCodeTests {
    @Test func anOrganisationsCodeIsAnError() {
        let result = Fixture().run([["party_type": "自然人"], ["party_type": "自然人", "code": ""], [:]])
        #expect(result.ids == ["natural-person-with-organisation-code"])
        #expect(result.findings[0].severity == .error && result.findings[0].field == "code")
        #expect(result.count("natural-person-with-organisation-code") == RuleCount(applicable: 8, failed: 1))
    }

    @Test("Also where the catalogue does not forbid it")
    func builtIn() {
        var fixture = Fixture()
        fixture.item.checks = []
        let result = fixture.run(["party_type": "自然人", "code": "", "organisation_code": "L07196379"])
        #expect(result.ids == ["natural-person-with-organisation-code"])
    }

    @Test func notApplicableWithoutNaturalPersons() {
        var fixture = Fixture()
        fixture.item.naturalPerson = nil
        #expect(fixture.run(["party_type": "自然人"]).findings.isEmpty)
    }
}
