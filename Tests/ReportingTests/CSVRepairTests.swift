import Bytes
import Extraction
import Foundation
import Model
import Testing

@testable import Reporting

@Suite struct CSVRepairTests {
    static let columns = ["行政相对人名称*", "信用代码", "许可内容"]

    struct Form: Sendable, CustomTestStringConvertible {
        var encoding: TextEncoding
        var delimiter: Character
        var hasMark: Bool
        var lineBreak: String
        var testDescription: String { "\(encoding.rawValue) \(delimiter.unicodeScalars.first!.value) \(hasMark)" }
    }

    static let forms: [Form] = TextEncoding.allCases.flatMap { encoding in
        [",", ";", "\t", "|"].flatMap { delimiter in
            [true, false].filter { $0 || encoding == .utf8 || encoding == .gb18030 }.map {
                Form(
                    encoding: encoding, delimiter: delimiter, hasMark: $0 && encoding != .gb18030,
                    lineBreak: delimiter == "|" ? "\r" : delimiter == ";" ? "\n" : "\r\n")
            }
        }
    }

    static func layout(_ form: Form, columns: [String] = columns) -> Layout {
        let mark = form.hasMark ? TextCodec(form.encoding).mark.count : 0
        var layout = Layout(format: "csv", encoding: form.encoding, byteOrderMark: mark)
        layout.delimiter = form.delimiter.asciiValue!
        layout.lineBreak = form.lineBreak
        layout.columns = columns
        return layout
    }

    static let comma = Form(encoding: .utf8, delimiter: ",", hasMark: false, lineBreak: "\n")

    private func write(
        _ layout: Layout, _ rows: [(raw: [UInt8], isDamaged: Bool)], reasons: String = "必填项为空",
        to folder: TemporaryFolder
    ) throws -> [UInt8] {
        let writer = try RepairWriter(layout: layout, output: folder.path + "/repair.csv")
        for row in rows {
            try writer.append(
                RepairRow(raw: row.raw, isDamaged: row.isDamaged, reasons: reasons, suggestions: "补填“许可内容”"))
        }
        try writer.close()
        return try folder.bytes("repair.csv")
    }

    @Test(arguments: forms) func soundRowsComeBackByteForByte(_ form: Form) throws {
        let folder = try TemporaryFolder()
        let codec = TextCodec(form.encoding)
        // 亅坾 end with `|` in GB18030; a cell holds the delimiter, quotes and a line break.
        let row = ["亅坾公司", "\"A\(form.delimiter)\"\"B\"\"\(form.lineBreak)C\"", "昞𠮷"].joined(
            separator: String(form.delimiter))
        let bytes = try write(CSVRepairTests.layout(form), [(codec.encode(row), false)], to: folder)
        let text = bytes.text(form.encoding)
        let rows = SmallCSV.rows(text, delimiter: form.delimiter)
        #expect(rows[0] == CSVRepairTests.columns + ["退回原因", "修改建议"])
        #expect(rows[1] == ["亅坾公司", "A\(form.delimiter)\"B\"\(form.lineBreak)C", "昞𠮷", "必填项为空", "补填“许可内容”"])
        #expect(text.contains(row))
        #expect(text.unicodeScalars.first == (form.hasMark ? "\u{FEFF}" : "行"))
        #expect(text.hasSuffix(form.lineBreak))
    }

    @Test(arguments: forms) func damagedRowsAreReadable(_ form: Form) throws {
        let folder = try TemporaryFolder()
        let codec = TextCodec(form.encoding)
        let cut = String(form.delimiter)
        let raws = [
            codec.encode("甲\(cut)乙"), codec.encode("甲\(cut)\"乙\(cut)x\"\(cut)丙\(cut)丁"),
            codec.encode("甲\(cut)乙\"乙\(cut)丙"),
            codec.encode("\"甲\(cut)乙\(cut)丙"), codec.encode("甲\0\(cut)乙\(cut)丙"),
            codec.encode("甲\(cut)乙\(cut)") + (form.encoding == .utf8 || form.encoding == .gb18030 ? [0xFF] : [0x00]),
        ]
        let bytes = try write(CSVRepairTests.layout(form), raws.map { ($0, true) }, to: folder)
        let rows = SmallCSV.rows(bytes.text(form.encoding), delimiter: form.delimiter)
        #expect(rows.count == 7)
        #expect(rows.allSatisfy { $0.count == 5 && $0[3] == rows[0][3] || $0[3] == "必填项为空" })
        let cells = rows.dropFirst().map { Array($0[..<3]) }
        #expect(cells[0] == ["甲", "乙", ""])
        #expect(cells[1] == ["甲", "乙\(cut)x", "丙\(cut)丁"])
        #expect(cells[2] == ["甲", "乙\"乙", "丙"])
        #expect(cells[3] == ["\"甲", "乙", "丙"])
        #expect(cells[4] == ["甲\u{FFFD}", "乙", "丙"])
        #expect(cells[5] == ["甲", "乙", "\u{FFFD}"])
    }

    @Test func rowsOfAnotherWidthKeepTheAddedColumnsInPlace() throws {
        let folder = try TemporaryFolder()
        let layout = CSVRepairTests.layout(CSVRepairTests.comma, columns: ["a", "b", ""])
        let bytes = try write(layout, [(Array("1,2".utf8), false), (Array("1,2,,,".utf8), false)], to: folder)
        let rows = SmallCSV.rows(bytes.text(.utf8), delimiter: ",")
        #expect(rows.allSatisfy { $0.count == 5 })
        #expect(rows[1][3] == "必填项为空" && rows[2][3] == "必填项为空")
    }

    @Test func anEarlierRepairFilesColumnsAreReplaced() throws {
        let folder = try TemporaryFolder()
        let layout = CSVRepairTests.layout(CSVRepairTests.comma, columns: ["a", "退回原因", "b", "修改建议"])
        let bytes = try write(layout, [(Array("1,\"old,reason\",2,old".utf8), false)], to: folder)
        #expect(bytes.text(.utf8) == "a,b,退回原因,修改建议\n1,2,必填项为空,补填“许可内容”\n")
    }

    @Test func tooLongRowsAreCutBetweenCharacters() throws {
        let folder = try TemporaryFolder()
        let raw = Array("a,b,".utf8) + Array(String(repeating: "长", count: 400_000).utf8)
        let bytes = try write(CSVRepairTests.layout(CSVRepairTests.comma), [(raw, true)], to: folder)
        let row = SmallCSV.rows(bytes.text(.utf8), delimiter: ",")[1]
        #expect(bytes.count < 40 << 10)
        #expect(row[2].unicodeScalars.allSatisfy { $0 == "长" })
        #expect(row[3].contains("过长"))
    }

    @Test func noReasonIsAFormula() throws {
        let folder = try TemporaryFolder()
        let bytes = try write(
            CSVRepairTests.layout(CSVRepairTests.comma), [(Array("1,2,3".utf8), false)],
            reasons: "=HYPERLINK(\"x\")\n\"", to: folder)
        let rows = SmallCSV.rows(bytes.text(.utf8), delimiter: ",")
        #expect(rows[1] == ["1", "2", "3", "'=HYPERLINK(\"x\") \"", "补填“许可内容”"])
    }

    @Test func aQuoteUnderACombiningMarkIsDoubled() { #expect(CSVTable.quoted("a\"\u{301},b") == "\"a\"\"\u{301},b\"") }

    @Test func anUnfinishedFileLeavesNothing() throws {
        let folder = try TemporaryFolder()
        do {
            _ = try RepairWriter(
                layout: CSVRepairTests.layout(CSVRepairTests.comma), output: folder.path + "/repair.csv")
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }

    /// A mended file that comes back is read with the same mapping; its two columns are no data and not unknown.
    @Test(arguments: forms) func aRepairFileIsExtractedAgain(_ form: Form) throws {
        let folder = try TemporaryFolder()
        let codec = TextCodec(form.encoding)
        let cut = String(form.delimiter)
        let rows: [(raw: [UInt8], isDamaged: Bool)] = (0..<5).map {
            $0 % 2 == 0
                ? (codec.encode("\"示例\(cut)公司\"\(cut)91330100MA27W8AB3C\(cut)餐饮服务亅\($0)"), false)
                : (codec.encode("示例公司\(cut)91330100MA27W8AB3C\(cut)餐饮\(cut)服务亅"), true)
        }
        _ = try write(CSVRepairTests.layout(form), rows, reasons: "「许可内容」含有, ; | 等符号", to: folder)
        let fields = ["party_name", "credit_code", "content"].map { Field(name: $0, title: $0) }
        let item = Item(
            number: 0, id: "licence", title: "行政许可", itemClass: .licence, isSelfDisclosed: false, fields: fields)
        let mapping = Mapping(
            department: "d", name: "m", item: 0, format: "csv",
            columns: CSVRepairTests.columns.enumerated().map { Mapping.Column(field: $0, labels: [$1]) })
        var contents: [String] = []
        let summary = try CSVExtractor(
            path: folder.path + "/repair.csv", plan: ExtractionPlan(mapping: mapping, item: item)
        )
        .extract { batch in
            for row in 0..<batch.count {
                #expect(batch.damages[row] == .none)
                contents.append(String(decoding: batch.value(2, row).buffer, as: UTF8.self))
            }
        }
        #expect(summary.layout.unknown.isEmpty)
        #expect(summary.layout.encoding == form.encoding)
        #expect(contents == (0..<5).map { $0 % 2 == 0 ? "餐饮服务亅\($0)" : "餐饮\(cut)服务亅" })
    }
}
