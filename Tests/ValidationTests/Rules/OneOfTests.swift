import Model
import Testing

struct OneOfTests {
    @Test func noneIsAnError() {
        let result = Fixture().run([["code": ""], ["code": "", "organisation_code": "L07196379"], [:]])
        #expect(result.ids == ["one-of"])
        #expect(result.findings[0].severity == .error && result.findings[0].field == "code")
        #expect(result.findings[0].expected == "统一社会信用代码、工商注册号、组织机构代码、纳税人识别号")
        #expect(result.count("one-of") == RuleCount(applicable: 3, failed: 1))
    }

    @Test func notApplicableToANaturalPerson() {
        let result = Fixture().run(["code": "", "party_type": "自然人"])
        #expect(result.findings.isEmpty && !result.wasAsked("one-of"))
    }
}
