import Model
import Testing

struct ConditionalRequirementTests {
    @Test("罚款 needs an amount")
    func absentIsAnError() {
        let result = Fixture().run([["fine": ""], ["fine": "", "penalty_type": "警告"], ["penalty_type": "警告；03"], [:]])
        #expect(result.ids == ["conditional-requirement"])
        #expect(result.findings[0].field == "fine" && result.findings[0].expected == "处罚类别：罚款")
        #expect(result.count("conditional-requirement") == RuleCount(applicable: 3, failed: 1))
    }

    @Test func notApplicableWithoutAColumn() {
        var fixture = Fixture()
        let fine = fixture.item.field(named: "fine")!
        fixture.mapping.columns.removeAll { $0.field == fine }
        let result = fixture.run(["fine": ""])
        #expect(result.findings.isEmpty && !result.wasAsked("conditional-requirement"))
    }
}
