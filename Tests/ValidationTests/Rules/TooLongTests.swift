import Model
import Testing

struct TooLongTests {
    @Test("Characters count, not bytes")
    func tooManyCharacters() {
        let result = Fixture().run([
            ["party_name": String(repeating: "长", count: 21)], ["party_name": String(repeating: "长", count: 20)],
            ["party_name": String(repeating: "a", count: 20)],
        ])
        #expect(result.ids == ["too-long"])
        #expect(result.findings[0].severity == .error && result.findings[0].expected == "21 ≤ 20")
        #expect(result.count("too-long") == RuleCount(applicable: 3, failed: 1))
    }
}
