import Bytes
import Testing

@testable import Extraction

@Suite struct XMLRunLimiterTests {
    private func shorten(_ text: String, limit: Int = 1 << 16, chunk: Int) -> String {
        var limiter = XMLRunLimiter(limit: limit)
        var result: [UInt8] = []
        let bytes = Array(text.utf8)
        var start = 0
        while start < bytes.count {
            let end = min(start + chunk, bytes.count)
            result += Array(bytes[start..<end]).withSlice { limiter.shorten($0).bytes }
            start = end
        }
        return String(decoding: result, as: UTF8.self)
    }

    @Test(arguments: [100, 4096, 1 << 20]) func keepsWhatIsShort(_ chunk: Int) {
        let text = String(repeating: "<a>text</a>", count: 20_000) + String(repeating: "x", count: 60_000) + "<b/>"
        #expect(shorten(text, chunk: chunk) == text)
    }

    @Test(arguments: [1000, 4096, 1 << 20]) func boundsWhatIsLongAndKeepsTags(_ chunk: Int) {
        let long = String(repeating: "x", count: 3 << 20)
        let result = shorten("<a>\(long)</a><b><![CDATA[\(long)]]>\(long)</b><c>1</c>", chunk: chunk)
        #expect(result.utf8.count < 3 * (1 << 16))
        #expect(result.count { $0 == "<" } == 7)
        #expect(result.contains("]]>") && result.hasSuffix("</b><c>1</c>"))
    }

    @Test func endsDoNotMakeItLong() {
        let result = shorten("<a>" + String(repeating: "-->", count: 1 << 20) + "</a>", chunk: 1 << 18)
        #expect(result.utf8.count < 2 << 16)
    }
}
