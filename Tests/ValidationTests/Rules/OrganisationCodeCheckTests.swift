import Model
import Testing

struct OrganisationCodeCheckTests {
    @Test func aWrongCheckCharacterIsAWarning() {
        let result = Fixture().run([
            ["organisation_code": "L07196378"], ["organisation_code": "L07196379"], [:],
            ["organisation_code": "91350100M000100Y43"],
        ])
        #expect(result.ids == ["organisation-code-check"])
        #expect(result.findings[0].severity == .warning && result.findings[0].expected == "[9] 9")
        #expect(result.count("organisation-code-check") == RuleCount(applicable: 2, failed: 1))
    }

    @Test func theHyphenIsTakenOut() {
        let result = Fixture().run(["organisation_code": "L0719637-9"])
        #expect(result.text("organisation_code") == "L07196379" && result.findings.isEmpty)
    }
}
