import Model
import Testing

struct DateOrderTests {
    @Test func theSecondBeforeTheFirst() {
        let result = Fixture().run([
            ["valid_to": "2026-08-31"], ["valid_to": "2026-09-01"], ["valid_to": "长期"], ["valid_to": ""],
            ["valid_to": "x"],
        ])
        #expect(result.ids == ["date-order", "date-format"])
        #expect(result.findings[0].severity == .error && result.findings[0].field == "valid_to")
        #expect(result.findings[0].expected == "≥ 2026-09-01（决定日期）")
        #expect(result.count("date-order") == RuleCount(applicable: 3, failed: 1))
    }
}
