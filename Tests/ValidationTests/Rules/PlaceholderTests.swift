import Model
import Testing

struct PlaceholderTests {
    static let all = [
        "无", "/", "-", "—", "－", "暂无", "待补充", "NULL", "null", "\\N", "N/A", "0000", "00000000", "#N/A", "不详", "空",
        "(null)", "／", "——",
        "企业选择不公示", "0000-00-00",
    ]

    @Test("Domain §9: they count as absent", arguments: all)
    func countsAsAbsent(value: String) {
        let result = Fixture().run(["document_number": value, "penalty_content": value])
        #expect(result.ids == ["placeholder", "required"])
        #expect(result.findings[0].severity == .notice && result.findings[0].field == "document_number")
        #expect(result.text("penalty_content") == "")
    }

    @Test func aPlaceholderForACodeIsTold() {
        let result = Fixture().run(["code": "无", "registration_number": "330184000094093"])
        #expect(result.ids == ["placeholder"])
        #expect(result.count("placeholder") == RuleCount(applicable: 5, failed: 1))
    }

    @Test func whereNoneIsAValueItStays() {
        #expect(Fixture().run(["remarks": "无"]).text("remarks") == "无")
    }

    @Test("Values that begin like one", arguments: ["无锡市甲公司", "不二公司", "暂定", "企业", "0", "N95口罩", "/路", "待定科技", "空调厂"])
    func valuesStay(value: String) {
        let result = Fixture().run(["party_name": value])
        #expect(result.text("party_name") == value && result.findings.isEmpty)
    }
}
