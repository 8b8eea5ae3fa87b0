import Bytes
import Foundation
import Model
import Testing

@testable import Extraction

/// Office Open XML workbooks, as programs write them and as attackers do.
@Suite struct XLSXTests {
    private let plan = ExtractionTests.plan(["名称", "代码", "日期"], format: "xlsx")

    private func read(
        _ file: WorkbookFile, sheet: String? = nil
    ) throws -> (extracted: Extracted, sheet: UnfoldedSheet) {
        var plan = plan
        plan.mapping.sheet = sheet
        return try extractWorkbook(WorkbookExtractor<XLSXWorkbook>.self, file.bytes, plan)
    }

    private static let header =
        "<row r=\"1\"><c t=\"s\"><v>0</v></c><c t=\"s\"><v>1</v></c><c t=\"s\"><v>2</v></c></row>"
    private static let labels = ["<t>名称</t>", "<t>代码</t>", "<t>日期</t>"]

    private func one(_ rows: String, strings: [String] = [], formats: [String] = [], is1904: Bool = false) throws
        -> Extracted
    {
        try read(
            WorkbookFile(
                [.init(name: "表", rows: Self.header + rows)], strings: Self.labels + strings, formats: formats,
                is1904: is1904)
        ).extracted
    }

    @Test func everyKindOfCell() throws {
        let read = try one(
            """
            <row r="2"><c r="A2" t="s"><v>3</v></c><c r="B2"><v>17</v></c><c r="C2" s="1"><v>43831</v></c></row>
            <row r="3"><c r="A3" t="inlineStr"><is><r><t>乙</t></r><r><t>公司</t></r><rPh><t>x</t></rPh></is></c>\
            <c r="B3" s="2"><v>42</v></c><c r="C3" t="str"><f>A1</f><v>2020年1月</v></c></row>
            <row r="4"><c r="A4" t="s"><v>4</v></c><c r="B4" t="b"><v>1</v></c><c r="C4" t="e"><v>#N/A</v></c></row>
            <row r="5"><c r="A5" t="s"><v>99</v></c><c r="C5"><f>1+1</f><v>2</v></c></row>
            <row r="6"><c r="A6" t="s"><v>5</v></c><c r="B6" s="7"><v>5</v></c></row>
            """,
            strings: [
                "<r><t>甲</t></r><r><t xml:space=\"preserve\">公司</t></r><rPh sb=\"0\"><t>jia</t></rPh>",
                "<t>丙_x000A_公司</t>", "<t/>",
            ],
            formats: ["yyyy/m/d", "000000"])
        #expect(
            read.good == [
                ["甲公司", "17", "2020-01-01"], ["乙公司", "000042", "2020年1月"], ["丙\n公司", "TRUE", "#N/A"],
                ["", "", "2"], ["", "5", ""],
            ])
        #expect(read.rows.map(\.position.line) == [2, 3, 4, 5, 6])
    }

    @Test func daysCountFrom1904WhereTheWorkbookSaysSo() throws {
        let read = try one(
            "<row><c><v>1</v></c><c/><c s=\"1\"><v>42369</v></c></row>", formats: ["d-mmm-yy"], is1904: true)
        #expect(read.good == [["1", "", "2020-01-01"]])
    }

    /// References may be left out, cells and rows may be out of order; no row is lost.
    @Test func placesAreMadeUpWhereTheyLackOrGoBack() throws {
        let read = try one(
            """
            <row><c><v>1</v></c><c><v>2</v></c></row>
            <row r="9"><c r="C9"><v>3</v></c><c r="A9"><v>1</v></c></row>
            <row r="4"><c><v>5</v></c></row>
            <row r="x"><c r="?"><v>6</v></c></row>
            """)
        #expect(read.good == [["1", "2", ""], ["1", "", "3"], ["5", "", ""], ["6", "", ""]])
        #expect(read.rows.map(\.position.line) == [2, 9, 10, 11])
    }

    @Test func rowsBeyondTheSheetAreABrokenRest() throws {
        let read = try one("<row r=\"1048576\"><c><v>1</v></c></row><row r=\"1048577\"><c><v>2</v></c></row>")
        #expect(read.good == [["1", "", ""]] && read.rows[0].position.line == 1_048_576)
        #expect(read.damages == [.none, .malformed])
        let middle = try one(
            "<row r=\"2\"><c><v>1</v></c></row><row r=\"1048577\"><c><v>2</v></c></row><row r=\"4\"><c><v>3</v></c></row>"
        )
        #expect(middle.damages == [.none, .malformed])
    }

    @Test func truthValuesByWord() throws {
        let read = try one(
            "<row><c t=\"b\"><v>true</v></c><c t=\"b\"><v>false</v></c><c t=\"b\"><v>0</v></c></row>")
        #expect(read.good == [["TRUE", "FALSE", "FALSE"]])
    }

    /// Formats of differential styles are numbered like cells' own.
    @Test func formatsOfConditionsAreNotTheCells() throws {
        var file = WorkbookFile(
            [.init(name: "表", rows: Self.header + "<row><c s=\"1\"><v>43831</v></c></row>")], strings: Self.labels,
            formats: ["yyyy-mm-dd"])
        let styles = try #require(file.parts.first { $0.name == "xl/styles.xml" }).text
        file.replace(
            "xl/styles.xml",
            with: styles.replacing(
                "</styleSheet>",
                with: "<dxfs><dxf><numFmt numFmtId=\"164\" formatCode=\"0.00\"/></dxf></dxfs></styleSheet>"))
        #expect(try read(file).extracted.good == [["2020-01-01", "", ""]])
    }

    @Test func whatStandsBesideTheTableIsAFaultOfItsRow() throws {
        let read = try one(
            "<row r=\"2\"><c r=\"A2\"><v>1</v></c><c r=\"E2\"><v>9</v></c></row><row r=\"3\"><c><v>2</v></c></row>")
        #expect(read.damages == [.ragged, .none])
    }

    // MARK: Sheets

    private func sheets(_ states: [String]) -> WorkbookFile {
        WorkbookFile(
            states.enumerated().map { number, state in
                .init(
                    name: "表\(number + 1)",
                    rows: WorkbookFile.inline([["名称", "代码", "日期"], ["公司\(number + 1)", "1", ""]]), state: state)
            })
    }

    @Test func hiddenSheetsAreReadWhereTheMappingNamesThem() throws {
        let file = sheets(["hidden", "visible", "veryHidden", "visible"])
        let (read, sheet) = try self.read(file)
        #expect(read.good == [["公司2", "1", ""]] && sheet == UnfoldedSheet(name: "表2", unread: ["表4"]))
        #expect(try self.read(file, sheet: "表1").extracted.good == [["公司1", "1", ""]])
        #expect(try self.read(file, sheet: "4").sheet == UnfoldedSheet(name: "表4"))
        let refusal = #expect(throws: RefusedFile.self) { try self.read(file, sheet: "表9") }
        #expect(refusal?.chinese.contains("表1、表2、表3、表4") == true)
    }

    /// A repair file has one sheet, whatever was the number of the one that was read.
    @Test func theOnlySheetIsTheOneThatAMappingNames() throws {
        let file = sheets(["hidden", "visible"])
        for name in ["3", "报送[1]"] {
            let (read, sheet) = try self.read(file, sheet: name)
            #expect(read.good == [["公司2", "1", ""]] && sheet == UnfoldedSheet(name: "表2"), "\(name)")
        }
    }

    /// Which mapping reads a file is decided by the sheet that the mapping would read.
    @Test func labelsForAMappingAreThoseOfItsSheet() throws {
        let file = WorkbookFile([
            .init(name: "封面", rows: WorkbookFile.inline([["说明"]])),
            .init(name: "数据", rows: WorkbookFile.inline([["名称", "代码"]]), state: "hidden"),
            .init(name: "其他", rows: WorkbookFile.inline([["别的"]])),
        ])
        let path = NSTemporaryDirectory() + "guiji-workbook-\(UUID().uuidString)"
        defer { unlink(path) }
        try file.write(to: path)
        let header = try WorkbookExtractor<XLSXWorkbook>.header(
            path: path, nature: Sniffer.inspect(path: path), limit: 1 << 20)
        var mapping = plan.mapping
        #expect(header.labels(for: mapping) == [["说明"], ["别的"]])
        mapping.sheet = "数据"
        #expect(header.labels(for: mapping) == [["名称", "代码"]])
        mapping.sheet = "2"
        #expect(header.labels(for: mapping) == [["名称", "代码"]])
        mapping.sheet = "没有"
        #expect(header.labels(for: mapping).isEmpty)
        #expect(!header.sample.contains("名称"))
    }

    @Test func aRefusalNamesFewSheetsAndNoPersons() throws {
        var parts = sheets(Array(repeating: "visible", count: 12))
        let book = try #require(parts.parts.first { $0.name == "xl/workbook.xml" }).text
        parts.replace("xl/workbook.xml", with: book.replacing("\"表3\"", with: "\"13812345678\""))
        let refusal = #expect(throws: RefusedFile.self) { try self.read(parts, sheet: "表99") }
        #expect(refusal?.chinese.contains("表10等 12 张") == true && refusal?.chinese.contains("13812345678") == false)
    }

    @Test func moreSheetsThanAnybodyReadsAreRefused() throws {
        var file = sheets(["visible"])
        let book = try #require(file.parts.first { $0.name == "xl/workbook.xml" }).text
        let list = try (#require(book.range(of: "<sheets>")), #require(book.range(of: "</sheets>")))
        let one = String(book[list.0.upperBound..<list.1.lowerBound])
        file.replace("xl/workbook.xml", with: book.replacing(one, with: String(repeating: one, count: 255)))
        #expect(try self.read(file).extracted.good.count == 1)
        file.replace("xl/workbook.xml", with: book.replacing(one, with: String(repeating: one, count: 256)))
        let refusal = #expect(throws: RefusedFile.self) { try self.read(file) }
        #expect(refusal?.english.contains("more than 255 sheets") == true)
    }

    @Test func theSheetWhoseHeaderFitsBestIsRead() throws {
        let file = WorkbookFile([
            .init(name: "封面", rows: WorkbookFile.inline([["关于报送的说明"]])),
            .init(name: "图", rows: "", kind: "chartsheet"),
            .init(name: "数据", rows: WorkbookFile.inline([["表一"], ["名称", "代码", "日期"], ["甲", "1", ""]])),
        ])
        let (read, sheet) = try self.read(file)
        #expect(read.good == [["甲", "1", ""]] && sheet == UnfoldedSheet(name: "数据", unread: ["封面"]))
    }

    @Test func withoutAnythingToReadItIsRefused() {
        #expect(throws: RefusedFile.self) { try self.read(WorkbookFile([.init(name: "空", rows: "")])) }
        #expect(throws: RefusedFile.self) { try self.read(sheets(["hidden"])) }
    }

    // MARK: Hostile

    @Test func partsThatLackOrAreNotWhole() throws {
        var file = WorkbookFile([["名称", "代码", "日期"], ["甲", "1", ""], ["乙", "2", ""]])
        let sheet = try #require(file.parts.last)
        file.replace(sheet.name, with: String(sheet.text.prefix(sheet.text.count - 60)))
        let read = try self.read(file).extracted
        #expect(read.damages == [.none, .malformed])
        for name in ["xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/worksheets/sheet1.xml"] {
            var file = WorkbookFile([["名称", "代码", "日期"], ["甲", "1", ""]])
            file.parts.removeAll { $0.name == name }
            #expect(throws: RefusedFile.self, "\(name)") { try self.read(file) }
        }
        // Styles and texts may lack.
        var plain = WorkbookFile([["名称", "代码", "日期"], ["甲", "1", ""]])
        plain.parts.removeAll { $0.name == "xl/styles.xml" || $0.name == "xl/sharedStrings.xml" }
        #expect(try self.read(plain).extracted.good == [["甲", "1", ""]])
    }

    @Test(arguments: ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml", "xl/styles.xml"])
    func aDocumentTypeIsRefused(_ name: String) {
        var file = WorkbookFile([["名称", "代码", "日期"], ["甲", "1", ""]])
        let laughs = (1...9).map { "<!ENTITY l\($0) \"\(String(repeating: "&l\($0 - 1);", count: 10))\">" }.joined()
        file.replace(
            name,
            with:
                "<!DOCTYPE x [<!ENTITY l0 \"ha\">\(laughs)]><x><sheetData><row><c t=\"str\"><v>&l9;</v></c></row></sheetData></x>"
        )
        let refusal = #expect(throws: RefusedFile.self) { try self.read(file) }
        #expect(refusal?.english.contains("document type") == true)
    }

    /// 32 MiB of blanks pack into some kilobytes.
    @Test(arguments: ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"])
    func aBombIsRefusedBeforeItIsUnpacked(_ name: String) {
        var file = WorkbookFile([["名称", "代码", "日期"], ["甲", "1", ""]])
        file.replace(name, with: "<sst><si><t>\(String(repeating: " ", count: 32 << 20))</t></si></sst>")
        let refusal = #expect(throws: RefusedFile.self) { try self.read(file) }
        #expect(refusal?.english.contains("unpacks to") == true)
    }

    /// A part whose size in the directory is less than what it unpacks to ends there.
    @Test func sizesThatLieAreNotBelieved() throws {
        let file = WorkbookFile([["名称", "代码", "日期"]] + (0..<2000).map { ["公司\($0)", "\($0)", ""] })
        var bytes = try file.bytes
        let name = Array("xl/worksheets/sheet1.xml".utf8)
        var patched = 0
        for place in 0..<(bytes.count - 46) where bytes[place...].starts(with: [0x50, 0x4B, 1, 2]) {
            guard bytes[(place + 46)...].starts(with: name) else { continue }
            (bytes[place + 24], bytes[place + 25], bytes[place + 26], bytes[place + 27]) = (0, 4, 0, 0)
            patched += 1
        }
        #expect(patched == 1)
        // Refused or cut short, never unpacked beyond what was announced.
        do {
            let read = try extractWorkbook(WorkbookExtractor<XLSXWorkbook>.self, bytes, plan).extracted
            #expect(read.rows.count < 2000 && read.damages.last == .malformed)
        } catch is RefusedFile {}
    }

    /// The packed size that the directory gives cannot be more than the file.
    @Test func packedSizesThatLieAreNotBelieved() throws {
        var file = WorkbookFile([["名称", "代码", "日期"], ["甲", "1", ""]])
        let name = "xl/worksheets/sheet1.xml"
        file.replace(name, with: "<x>\(String(repeating: " ", count: 32 << 20))</x>")
        var bytes = try file.bytes
        for place in 0..<(bytes.count - 46) where bytes[place...].starts(with: [0x50, 0x4B, 1, 2]) {
            guard bytes[(place + 46)...].starts(with: name.utf8) else { continue }
            (bytes[place + 20], bytes[place + 21], bytes[place + 22], bytes[place + 23]) = (0, 0, 0, 1)
        }
        let refusal = #expect(throws: RefusedFile.self) {
            try extractWorkbook(WorkbookExtractor<XLSXWorkbook>.self, bytes, plan)
        }
        #expect(refusal?.english.contains("unpacks to") == true)
    }

    /// One long text that every row names, and a cell in the last column of every row: small files, large sheets.
    @Test func sheetsThatUnfoldWithoutEndAreRefused() throws {
        let path = NSTemporaryDirectory() + "guiji-workbook-\(UUID().uuidString)"
        defer { unlink(path) }
        let writer = try SheetTextWriter(path: path, limit: 1 << 20)
        let row = SheetRow(limit: 1 << 20)
        var rows = 0
        let refusal = #expect(throws: RefusedFile.self) {
            for number in 1...1000 {
                row.begin(number)
                Array("x".utf8).withSlice { row.put($0, column: SheetRow.columnLimit - 1) }
                try writer.append(row)
                rows += 1
            }
        }
        #expect(refusal?.english.contains("unfolds to more than") == true && rows == 63)
    }

    @Test func textsLongerThanAnyCellCostTheirRows() throws {
        let long = String(repeating: "长", count: 100_000)
        let read = try one(
            """
            <row><c t="s"><v>3</v></c></row><row><c t="inlineStr"><is><t>\(long)</t></is></c></row>\
            <row><c r="XFE4"><v>1</v></c></row><row><c><v>1</v></c></row>
            """, strings: ["<t>\(long)</t>"])
        #expect(read.damages == [.tooLong, .tooLong, .tooLong, .none])
    }

    @Test func separatorsCountForARow() {
        let row = SheetRow(limit: 100)
        row.begin(1)
        Array("x".utf8).withSlice { row.put($0, column: 98) }
        #expect(!row.isTooLong && row.width == 99)
        Array("x".utf8).withSlice { row.put($0, column: 99) }
        #expect(row.isTooLong && row.width == 99)
    }

    @Test func whatIsNoTextIsAFaultOfItsRow() throws {
        let read = try one("<row><c t=\"str\"><v>甲\u{FFFD}</v></c></row><row><c><v>1</v></c></row>")
        #expect(read.damages == [.undecodable, .none])
    }

    /// Some programs write the list of types last, behind sheets of any size.
    @Test func aWorkbookIsOneWhateverItBeginsWith() throws {
        var random = SystemRandomNumberGenerator()
        let noise = (0..<10_000).map { _ in String(random.next(), radix: 36) + String(random.next(), radix: 36) }
        var file = WorkbookFile([["名称", "代码", "日期"]] + noise.map { [$0, "1", ""] })
        let sheet = try #require(file.parts.firstIndex { $0.name == "xl/worksheets/sheet1.xml" })
        file.parts.insert(file.parts.remove(at: sheet), at: 0)
        file.parts.append(file.parts.remove(at: 1))
        #expect(file.parts.first?.name == "xl/worksheets/sheet1.xml" && file.parts.last?.name == "[Content_Types].xml")
        #expect(try file.bytes.count > 150_000)
        #expect(try read(file).extracted.good.count == 10_000)
        var other = file
        other.parts = [("a.txt", "1"), ("b.csv", "1,2")]
        let refusal = #expect(throws: RefusedFile.self) { try self.read(other) }
        #expect(refusal?.reason == .unsupportedFormat)
    }

    @Test func anArchiveOfThousandsOfFilesIsNoWorkbook() throws {
        var file = WorkbookFile([["名称", "代码", "日期"], ["甲", "1", ""]])
        file.parts += (0...10_000).map { ("x/\($0)", "") }
        let refusal = #expect(throws: RefusedFile.self) { try self.read(file) }
        #expect(refusal?.english.contains("more than") == true)
    }

    @Test func aRowOverTheLimitCostsItself() throws {
        var small = ExtractionTests.plan(["名称", "代码", "日期"], format: "xlsx", rowLimit: 200)
        small.mapping.sheet = nil
        let file = WorkbookFile([["名称", "代码", "日期"], [String(repeating: "长", count: 90), "1", ""], ["甲", "1", ""]])
        let read = try extractWorkbook(WorkbookExtractor<XLSXWorkbook>.self, file.bytes, small).extracted
        #expect(read.damages == [.tooLong, .none])
    }
}
