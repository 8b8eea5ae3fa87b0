import Model
import Testing

struct FutureDateTests {
    @Test func laterThanTheDayOfReceipt() {
        let result = Fixture().run([
            ["decision_date": "2026-11-02", "valid_to": ""], ["decision_date": "2026-11-01"], ["decision_date": "x"],
        ])
        #expect(result.ids == ["future-date", "date-format"])
        #expect(result.findings[0].severity == .error && result.findings[0].expected == "≤ 2026-11-01")
        #expect(result.count("future-date") == RuleCount(applicable: 2, failed: 1))
    }

    @Test func declaredFieldsToo() {
        var fixture = Fixture()
        fixture.item.checks.append(.notAfterReceipt(field: fixture.item.field(named: "valid_to")!))
        #expect(fixture.run([:]).ids == ["future-date"])
    }

    /// A version of a day to come would make a correction stale that arrives before that day.
    @Test func datesThatTellVersionsToo() {
        var fixture = Fixture()
        fixture.item.version = [fixture.item.field(named: "valid_to")!]
        #expect(fixture.run([:]).ids == ["future-date"])
    }
}
