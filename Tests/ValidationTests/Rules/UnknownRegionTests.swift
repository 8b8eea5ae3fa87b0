import Model
import Testing

struct UnknownRegionTests {
    @Test func inACreditCode() {
        let result = Fixture().run(["code": Fixture.creditCode("91999999")])
        #expect(result.ids == ["unknown-region"])
        #expect(result.flags() == [.codeValid, .warning])
    }

    @Test(arguments: ["999999", "3501", "杭州市"])
    func inAField(region: String) { #expect(Fixture().run(["region": region]).ids == ["unknown-region"]) }

    @Test(
        "Regions of the list, longer codes by their first six digits, and the state's 100000",
        arguments: ["350100", "350100001002", "100000"])
    func known(region: String) { #expect(Fixture().run(["region": region]).findings.isEmpty) }

    @Test func notApplicableWithoutTheList() {
        var fixture = Fixture()
        fixture.lists["regions"] = nil
        let result = fixture.run(["code": Fixture.creditCode("91999999"), "region": "999999"])
        #expect(result.findings.isEmpty && !result.wasAsked("unknown-region"))
    }

    @Test func counts() {
        let result = Fixture().run([["region": "999999"], ["code": "X"], [:]])
        #expect(result.count("unknown-region") == RuleCount(applicable: 3, failed: 1))
    }
}
