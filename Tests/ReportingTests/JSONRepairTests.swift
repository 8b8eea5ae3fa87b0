import Bytes
import Extraction
import Foundation
import Model
import Testing

@testable import Reporting

@Suite struct JSONRepairTests {
    private let reason = "金额 < 0 & \"坏\"\\"

    private func layout(_ encoding: TextEncoding, path: [String] = [], isLines: Bool = false) -> Layout {
        var layout = Layout(format: "json", encoding: encoding, byteOrderMark: encoding == .utf16BigEndian ? 2 : 0)
        layout.rowPath = path
        layout.isLines = isLines
        return layout
    }

    private func write(_ layout: Layout, _ rows: [(text: String, isDamaged: Bool)], to folder: TemporaryFolder) throws
        -> String
    {
        let writer = try RepairWriter(layout: layout, output: folder.path + "/repair.json")
        let codec = TextCodec(layout.encoding)
        for row in rows {
            try writer.append(
                RepairRow(
                    raw: codec.encode(row.text), isDamaged: row.isDamaged, reasons: reason, suggestions: "改\t它"))
        }
        try writer.close()
        return try folder.bytes("repair.json").text(layout.encoding)
    }

    /// Values of the rows by name, as the extractor sees them when the file comes back.
    private func read(_ folder: TemporaryFolder) throws -> [[String: String]] {
        let names = ["a", "b", "原始内容"]
        let item = Item(
            number: 0, id: "x", title: "x", itemClass: .licence, isSelfDisclosed: false,
            fields: names.map { Field(name: $0, title: $0) })
        let mapping = Mapping(
            department: "d", name: "m", item: 0, format: "json",
            columns: names.enumerated().map { Mapping.Column(field: $0, labels: [$1]) }, ignore: ["b/x", "b/退回原因"])
        var rows: [[String: String]] = []
        let summary = try JSONExtractor(
            path: folder.path + "/repair.json", plan: ExtractionPlan(mapping: mapping, item: item)
        ).extract { batch in
            for row in 0..<batch.count {
                #expect(batch.damages[row] == .none)
                var values: [String: String] = [:]
                for field in names.indices where !batch.isAbsent(field, row) {
                    values[names[field]] = String(decoding: batch.value(field, row).buffer, as: UTF8.self)
                }
                rows.append(values)
            }
        }
        // What was added is known when it comes back.
        #expect(summary.layout.unknown.isEmpty)
        return rows
    }

    private func parsed(_ text: String) throws -> Any { try JSONSerialization.jsonObject(with: Data(text.utf8)) }

    @Test(arguments: TextEncoding.allCases) func rowsKeepTheirBytes(_ encoding: TextEncoding) throws {
        let folder = try TemporaryFolder()
        let row = "{\n  \"a\" : \"亅坾\\u4e00\\\"}, 𠮷\",\n  \"b\" : 1.10 }"
        for (path, isLines) in [([], false), (["data", "列表"], false), ([], true)] {
            let text = try write(
                layout(encoding, path: path, isLines: isLines), [(row, false), ("{\"b\":{\"x\":[1]}}", false)],
                to: folder)
            #expect(try read(folder).map { $0["a"] } == ["亅坾一\"}, 𠮷", nil])
            let head = String(row.dropLast())
            #expect(text.contains(isLines ? head.replacing("\n", with: " ") : head))
            if isLines {
                let lines = text.split(separator: "\n")
                #expect(lines.count == 2)
                for line in lines { #expect(try parsed(String(line)) is [String: Any]) }
            } else if path.isEmpty {
                #expect((try parsed(text.replacing("\u{FEFF}", with: "")) as? [[String: Any]])?.count == 2)
            } else {
                let document = try parsed(text) as? [String: [String: [[String: Any]]]]
                #expect(document?["data"]?["列表"]?[0]["退回原因"] as? String == reason)
            }
        }
    }

    @Test func damagedRowsBecomeText() throws {
        let folder = try TemporaryFolder()
        for isLines in [false, true] {
            let bad = "{\"a\":\"x\ny\\\",\u{1}"
            _ = try write(layout(.utf8, isLines: isLines), [(bad, true), ("{\"a\":1}", false)], to: folder)
            #expect(try read(folder) == [["原始内容": bad], ["a": "1"]])
        }
    }

    /// Another program may have written our names with escapes, and nothing may stand twice.
    @Test func whatAnEarlierRepairAddedIsReplaced() throws {
        let folder = try TemporaryFolder()
        let rows = [
            "{\"退回原因\":\"旧\",\"a\":1,\"修改建议\":\"旧\"}", "{\"a\":2,\"\\u9000\\u56de\\u539f\\u56e0\":\"旧\"}",
            "{\"退回原因\":\"旧\"}", "{}", "{\"b\":{\"退回原因\":\"留\"},\"a\":3}",
        ]
        let text = try write(layout(.utf8), rows.map { ($0, false) }, to: folder)
        #expect(!text.contains("旧") && text.contains("留"))
        #expect(try read(folder).map { $0["a"] } == ["1", "2", nil, nil, "3"])
        #expect((try parsed(text) as? [[String: Any]])?.count == 5)
    }
}
