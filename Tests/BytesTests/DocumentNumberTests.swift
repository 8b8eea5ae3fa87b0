import Testing

@testable import Bytes

@Suite("Document number")
struct DocumentNumberTests {
    static func key(_ text: String) -> (isKey: Bool, text: String) {
        let buffer = ByteBuffer(capacity: 64)
        buffer.append("#")
        let isKey = text.withSlice { DocumentNumber.appendKey($0, to: buffer) }
        return (isKey, String(buffer.all.string.dropFirst()))
    }

    @Test(arguments: [
        "慈税罚（2018）40号", "慈税罚〔2018〕40号", "慈税罚[2018]０40 号", "慈税罚【2018】第40号", "慈税罚字〔2018〕第040号", "慈税罚〈２０１８〉40号",
        "慈税罚2018年第40号", "慈税罚字2018第40号", "慈税罚字第（2018）40号", "慈税罚(2018)40", "\u{FEFF}慈 税 罚 ﹝2018﹞ 40号\u{200B}",
        "慈税罚（2018年）40号", "慈税罚(2018)字第40号", "慈税罚{2018}40号", "（慈税罚）〔2018〕40号",
    ])
    func spellingsAgree(text: String) {
        let (isKey, key) = Self.key(text)
        #expect(isKey)
        #expect(key == "慈税罚|2018|40")
    }

    @Test(arguments: [
        ("2018年第40号", "|2018|40"), ("2018年度第40号", "|2018|40"), ("甬（鄞）税罚〔2018〕7号", "甬鄞税罚|2018|7"),
        ("(2018)浙0282执40号", "浙0282执|2018|40"), ("（2021）沪0101民初1234号之一", "沪0101民初|2021|1234之一"),
        ("杭环罚〔2019〕40-1号", "杭环罚|2019|40-1"), ("沪市监〔2020〕A0040号", "沪市监A|2020|40"), ("某〔2018〕000号", "某|2018|0"),
        ("某罚〔12〕〔2018〕5号", "某罚12|2018|5"), ("慈税罚〔2018〕第012号", "慈税罚|2018|12"),
    ])
    func otherFormsHaveKeys(text: String, expected: String) {
        let (isKey, key) = Self.key(text)
        #expect(isKey)
        #expect(key == expected)
    }

    @Test(arguments: [
        ("", ""), ("无", "无"), ("JY1330106 0123456", "JY13301060123456"), ("慈税罚〔1018〕40号", "慈税罚(1018)40号"),
        ("慈税罚〔2018〕号", "慈税罚(2018)号"), ("甬A（２）号", "甬A(2)号"), ("201840", "201840"), ("120184年", "120184年"),
    ])
    func theRestIsNormalisedText(text: String, expected: String) {
        let (isKey, key) = Self.key(text)
        #expect(!isKey)
        #expect(key == expected)
    }
}
