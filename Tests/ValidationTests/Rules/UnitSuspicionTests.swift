import Model
import Testing

struct UnitSuspicionTests {
    @Test("An amount that the text tells ten thousand times smaller", arguments: ["罚款50000元", "罚款50,000元整", "处5万元罚款"])
    func againstTheText(content: String) {
        let result = Fixture().run(["fine": "50000", "penalty_content": content])
        #expect(result.ids == ["unit-suspicion"])
        #expect(result.findings[0].severity == .warning && result.findings[0].field == "fine")
        #expect(result.text("fine") == "50000")
    }

    @Test(
        "The text names the amount itself, or another", arguments: ["罚款50000元", "没收5元，罚款5万元", "罚款300元", "", "罚款50000"])
    func noSuspicion(content: String) {
        #expect(Fixture().run(["fine": "5", "penalty_content": content]).findings.isEmpty)
    }

    @Test func betweenTwoAmounts() {
        let result = Fixture().run([
            ["fine": "5", "confiscated": "50000"], ["fine": "5", "confiscated": "3"],
            ["fine": "5", "capital": "50000"],
        ])
        #expect(result.ids == ["unit-suspicion"])
        #expect(result.findings[0].position.row == 1 && result.findings[0].field == "confiscated")
    }

    @Test func absentAndZeroAreNotApplicable() {
        let result = Fixture().run([["fine": "0"], ["fine": "", "penalty_type": "警告"], ["fine": "5"]])
        #expect(result.count("unit-suspicion") == RuleCount(applicable: 1, failed: 0))
    }
}
