import Model
import Testing

struct MojibakeTests {
    @Test(arguments: ["锟斤拷公司", "烫烫烫", "甲鈥滀箼", "å\u{8C}\u{97}京", "caf\u{C3}\u{A9}", "鍖椾含鍏徃", "itâ€™s"])
    func suspect(content: String) {
        let result = Fixture().run(["penalty_content": content])
        #expect(result.ids == ["mojibake"])
        #expect(result.findings[0].severity == .warning && result.findings[0].field == "penalty_content")
    }

    @Test func aMissingGlyphIsANotice() {
        let result = Fixture().run(["party_name": "示例市〓记餐馆"])
        #expect(result.ids == ["missing-glyph"])
        #expect(result.findings[0].severity == .notice)
    }

    @Test("Proper text", arguments: ["锟先生", "烫烫", "甲〔2026〕", "Café", "naïve", "屯溪区屯屯", "会议、〒编"])
    func proper(content: String) { #expect(Fixture().run(["penalty_content": content]).findings.isEmpty) }

    @Test("Found wherever it stands in the batch", arguments: 0..<70)
    func everyOffset(shift: Int) {
        let padding = String(repeating: "a", count: shift)
        let result = Fixture().run([
            ["penalty_content": padding], [:], ["penalty_content": padding + "锟斤拷" + String(repeating: "甲", count: 90)],
            [:],
        ])
        #expect(result.findings.map(\.position.row) == [3])
    }

    @Test func counts() {
        let result = Fixture().run([["penalty_content": "锟斤拷"], [:]])
        #expect(result.count("mojibake").failed == 1 && result.count("mojibake").applicable > 4)
    }
}
