import Model
import Testing

struct CreditCodeCheckTests {
    @Test(arguments: ["91350100M000100Y44", "91350100M000010Y43", "91350100M000101Y43"])
    func wrongCheck(code: String) {
        let result = Fixture().run(["code": code])
        #expect(result.ids == ["credit-code-check"])
        #expect(result.findings[0].severity == .error && !result.flags().contains(.codeValid))
    }

    @Test func theExpectedCharacterIsNamed() {
        #expect(Fixture().run(["code": "91350100M000100Y44"]).findings[0].expected == "[18] 3")
    }

    @Test("A wrong form is not asked")
    func counts() {
        let result = Fixture().run([
            [:], ["code": "91350100M000100Y44"], ["code": "X"], ["authority_code": "91350100M000100Y44"],
        ])
        #expect(result.count("credit-code-check") == RuleCount(applicable: 4, failed: 2))
        #expect((0..<4).map { result.flags(row: $0).contains(.codeValid) } == [true, false, false, true])
    }
}
