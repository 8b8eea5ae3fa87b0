import Model
import Testing

struct NotForDisclosureTests {
    @Test func markedRowsAreWithheld() {
        let result = Fixture().run([["scope": "不公示"], [:], ["scope": ""]])
        #expect(result.ids == ["not-for-disclosure"])
        #expect(result.findings[0].severity == .notice)
        #expect((0..<3).map { result.flags(row: $0).contains(.withheld) } == [true, false, false])
        #expect(result.count("not-for-disclosure") == RuleCount(applicable: 2, failed: 1))
    }
}
