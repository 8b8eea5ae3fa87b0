import Testing

@testable import Bytes

@Suite("Validation of UTF-8")
struct UTF8ValidationTests {
    @Test(arguments: [
        "", "a", "plain ASCII of more than eight bytes", "统一社会信用代码", "é", "😀", "a😀é归z",
        "\u{7FF}\u{800}\u{D7FF}\u{E000}",
        "\u{FFFF}\u{10000}\u{10FFFF}", "\u{0}",
    ])
    func acceptsWellFormedText(text: String) {
        text.withSlice { slice in
            #expect(firstInvalidUTF8(in: slice) == nil)
            #expect(isValidUTF8(slice))
            #expect(utf8ScalarCount(slice) == text.unicodeScalars.count)
        }
    }

    /// Table 3-7, first byte by first byte, and truncations.
    @Test(
        arguments: [
            ([0x80], 0), ([0x41, 0xBF], 1), ([0xC0, 0x80], 0), ([0xC1, 0xBF], 0), ([0xC2], 0), ([0xC2, 0x41], 0),
            ([0xE0, 0x9F, 0xBF], 0), ([0xE0, 0xA0], 0), ([0xED, 0xA0, 0x80], 0), ([0xED, 0xBF, 0xBF], 0),
            ([0xE5, 0xBD], 0), ([0x41, 0xE5, 0xBD], 1), ([0xE5, 0x41, 0x41], 0), ([0xE5, 0xBD, 0x41], 0),
            ([0xE5, 0xBD, 0xC0], 0), ([0xE5, 0xBD, 0x92, 0xE9], 3), ([0xF0, 0x8F, 0xBF, 0xBF], 0),
            ([0xF0, 0x9F, 0x98], 0), ([0xF4, 0x90, 0x80, 0x80], 0), ([0xF5, 0x80, 0x80, 0x80], 0), ([0xFF], 0),
            ([0x41, 0x41, 0x41, 0x41, 0x41, 0x41, 0x41, 0x41, 0x41, 0xB9, 0xE9], 9), ([0xEF, 0xBF], 0),
            ([0xB9, 0xE3, 0xB6, 0xAB], 0),
        ] as [([UInt8], Int)])
    func findsTheFirstInvalidByte(bytes: [UInt8], offset: Int) {
        #expect(bytes.withSlice { firstInvalidUTF8(in: $0) } == offset)
        #expect(!bytes.withSlice { isValidUTF8($0) })
    }

    /// The standard library decodes the same texts: every pair and many triples of bytes behind a lead byte.
    @Test(
        arguments: [0x7F, 0x80, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED, 0xEE, 0xEF, 0xF0, 0xF1, 0xF4, 0xF5] as [UInt8]
    )
    func agreesWithTheStandardLibrary(lead: UInt8) {
        let edges: [UInt8] = [0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC2, 0xE5, 0xFF]
        for second in edges {
            for third in edges {
                for fourth in edges {
                    let bytes = [lead, second, third, fourth, 0x41]
                    #expect(bytes.withSlice { isValidUTF8($0) } == (String(validating: bytes, as: UTF8.self) != nil))
                }
            }
        }
    }
}
