import Foundation
import Pipeline
import Testing

/// What the ledger notes of fields is JSON, and is read again as it was written.
@Suite struct JSONTextTests {
    private static let texts = [
        "", "2028-03-02", "示例市甲乙丙商贸有限公司", "他说“是”", "a\"b\\c/d", "行一\n行二\r\t末", "\u{1}\u{1F}\u{7F}\u{2028}\u{2029}",
        "\\", "\"", "𠮷😀e\u{301}", "{\"field\":[]}",
    ]

    @Test func whatIsWrittenIsRead() throws {
        for text in Self.texts {
            let written = JSONText.of([["field": "name", "enterprise": text], ["field": text, "enterprise": ""]])
            let expected = [["field": "name", "enterprise": text], ["field": text, "enterprise": ""]]
            #expect(JSONText.objects(written) == expected)
            let parsed = try JSONSerialization.jsonObject(with: Data(written.utf8)) as? [[String: String]]
            #expect(parsed == expected)
        }
        #expect(JSONText.objects(JSONText.of([])) == [])
    }

    @Test func anythingElseIsNotRead() {
        let whole = JSONText.of([["field": "a\nb", "enterprise": "c"]])
        for length in 0..<whole.utf8.count {
            #expect(JSONText.objects(String(decoding: whole.utf8.prefix(length), as: UTF8.self)) == nil)
        }
        let others = [
            whole + " ", "{}", "[1]", #"[{"a":1}]"#, #"[{"a":"\q"}]"#, #"[{"a":"\uD800"}]"#, #"[{"a":"\u+12F"}]"#,
            #"[{"a"}]"#,
        ]
        for text in others {
            #expect(JSONText.objects(text) == nil, "\(text)")
        }
    }
}
