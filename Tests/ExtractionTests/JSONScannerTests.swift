import Bytes
import Model
import Testing

@testable import Extraction

/// The grammar of RFC 8259, by texts that it takes and texts that it does not.
@Suite struct JSONScannerTests {
    private typealias End = JSONScanner<UTF8Units>.End

    private func scan(_ text: String, depth: Int = 64) -> End { scan(Array(text.utf8), depth: depth) }

    private func scan(_ bytes: [UInt8], depth: Int = 64) -> End {
        var scanner = JSONScanner<UTF8Units>(depthLimit: depth)
        var silence = JSONSilence()
        return bytes.withSlice { scanner.scan($0, into: &silence) }
    }

    @Test(arguments: [
        "[]", "{}", " [ ] ", "[null,true,false]", "[0,-0,1,-1,10,1.5,-0.0,1e5,1E+5,1e-5,0e0,0.1e999999]",
        "[123456789012345678901234567890]", "[\"\"]", "[\"\u{7F}\u{2028}𠮷\"]",
        "[\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041\\uD834\\uDD1E\"]",
        "[\"\\ud800\"]", "{\"\":0}", "{\"a\":{\"b\":[{},[]]}}", "{\"a\":1,\"a\":2}", "\t\r\n[\n1\t,\r2 ]", "[[[[[]]]]]",
        "[\"/*no comment*/\"]", "[\"abcdefghijklmnopqrstuvwxyz甲乙丙丁\\\\\"]",
    ])
    func takes(_ text: String) {
        let end = scan(text)
        let last = text.utf8.lastIndex { $0 == 0x5D || $0 == 0x7D }.map {
            text.utf8.distance(from: text.utf8.startIndex, to: $0) + 1
        }
        #expect(end == .whole(last ?? -1))
    }

    @Test(arguments: [
        "[1,]", "[,1]", "[,]", "[1,,2]", "[1 2]", "[1;2]", "{\"a\":1,}", "{,}", "{\"a\"}", "{\"a\" 1}", "{\"a\"::1}",
        "{\"a\":}",
        "{a:1}", "{'a':1}", "['a']", "{1:1}", "{null:1}", "[01]", "[-01]", "[1.]", "[.5]", "[+1]", "[--1]", "[1e]",
        "[1e+]", "[1.e1]", "[0x1F]", "[1_000]", "[NaN]", "[nan]", "[Infinity]", "[-Infinity]", "[True]", "[nul]",
        "[nulll]",
        "[truefalse]", "[\"\\x41\"]", "[\"\\u12G4\"]", "[\"\\u-123\"]", "[\"\\U0041\"]", "[\"\\'\"]", "[\"\t\"]",
        "[\"\n\"]",
        "[\"\u{1F}\"]", "[1}", "{\"a\":1]", "[/*x*/1]", "[//x\n1]", "[#x\n1]", "[\u{A0}1]",
        "[\u{FEFF}1]", "[\u{2028}1]", "[１]", "[1\u{0C}]", "[\u{0B}1]", "{\"a\":1 \"b\":2}", "[\"a\" \"b\"]",
        "[\"a\",\"b\" :1]",
        "{\"a\",\"b\"}", "{[]:1}", "{{}:1}", "[}", "{]",
    ])
    func refuses(_ text: String) {
        guard case .wrong(_, .malformed) = scan(text) else {
            Issue.record("\(text) is \(scan(text))")
            return
        }
    }

    @Test func saysWhereAndWhatIsWrong() {
        #expect(scan("[1, x]") == .wrong(4, .malformed))
        #expect(scan("[\"a\u{0}\"]") == .wrong(3, .nul))
        #expect(scan("[\u{0}]") == .wrong(1, .nul))
        #expect(scan("[[[1]]]", depth: 3) == .whole(7))
        #expect(scan("[[[[1]]]]", depth: 3) == .wrong(3, .malformed))
    }

    /// A text that breaks off is never taken for a whole one, nor for one that is wrong: the next bytes decide.
    @Test func everyBeginningIsCut() {
        let text = Array("{\"甲\\n\\u4E00\":[ -1.5e+10 ,true,false,null,\"x\",{\"b\" :0}], \"c\":\"𠮷\"}".utf8)
        for length in 0..<text.count { #expect(scan(Array(text[..<length])) == .cut, "\(length)") }
        #expect(scan(text) == .whole(text.count))
        #expect(scan(text + [0x78]) == .whole(text.count))
    }

    @Test func aLineBreakCanBeForbidden() {
        var scanner = JSONScanner<UTF8Units>(depthLimit: 8, forbiddenBreak: 0x0A)
        var silence = JSONSilence()
        #expect(Array("{\"a\":\r\n1}".utf8).withSlice { scanner.scan($0, into: &silence) } == .wrong(6, .malformed))
        #expect(Array("{\"a\":\r1}".utf8).withSlice { scanner.scan($0, into: &silence) } == .whole(8))
    }

    /// Trail bytes of GB18030 may be brackets and backslashes.
    @Test func otherEncodingsEndWhereTheSameTextDoes() {
        let text = "{\"俓\\\"\":[\"亅坾\",\"珄珇 𠮷㐀\",1.5e3],\"x\":{\"n\":null}}"
        func check<Units: JSONUnits>(_ encoding: TextEncoding, _ units: Units.Type) {
            let bytes = Encoded.bytes(text, encoding)
            var scanner = JSONScanner<Units>(depthLimit: 8)
            var silence = JSONSilence()
            #expect(bytes.withSlice { scanner.scan($0, into: &silence) } == .whole(bytes.count), "\(encoding)")
            for length in 0..<bytes.count {
                let part = Array(bytes[..<length])
                #expect(part.withSlice { scanner.scan($0, into: &silence) } == .cut, "\(encoding) \(length)")
            }
        }
        check(.gb18030, GB18030Units.self)
        check(.utf16LittleEndian, UTF16LittleEndianUnits.self)
        check(.utf16BigEndian, UTF16BigEndianUnits.self)
    }

    @Test(arguments: [
        ("a", "a", Damage.none), ("\\u4e00\\u4E8C", "一二", .none), ("\\ud834\\udd1e", "𝄞", .none),
        ("\\\\u0041", "\\u0041", .none),
        ("\\\"\\/\\b\\f\\n\\r\\t", "\"/\u{8}\u{c}\n\r\t", .none), ("x\\ud800y", "x\u{FFFD}y", .undecodable),
        ("\\udc00", "\u{FFFD}", .undecodable), ("\\ud800\\ud800\\udc00", "\u{FFFD}\u{10000}", .undecodable),
        ("\\ud800\\n", "\u{FFFD}\n", .undecodable), ("\\ufffd", "\u{FFFD}", .undecodable), ("\\u0000", "\u{0}", .nul),
        ("\\uFFFE\\uE000", "\u{FFFE}\u{E000}", .none),
    ])
    func escapes(_ raw: String, _ text: String, _ damage: Damage) {
        let output = ByteBuffer()
        #expect(raw.withSlice { JSONEscapes.append($0, to: output) } == damage)
        #expect(output.all.string == text)
    }
}
