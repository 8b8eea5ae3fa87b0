import Model
import Testing

struct ForbiddenFieldTests {
    @Test func presentIsAnError() {
        let result = Fixture().run([
            ["party_type": "自然人", "code": "", "confiscated": "1"], ["party_type": "自然人", "code": ""], [:],
        ])
        #expect(result.ids == ["forbidden-field"])
        #expect(result.findings[0].severity == .error && result.findings[0].field == "confiscated")
        #expect(result.count("forbidden-field") == RuleCount(applicable: 2, failed: 1))
    }
}
