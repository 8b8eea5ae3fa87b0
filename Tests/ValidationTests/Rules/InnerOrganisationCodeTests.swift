import Model
import Testing

struct InnerOrganisationCodeTests {
    @Test func aWrongInnerCodeIsAWarning() {
        let code = Fixture.creditCode("91350100", organisation: "M000100Y5")
        let result = Fixture().run([["code": code], [:], ["code": "X"]])
        #expect(result.findings("inner-organisation-code").map(\.expected) == ["[17] 4"])
        #expect(result.flags() == [.codeValid, .warning])
        #expect(result.count("inner-organisation-code") == RuleCount(applicable: 2, failed: 1))
    }
}
