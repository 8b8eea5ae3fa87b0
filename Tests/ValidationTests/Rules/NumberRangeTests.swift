import Model
import Testing

struct NumberRangeTests {
    @Test func belowTheMinimum() {
        let result = Fixture().run([["fine": "-0.5"], ["fine": "0"], ["fine": "x"], ["confiscated": "-1"]])
        #expect(result.ids == ["number-range", "number-format"])
        #expect(result.findings[0].severity == .error && result.findings[0].expected == "≥ 0")
        #expect(result.count("number-range") == RuleCount(applicable: 3, failed: 1))
    }

    @Test func aboveTheMaximum() {
        var fixture = Fixture()
        fixture.item.fields[fixture.item.field(named: "employees")!].maximum = 1_000_000_000_000
        let result = fixture.run([["employees": "1000001"], ["employees": "1000000"]])
        #expect(result.findings.map(\.expected) == ["≤ 1000000"])
    }
}
