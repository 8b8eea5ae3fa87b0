import Model
import Testing

struct DateFormatTests {
    @Test(arguments: ["昨天", "16-4-11", "11/04/2016", "2016", "12345"])
    func anError(value: String) {
        let result = Fixture().run(["decision_date": value])
        #expect(result.ids == ["date-format"])
        #expect(result.findings[0].severity == .error && result.findings[0].expected == "YYYY-MM-DD")
        #expect(result.text("decision_date") == value)
    }

    @Test func counts() {
        let result = Fixture().run([["decision_date": "x", "valid_to": ""], [:]])
        #expect(result.count("date-format") == RuleCount(applicable: 3, failed: 1))
    }
}
