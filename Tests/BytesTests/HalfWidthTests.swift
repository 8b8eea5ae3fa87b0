import Testing

@testable import Bytes

@Suite("Half width")
struct HalfWidthTests {
    static let pairs: [(String, String)] = [
        ("", ""), ("plain", "plain"), ("ＡＺａｚ０９！～", "AZaz09!~"), ("（２０１８）４０号", "(2018)40号"), ("a\u{3000}b", "a b"),
        ("a\u{A0}b", "a b"), ("\u{2003}\u{202F}\u{205F}\u{1680}\u{2028}\u{85}", "      "),
        ("\u{FEFF}9\u{200B}1\u{200D}\u{200C}\u{2060}", "91"), ("㈠Ⅱ½〔归〕。、…—é😀", "㈠Ⅱ½〔归〕。、…—é😀"), ("统一：１", "统一:1"),
        ("￥｡", "￥｡"), ("\u{200E}", "\u{200E}"), ("tab\t", "tab\t"),
    ]

    @Test(arguments: pairs)
    func foldsTheFullWidthFormsOnly(text: String, expected: String) {
        let buffer = ByteBuffer()
        text.withSlice { appendHalfWidth($0, to: buffer) }
        #expect(buffer.all.string == expected)
        #expect(text.withSlice { needsHalfWidth($0) } == (Array(text.utf8) != Array(expected.utf8)))
    }

    @Test func foldsEveryFullWidthASCIICharacter() {
        for value in UInt32(0xFF01)...0xFF5E {
            let buffer = ByteBuffer()
            String(Unicode.Scalar(value)!).withSlice { appendHalfWidth($0, to: buffer) }
            #expect(buffer.all.bytes == [UInt8(value - 0xFEE0)])
        }
    }

    @Test(arguments: [
        (" 9111 0000６0003７341l\u{3000}", "91110000600037341L"), ("ｎ1\u{200B}\tx\u{A0}", "N1X"), ("归 集", "归集"), ("", ""),
    ])
    func codeFormHasNoBlanksAndUpperCase(text: String, expected: String) {
        let buffer = ByteBuffer()
        buffer.append("|")
        text.withSlice { appendCodeForm($0, to: buffer) }
        #expect(buffer.all.string == "|" + expected)
    }

    @Test(arguments: [
        ("", ""), ("  ", ""), ("\u{3000}", ""), (" a b\r\n", "a b"),
        ("\u{FEFF}\u{A0}归\u{3000}集\u{200B}\t\u{3000}", "归\u{3000}集"),
        ("ａ", "ａ"), ("é", "é"), ("\u{A0}", ""), ("\u{2060}x\u{2003}", "x"),
    ])
    func trimsBlanksAtBothEnds(text: String, expected: String) {
        #expect(text.withSlice { trimmed($0).string } == expected)
    }

    @Test func staysInsideBrokenText() {
        let broken: [[UInt8]] = [[0xEF], [0xEF, 0xBC], [0x41, 0xE3, 0x80], [0xC2], [0x80, 0x80], [0xE5, 0xBD]]
        for bytes in broken {
            let buffer = ByteBuffer()
            bytes.withSlice { slice in
                appendHalfWidth(slice, to: buffer)
                #expect(!needsHalfWidth(slice))
                #expect(trimmed(slice) == slice)
            }
            #expect(buffer.all.bytes == bytes)
        }
    }
}
