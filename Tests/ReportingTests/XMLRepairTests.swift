import Bytes
import Extraction
import Foundation
import Model
import Testing

@testable import Reporting

@Suite struct XMLRepairTests {
    static func layout(_ encoding: TextEncoding, path: [String] = ["ROWS", "ROW"], attributes: Bool = false) -> Layout {
        let isWide = encoding == .utf16LittleEndian || encoding == .utf16BigEndian
        var layout = Layout(format: "xml", encoding: encoding, byteOrderMark: isWide ? 2 : 0)
        layout.rowPath = path
        layout.usesAttributes = attributes
        return layout
    }

    private func write(_ layout: Layout, _ rows: [(text: String, isDamaged: Bool)], to folder: TemporaryFolder) throws
        -> String
    {
        let writer = try RepairWriter(layout: layout, output: folder.path + "/repair.xml")
        let codec = TextCodec(layout.encoding)
        for row in rows {
            try writer.append(
                RepairRow(
                    raw: codec.encode(row.text), isDamaged: row.isDamaged, reasons: "金额 < 0 & \"坏\"]]>",
                    suggestions: ""))
        }
        try writer.close()
        return try folder.bytes("repair.xml").text(layout.encoding)
    }

    /// Values of the rows by name, as a reader of its own sees them. Throws where the file is not well formed.
    private func read(_ folder: TemporaryFolder, row: String) throws -> [[String: String]] {
        let item = Item(
            number: 0, id: "x", title: "x", itemClass: .licence, isSelfDisclosed: false,
            fields: ["a", "b", "原始内容"].map { Field(name: $0, title: $0) })
        let mapping = Mapping(
            department: "d", name: "m", item: 0, format: "xml",
            columns: item.fields.enumerated().map { Mapping.Column(field: $0, labels: [$1.name]) }, rowPath: [row])
        var rows: [[String: String]] = []
        let summary = try XMLExtractor(
            path: folder.path + "/repair.xml", plan: ExtractionPlan(mapping: mapping, item: item)
        ).extract { batch in
            for row in 0..<batch.count {
                #expect(batch.damages[row] == .none)
                var values: [String: String] = [:]
                for field in 0..<3 where !batch.isAbsent(field, row) {
                    values[item.fields[field].name] = String(decoding: batch.value(field, row).buffer, as: UTF8.self)
                }
                rows.append(values)
            }
        }
        #expect(summary.layout.unknown.isEmpty)
        return rows
    }

    @Test(arguments: TextEncoding.allCases) func rowsKeepTheirBytes(_ encoding: TextEncoding) throws {
        let folder = try TemporaryFolder()
        let row = "<ROW>\n  <a>亅坾&amp;𠮷</a>\n  <b/>\n</ROW>"
        let text = try write(XMLRepairTests.layout(encoding), [(row, false), ("<ROW/>", false)], to: folder)
        #expect(text.contains(row.dropLast("</ROW>".count)))
        #expect(text.contains("<退回原因>金额 &lt; 0 &amp; &quot;坏&quot;]]&gt;</退回原因><修改建议></修改建议></ROW>"))
        #expect(try read(folder, row: "ROW").first == ["a": "亅坾&𠮷"])
    }

    @Test(arguments: TextEncoding.allCases) func damagedRowsAreText(_ encoding: TextEncoding) throws {
        let folder = try TemporaryFolder()
        let damaged = "<ROW><a>1</b> & <!-- ]]>"
        _ = try write(XMLRepairTests.layout(encoding), [(damaged, true), ("<ROW><a>2</a></ROW>", false)], to: folder)
        let rows = try read(folder, row: "ROW")
        #expect(rows == [["原始内容": damaged], ["a": "2"]])
    }

    @Test func whatXMLCannotHoldIsReplaced() throws {
        let folder = try TemporaryFolder()
        let text = try write(XMLRepairTests.layout(.utf8), [("<ROW>\u{1}\n", true)], to: folder)
        #expect(text.contains("<原始内容>&lt;ROW&gt;\u{FFFD}&#10;</原始内容>"))
    }

    @Test func attributesStayAttributes() throws {
        let folder = try TemporaryFolder()
        let rows = [("<r a=\"x > y\" b='/>'/>", false), ("<r a='1'></r>", false), ("<r a=", true)]
        let text = try write(
            XMLRepairTests.layout(.utf8, path: ["rs", "r"], attributes: true), rows, to: folder)
        #expect(text.contains("<r a=\"x > y\" b='/>' 退回原因=\"金额 &lt; 0 &amp; &quot;坏&quot;]]&gt;\" 修改建议=\"\"/>"))
        #expect(try read(folder, row: "r") == [["a": "x > y", "b": "/>"], ["a": "1"], ["原始内容": "<r a="]])
    }

    @Test func anEarlierRepairFilesElementsAreReplaced() throws {
        let folder = try TemporaryFolder()
        let row = "<ROW><a>1</a><退回原因>旧</退回原因><修改建议/></ROW>"
        let text = try write(XMLRepairTests.layout(.utf8), [(row, false)], to: folder)
        #expect(!text.contains("旧"))
        #expect(text.components(separatedBy: "<退回原因>").count == 2)
    }

    @Test func prefixesAreDeclared() throws {
        let folder = try TemporaryFolder()
        let layout = XMLRepairTests.layout(.utf8, path: ["m:Message", "m:Body", "m:row"])
        let row = "<m:row><n:a xsi:nil=\"false\">1</n:a><k:b xmlns:k=\"u\">c:d</k:b></m:row>"
        let text = try write(layout, [(row, false)], to: folder)
        #expect(text.contains("<m:Message xmlns:m=\"urn:guiji:repair:m\">"))
        #expect(text.contains("<m:row xmlns:n=\"urn:guiji:repair:n\" xmlns:xsi=\"urn:guiji:repair:xsi\">"))
        #expect(try read(folder, row: "row") == [["a": "1", "b": "c:d"]])
    }

    /// Where xmllint is installed, it agrees.
    @Test(
        .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/xmllint")), arguments: TextEncoding.allCases
    )
    func wellFormed(_ encoding: TextEncoding) throws {
        let folder = try TemporaryFolder()
        let rows = [("<x:ROW><a>亅</a></x:ROW>", false), ("<x:ROW><a>\u{0}", true), ("not even a tag", false)]
        _ = try write(XMLRepairTests.layout(encoding, path: ["ROWS", "x:ROW"]), rows, to: folder)
        let lint = Process()
        lint.executableURL = URL(fileURLWithPath: "/usr/bin/xmllint")
        lint.arguments = ["--noout", folder.path + "/repair.xml"]
        let messages = Pipe()
        lint.standardError = messages
        try lint.run()
        let output = String(decoding: messages.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        lint.waitUntilExit()
        #expect(lint.terminationStatus == 0)
        #expect(output.isEmpty)
    }
}
