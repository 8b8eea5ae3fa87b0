import Testing

@testable import Bytes

@Suite("Placeholders")
struct PlaceholdersTests {
    @Test(arguments: [
        "", "  ", "\u{3000}", "无", " 无 ", "/", "-", "--", "—", "——", "－", "／", "–", "暂无", "待补充", "无信息", "不详", "NULL",
        "null", "Null",
        "\\N", "N/A", "n/a", "NA", "None", "nil", "空", "0000", "000000000000000000", "0000-00-00",
        "0000-00-00 00:00:00", "#N/A",
        "#REF!", "(NULL)", "<null>",
    ])
    func knowsWhatMeansNothing(text: String) {
        #expect(text.withSlice { isPlaceholder($0) })
    }

    @Test(arguments: [
        "0", "000", "00001", "0000.5", "无锡", "-1", "/a", "NAN", "归集", "空调", "待补", "不详细", "暂无业务", "ＡＢ", "…",
        "91350100M000100Y43", "#1", "N",
        "\\n1", "(", "-----------------------------------------------------------------",
    ])
    func leavesValuesAlone(text: String) {
        #expect(!text.withSlice { isPlaceholder($0) })
    }
}
