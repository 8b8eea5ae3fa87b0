import Model
import Testing

struct FullWidthTests {
    @Test func codesAreMadeHalfWidth() {
        let result = Fixture().run(["code": "９１３５０１００Ｍ０００１００Ｙ４３"])
        #expect(result.text("code") == "91350100M000100Y43")
        #expect(result.flags() == [.codeValid])
        #expect(result.findings("full-width").map(\.suggestion) == ["91350100M000100Y43"])
        #expect(result.findings[0].severity == .notice)
    }

    @Test func datesAndAmountsToo() {
        let result = Fixture().run(["decision_date": "２０２６年９月１日", "fine": "１.５"])
        #expect(result.ids == ["full-width", "full-width"])
        #expect(result.text("decision_date") == "2026-09-01")
        #expect(result.number("fine") == 1_500_000)
    }

    @Test func whiteSpaceInsideAnIdentifierIsRemoved() {
        let result = Fixture().run(["code": "91350100 M000100Y 43"])
        #expect(result.ids == ["inner-white-space"])
        #expect(result.text("code") == "91350100M000100Y43")
    }

    @Test("Names and texts stay as they are; half-width codes are asked and pass")
    func notApplicable() {
        let result = Fixture().run(["party_name": "（甲）公司　ＡＢ１"])
        #expect(result.text("party_name") == "（甲）公司　ＡＢ１")
        #expect(result.findings.isEmpty)
        #expect(result.count("full-width") == RuleCount(applicable: 4, failed: 0))
    }
}
