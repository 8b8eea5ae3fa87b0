import Model
import Testing

struct DateReadingTests {
    @Test(
        "Domain §9", arguments: ["2016-04-11", "2016-4-11", "2016.4.11", "20160411", "2016年4月11日", "2016/4/11 0:00:00"])
    func becomesISO(value: String) {
        let result = Fixture().run(["decision_date": value])
        #expect(result.text("decision_date") == "2016-04-11" && result.findings.isEmpty)
        #expect(result.number("decision_date") == Int64(CivilDate.day(year: 2016, month: 4, day: 11)))
    }

    @Test("No end, where the field may be open", arguments: ["长期", "永久", "2099-12-31", "9999-12-31"])
    func openEnd(value: String) {
        let result = Fixture().run([["valid_to": value], ["valid_to": value]])
        for row in 0...1 {
            #expect(result.text("valid_to", row: row) == "长期" && result.number("valid_to", row: row) == Batch.openEnd)
        }
        #expect(result.findings.isEmpty)
    }

    @Test("Elsewhere they say that there is no date", arguments: ["长期", "9999-12-31", "1900-01-01"])
    func noDate(value: String) {
        let result = Fixture().run(["decision_date": value])
        #expect(result.ids == ["placeholder", "required"])
        #expect(result.text("decision_date") == "" && result.number("decision_date") == Batch.noNumber)
    }

    @Test func absentHasNoNumber() { #expect(Fixture().run(["valid_to": ""]).number("valid_to") == Batch.noNumber) }
}
