import Bytes
import Model
import Testing

struct CitizenNumberInCodeFieldTests {
    @Test func theNumberIsMaskedAndRemoved() {
        let result = Fixture().run(["code": "11010519491231002X"])
        #expect(result.ids == ["citizen-number-in-code-field"])
        #expect(result.findings[0].severity == .error)
        #expect(result.findings[0].value == "110105************")
        #expect(result.text("code") == "")
        #expect(result.flags() == [.error, .naturalPerson, .withheld])
    }

    @Test(
        "In every code field",
        arguments: ["registration_number", "organisation_code", "taxpayer_number", "authority_code"])
    func otherFields(field: String) {
        let result = Fixture().run([field: "11010519491231002X"])
        #expect(result.ids.contains("citizen-number-in-code-field"))
        #expect(result.text(field) == "")
    }

    @Test func theFormsOfFifteenAndTwentyDigits() {
        let result = Fixture().run([["code": "130503670401001"], ["code": "11010519491231002X01"]])
        #expect(result.ids == ["citizen-number-in-code-field", "citizen-number-in-code-field"])
    }

    @Test("A citizen number that satisfies the credit code's check by chance is still one")
    func byChance() throws {
        // Searched: both checks pass, but digits 3–8 are no region.
        let found = try #require(
            (0..<2000).lazy.compactMap { serial -> String? in
                let first = "1101051949" + String(10_000_000 + serial).suffix(4).replacing("0000", with: "0101") + "001"
                return Self.completed(first).flatMap { isCredit($0) ? $0 : nil }
            }.first)
        let result = Fixture().run(["code": found])
        #expect(result.ids == ["citizen-number-in-code-field"])
    }

    @Test func creditCodesPass() {
        let result = Fixture().run([[:], ["code": "", "organisation_code": "L07196379"]])
        #expect(result.findings.isEmpty)
        #expect(result.count("citizen-number-in-code-field") == RuleCount(applicable: 2, failed: 0))
    }

    private func isCredit(_ text: String) -> Bool { text.withSlice { CreditCode.isValid($0) } }

    /// 17 digits with the check character of GB 11643; nil where the birth date does not exist.
    private static func completed(_ first: String) -> String? {
        let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
        let sum = zip(first.utf8, weights).reduce(0) { $0 + Int($1.0 - 0x30) * $1.1 }
        let number = first + String(Array("10X98765432")[sum % 11])
        return number.withSlice { CitizenNumber.isValid($0) } ? number : nil
    }
}
