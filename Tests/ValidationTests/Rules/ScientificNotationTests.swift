import Model
import Testing
import Validation

struct ScientificNotationTests {
    @Test(
        "Nothing else is found in the value",
        arguments: ["code", "registration_number", "document_number", "decision_date", "fine", "document_id"])
    func anErrorThatNamesExcel(field: String) {
        let result = Fixture().run([field: "3.30184E+14"])
        #expect(result.ids == ["scientific-notation"])
        #expect(result.findings[0].severity == .error && result.findings[0].field == field)
        #expect(wording(result.findings[0], item: result.item).chinese.contains("Excel"))
    }

    @Test(arguments: ["3E+05", "1.10105e+17", "9.1E+100"])
    func forms(value: String) { #expect(Fixture().run(["document_number": value]).ids == ["scientific-notation"]) }

    @Test(arguments: ["1234567E8", "E+05", "3.3E", "示罚E+05", "A-12"])
    func others(value: String) {
        let result = Fixture().run(["document_number": value])
        #expect(result.findings.isEmpty)
        #expect(result.count("scientific-notation").failed == 0)
    }
}
