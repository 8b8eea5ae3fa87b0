import Model
import Testing

struct CreditCodeFormTests {
    @Test(arguments: [
        ("91350100M000100Y4", "18 ≠ 17"), ("91350100M000100Y4I", "[18] 0–9 A–Y"), ("9135A100M000100Y43", "[5] 0–9"),
        ("某某公司", "18 ≠ 4"), ("123", "18 ≠ 3"),
    ])
    func wrongForms(code: String, expected: String) {
        let result = Fixture().run(["code": code])
        #expect(result.ids == ["credit-code-form"])
        #expect(result.findings[0].severity == .error && result.findings[0].expected == expected)
        #expect(!result.flags().contains(.codeValid))
    }

    @Test func lettersReadForDigitsAreSuggested() {
        let result = Fixture().run(["code": "9135OI00M000100Y43"])
        #expect(result.findings.map(\.suggestion) == ["91350100M000100Y43"])
    }

    @Test(
        "Domain §3, also with letters first",
        arguments: ["91350100M000100Y43", "9111000071093123XX", "91110000600037341L", "N1110108MA0000007J"])
    func right(code: String) {
        let result = Fixture().run(["code": code])
        #expect(result.ids.filter { $0 != "inner-organisation-code" } == [])
        #expect(result.flags().contains(.codeValid))
    }

    @Test func counts() {
        let result = Fixture().run([
            [:], ["code": "X"], ["code": "", "organisation_code": "L07196379"], ["authority_code": "X"],
        ])
        #expect(result.count("credit-code-form") == RuleCount(applicable: 4, failed: 2))
    }
}
