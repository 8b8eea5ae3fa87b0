import Model
import Testing

@testable import Reporting

@Suite struct TextCodecTests {
    @Test(arguments: TextEncoding.allCases) func roundTrip(_ encoding: TextEncoding) {
        let codec = TextCodec(encoding)
        let text = "A，亅坾〔2018〕𠮷\u{FFFD}é€\r\n\t|"
        #expect(codec.decode(codec.encode(text)[...]) == text)
    }

    @Test func whatIsNoTextBecomesTheReplacementCharacter() {
        #expect(TextCodec(.gb18030).decode([0x41, 0xFF, 0x42, 0x81]) == "A\u{FFFD}B\u{FFFD}")
        #expect(TextCodec(.utf8).decode([0x41, 0xFF, 0x42]) == "A\u{FFFD}B")
        #expect(TextCodec(.utf16LittleEndian).decode([0x41, 0, 0x42]) == "A\u{FFFD}")
    }
}
