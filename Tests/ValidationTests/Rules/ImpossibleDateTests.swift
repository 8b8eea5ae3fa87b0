import Model
import Testing

struct ImpossibleDateTests {
    @Test(arguments: ["2026-02-30", "2026-13-01", "20260231", "2025年2月29日", "2026-01-01 25:00:00"])
    func anError(value: String) {
        let result = Fixture().run(["decision_date": value])
        #expect(result.ids == ["impossible-date"])
        #expect(result.findings[0].severity == .error && result.number("decision_date") == Batch.badNumber)
    }

    @Test func counts() {
        let result = Fixture().run([
            ["decision_date": "2026-02-30", "valid_to": ""], [:], ["decision_date": "2024-02-29", "valid_to": "x"],
        ])
        #expect(result.count("impossible-date") == RuleCount(applicable: 5, failed: 1))
    }
}
