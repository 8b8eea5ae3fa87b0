import Model
import Testing

struct TrimmingTests {
    @Test(arguments: [
        " 甲公司 ", "\u{3000}甲公司\u{3000}", "\u{A0}甲公司\u{A0}", "\u{FEFF}甲公司\u{200B}", "\t甲公司\r", "\u{2003}甲公司\u{2028}",
    ])
    func blanksAtTheEndsAreTakenOff(name: String) {
        let result = Fixture().run(["party_name": name])
        #expect(result.text("party_name") == "甲公司")
        #expect(result.findings.isEmpty)
    }

    @Test(
        "Characters that end in the same bytes as a blank stay",
        arguments: ["（甲）", "一", "。", "、甲", "为", "é", "\u{4E00}\u{4E80}"])
    func othersStay(name: String) {
        #expect(Fixture().run(["party_name": name]).text("party_name") == name)
    }

    @Test func nothingButBlanksIsAbsent() {
        #expect(Fixture().run(["party_name": " \u{3000} "]).ids == ["required"])
    }
}
