import Model
import Testing

struct RetiredRegionTests {
    @Test func theSuccessorIsSuggested() {
        let result = Fixture().run([["code": Fixture.creditCode("91110103")], ["region": "110103"], [:]])
        #expect(result.ids == ["retired-region", "retired-region"])
        #expect(result.findings.allSatisfy { $0.suggestion == "110101" && $0.severity == .notice })
        #expect(result.count("retired-region") == RuleCount(applicable: 4, failed: 2))
        #expect(result.flags() == [.codeValid])
    }
}
