import Foundation
import Testing

@testable import Channels

@Suite struct JSONTextTests {
    private func text(_ text: JSONText, _ value: Range<Int>?) -> String? {
        value.map { String(decoding: text.bytes[$0], as: UTF8.self) }
    }

    @Test func valuesStayAsTheyAreWritten() throws {
        let json = try JSONText(
            Array(" {\"a\": 1.10, \"b\" : [1e400, {\"c/d\": \"\\u7532\\n\"}], \"\\u0061~\":null} ".utf8))
        func scalar(_ pointer: String) -> String? { json.value(at: pointer).flatMap(json.scalar) }
        #expect(json.members(of: json.root).map(\.name) == ["a", "b", "a~"])
        #expect(text(json, json.value(at: "/a")) == "1.10" && scalar("/a") == "1.10")
        #expect(text(json, json.value(at: "/b/0")) == "1e400" && scalar("/b") == nil)
        #expect(scalar("/b/1/c~1d") == "甲\n")
        #expect(text(json, json.value(at: "/a~0")) == "null" && scalar("/a~0") == nil)
        #expect(json.value(at: "/b/2") == nil && json.value(at: "/b/01") == nil && json.value(at: "/a/x") == nil)
        #expect(json.value(at: "") == json.root && json.value(at: "a") == nil)
    }

    /// What Foundation's reader takes is taken, and nothing else.
    @Test(arguments: [
        "{}", "[]", "[ ]", "0", "-0", "-1.5E+7", "\"\"", "true", "false", "null", "[1,[2,[3]]]", "{\"a\":{\"a\":1}}",
        "\"\\ud834\\udd1e\"",
        "", " ", "{", "}", "[,1]", "{\"a\"}", "{\"a\":}", "{a:1}", "01", "+1", ".5", "1.", "1e",
        "--1", "tru", "nul",
        "\"", "\"\n\"", "\"\\x\"", "\"\\u12g4\"", "[1] 2", "[1}", "{\"a\":1]", "NaN", "'a'",
    ])
    func isStrict(_ text: String) {
        let known = (try? JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed)) != nil
        #expect(((try? JSONText(Array(text.utf8))) != nil) == known, "\(text)")
    }

    /// Foundation's reader takes these.
    @Test(arguments: ["[1,]", "{\"a\":1,}"]) func aCommaAtTheEndIsNone(_ text: String) {
        #expect((try? JSONText(Array(text.utf8))) == nil)
    }

    @Test func depthIsBounded() {
        #expect((try? JSONText(Array(String(repeating: "[", count: 100_000).utf8))) == nil)
    }
}
