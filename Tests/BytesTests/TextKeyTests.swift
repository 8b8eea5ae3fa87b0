import Testing

@testable import Bytes

@Suite("Comparable form of a text")
struct TextKeyTests {
    @Test(arguments: [
        ("", ""), ("某市某路１号，甲座；乙：丙。", "某市某路1号,甲座;乙:丙."), ("a B\r\n\tc｡", "aBc."), ("〔一〕、【二】", "(一)、(二)"),
        ("有限责任公司", "有限责任公司"),
    ])
    func foldsWidthBlanksAndPunctuation(text: String, expected: String) {
        let buffer = ByteBuffer()
        text.withSlice { appendTextKey($0, to: buffer) }
        #expect(buffer.all.string == expected)
    }
}
