import Model
import Testing

struct NotInListTests {
    @Test func codesBecomeLabels() {
        let result = Fixture().run([
            ["penalty_type": "03"], ["penalty_type": "03"], ["penalty_type": "罚款"], ["penalty_type": "０３"],
        ])
        #expect((0..<4).map { result.text("penalty_type", row: $0) } == ["罚款", "罚款", "罚款", "罚款"])
        #expect(result.findings.isEmpty)
        // 02 is not asked where it is absent.
        #expect(result.count("not-in-list") == RuleCount(applicable: 8, failed: 0))
    }

    @Test(arguments: [("警告；罚款", "警告；罚款"), ("01,03", "警告；罚款"), ("警告、 03", "警告；罚款"), ("没收违法所得、没收非法财物", "没收违法所得、没收非法财物")])
    func severalValuesInOneCell(value: String, expected: String) {
        let result = Fixture().run(["penalty_type": value])
        #expect(result.text("penalty_type") == expected && result.findings.isEmpty)
    }

    @Test func anUnknownValueIsAnError() {
        let result = Fixture().run([
            ["penalty_type": "罚款"], ["penalty_type": "通报"], ["penalty_type": "罚款；通报"], ["penalty_type": "通报"],
        ])
        #expect(result.ids == ["not-in-list", "not-in-list", "not-in-list"])
        #expect(result.findings[0].expected == "警告、罚款、没收违法所得、没收违法所得、没收非法财物")
        #expect(result.findings[1].suggestion == "罚款")
        #expect(result.count("not-in-list").failed == 3)
    }

    @Test func aValueNearOneLabelIsSuggested() {
        #expect(Fixture().run(["penalty_type": "罚款处罚"]).findings[0].suggestion == "罚款")
    }

    @Test func absentIsNotApplicable() {
        let result = Fixture().run(["penalty_type": "", "party_type": ""])
        #expect(!result.wasAsked("not-in-list"))
    }
}
