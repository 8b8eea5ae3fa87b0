import Foundation
import Model
import Testing

@testable import Extraction

/// Old workbooks: what their cells hold. The fixtures were written by xlwt, formulas' results put in by hand.
@Suite struct XLSTests {
    static func fixture(_ name: String) throws -> [UInt8] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")
        return [UInt8](try Data(contentsOf: folder.appending(path: name)))
    }

    /// A sheet's rows by their numbers, and whether it was read to its end.
    static func rows(_ bytes: [UInt8], _ sheet: Int = 0, rowLimit: Int = 1 << 20) throws
        -> (rows: [Int: [String]], isWhole: Bool)
    {
        var rows: [Int: [String]] = [:]
        let isWhole = try XLSWorkbook(bytes).read(sheet, rowLimit: rowLimit) { row in
            rows[row.number] = row.strings
            return true
        }
        return (rows, isWhole)
    }

    @Test func hiddenSheetsAreKnown() throws {
        #expect(
            try XLSWorkbook(Self.fixture("kinds.xls")).sheets == [
                Worksheet(name: "说明", isHidden: true), Worksheet(name: "底稿", isHidden: true),
                Worksheet(name: "报送表"),
            ])
    }

    @Test func cellsReadAsPeopleSeeThem() throws {
        let (rows, isWhole) = try Self.rows(Self.fixture("kinds.xls"), 2)
        #expect(isWhole)
        #expect(
            rows == [
                1: ["名称", "代码", "内容"], 2: ["TRUE", "FALSE", "#N/A"],
                3: ["#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!"], 4: ["000042", "1234567", "0.3"],
                5: ["2025-03-07", "2025-03-07 08:30:15", "06:00:00"], 6: ["1234.5", "-3", "123456789012345"],
                // Formulas: a text, a date, a number; a boolean, an error, an empty text.
                7: ["由公式得出", "2025-03-07", "20.1"], 8: ["TRUE", "#DIV/0!"], 9: ["字😀", "", "a\nb"],
                11: ["甲公司x"], 12: ["1", "2", "3"],
            ])
    }

    @Test func daysCountFrom1904WhereTheWorkbookSaysSo() throws {
        let (rows, _) = try Self.rows(Self.fixture("kinds-1904.xls"), 2)
        #expect(rows[5] == ["2029-03-08", "2029-03-08 08:30:15", "06:00:00"] && rows[7]?[1] == "2029-03-08")
    }

    @Test func textsGoOnInTheNextRecord() throws {
        let (rows, isWhole) = try Self.rows(Self.fixture("continued.xls"))
        #expect(isWhole && rows.count == 92)
        for index in 0..<90 {
            let middle = String(repeating: index % 3 == 0 ? "l" : "长", count: index * 37 % 400)
            let number = String(repeating: "0", count: 3 - "\(index)".count) + "\(index)"
            #expect(rows[index + 1] == [number + middle + (index % 2 == 0 ? "e" : "尾")])
        }
        #expect(rows[91] == [String(repeating: "万", count: 16_000)])
        #expect(rows[92] == [String(repeating: "w", count: 9000) + "宽"])
    }

    @Test("Each continuation says anew how wide its characters are; runs and phonetic data are passed over")
    func continuationsChangeTheWidth() throws {
        let runs: [UInt8] = [0, 0, 0, 0, 1, 0, 0, 0]
        let table: [UInt8] =
            XLSFile.word(6) + [0x0C] + XLSFile.word(2) + XLSFile.long(5) + Array("ab".utf8)
        let second: [UInt8] = [1] + XLSFile.utf16("丙😀")
        let third: [UInt8] = [0] + Array("z".utf8) + runs.prefix(3)
        let fourth: [UInt8] = Array(runs.suffix(5)) + [9, 9, 9, 9, 9] + XLSFile.word(2) + [1] + XLSFile.utf16("尾巴")
        let file = XLSFile(
            globals: [
                XLSFile.sharedStrings(2, table), .init(0x3C, second), .init(0x3C, third), .init(0x3C, fourth),
            ], sheet: [XLSFile.shared(0, 0, 0), XLSFile.shared(0, 1, 1)])
        let (rows, isWhole) = try Self.rows(file.bytes)
        #expect(rows == [1: ["ab丙😀z", "尾巴"]] && isWhole)
    }

    @Test func smallNumbersComeAlone() throws {
        let file = XLSFile(sheet: [
            .init(0x27E, XLSFile.cell(0, 0) + XLSFile.long(-7 << 2 | 2)),
            .init(0x27E, XLSFile.cell(0, 1) + XLSFile.long(2010 << 2 | 3)),
            .init(
                0xBD,
                XLSFile.word(0) + XLSFile.word(3) + XLSFile.word(0) + XLSFile.long(5 << 2 | 2) + XLSFile.word(0)
                    + XLSFile.long(Int(1.5.bitPattern >> 32)) + XLSFile.word(4)),
        ])
        let (rows, isWhole) = try Self.rows(file.bytes)
        #expect(rows == [1: ["-7", "20.1", "", "5", "1.5"]] && isWhole)
    }

    @Test func olderWorkbooksHaveBytesOfACodePage() throws {
        // 名称 in GBK; é in Latin-1.
        let chinese: [UInt8] = [0xC3, 0xFB, 0xB3, 0xC6]
        func file(_ page: Int, _ text: [UInt8]) -> XLSFile {
            XLSFile(
                globals: [.init(0x42, XLSFile.word(page))],
                sheet: [
                    .init(0x204, XLSFile.cell(0, 0) + XLSFile.word(text.count) + text),
                    .init(0xD6, XLSFile.cell(0, 1) + XLSFile.word(text.count) + text + [1, 0, 0]),
                    .init(0x06, XLSFile.cell(0, 2) + [0, 0, 0, 0, 0, 0, 0xFF, 0xFF] + [UInt8](repeating: 0, count: 8)),
                    .init(0x207, XLSFile.word(text.count) + text),
                ], version: 0x0500)
        }
        #expect(try Self.rows(file(936, chinese).bytes).rows == [1: ["名称", "名称", "名称"]])
        #expect(try Self.rows(file(1252, [0x63, 0xE9]).bytes).rows == [1: ["cé", "cé", "cé"]])
        #expect(throws: RefusedFile.self) { try XLSWorkbook(file(932, chinese).bytes) }
    }

    @Test func smallStreamsLieInTheRootsStream() throws {
        let file = XLSFile(sheet: [.init(0x203, XLSFile.cell(0, 0) + XLSFile.double(12.5))])
        let bytes = XLSFile.container(file.stream, name: "Workbook", isSmall: true)
        #expect(try Self.rows(bytes).rows == [1: ["12.5"]])
    }
}
