import Model
import Testing

struct MappedSpellingTests {
    private func fixture() -> Fixture {
        var fixture = Fixture()
        let status = fixture.item.field(named: "status")!
        let type = fixture.item.field(named: "penalty_type")!
        fixture.mapping.values = [status: ["1": "撤销", "0": "有效"], type: ["罚": "03"]]
        return fixture
    }

    @Test func spellingsBecomeWhatTheMappingSays() {
        let result = fixture().run([["status": "1"], ["status": "0"], ["status": "1"], ["status": "有效"]])
        #expect((0..<4).map { result.text("status", row: $0) } == ["撤销", "有效", "撤销", "有效"])
        #expect((0..<4).map { result.flags(row: $0).contains(.withdrawn) } == [true, false, true, false])
        #expect(result.findings.isEmpty)
    }

    @Test("A spelling may stand for a code of the list")
    func beforeTheList() {
        #expect(fixture().run(["penalty_type": "罚"]).text("penalty_type") == "罚款")
    }
}
