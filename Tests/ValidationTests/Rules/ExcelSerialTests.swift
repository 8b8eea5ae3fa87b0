import Model
import Testing

struct ExcelSerialTests {
    @Test func aSerialIsConverted() {
        let result = Fixture().run(["decision_date": "43831"])
        #expect(result.ids == ["excel-serial"])
        #expect(result.findings[0].severity == .warning && result.findings[0].suggestion == "2020-01-01")
        #expect(result.text("decision_date") == "2020-01-01")
        #expect(result.number("decision_date") == Int64(CivilDate.day(year: 2020, month: 1, day: 1)))
    }

    @Test("With a time of day behind it, and ten characters long", arguments: ["43831.5", "43831.1234"])
    func withTime(value: String) {
        let result = Fixture().run(["decision_date": value])
        #expect(result.text("decision_date") == "2020-01-01")
    }

    @Test func onlyAPlausibleRange() { #expect(Fixture().run(["decision_date": "12345"]).ids == ["date-format"]) }

    @Test func onlyInDateColumns() {
        let result = Fixture().run(["employees": "43831"])
        #expect(result.findings.isEmpty)
        #expect(result.count("excel-serial") == RuleCount(applicable: 2, failed: 0))
    }
}
