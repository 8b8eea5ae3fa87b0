import Model
import Testing

struct NumberFormatTests {
    @Test(arguments: [
        ("fine", "五万"), ("fine", "5.5.5"), ("employees", "1.5"), ("year", "25"), ("year", "3025"), ("capital", "若干"),
    ])
    func anError(field: String, value: String) {
        let result = Fixture().run([field: value])
        #expect(result.ids == ["number-format"])
        #expect(result.findings[0].severity == .error && result.number(field) == Batch.badNumber)
    }

    @Test("A foreign currency where the item has no field for it")
    func foreignCurrency() {
        var fixture = Fixture()
        fixture.item.fields[fixture.item.field(named: "currency")!].list = nil
        #expect(fixture.run(["capital": "5(万美元)"]).ids == ["number-format"])
    }

    @Test func counts() {
        let result = Fixture().run([["fine": "x", "employees": "3"], [:], ["fine": "", "penalty_type": "警告"]])
        #expect(result.count("number-format") == RuleCount(applicable: 3, failed: 1))
    }
}
