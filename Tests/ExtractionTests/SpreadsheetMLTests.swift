import Foundation
import Model
import Testing

@testable import Extraction

/// Workbooks in Excel 2003's XML.
@Suite struct SpreadsheetMLTests {
    static let sample = """
        <?xml version="1.0" encoding="UTF-8"?>
        <?mso-application progid="Excel.Sheet"?>
        <Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
        <Worksheet ss:Name="说明"><Table><Row><Cell><Data ss:Type="String">名称</Data></Cell></Row></Table>
        <WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel"><Visible>SheetHidden</Visible></WorksheetOptions></Worksheet>
        <Worksheet ss:Name="报送表"><Table>
        <Row><Cell ss:MergeAcross="2"><Data ss:Type="String">报送表</Data></Cell></Row>
        <Row ss:Index="3"><Cell><Data ss:Type="String">名称</Data></Cell><Cell><Data ss:Type="String">代码</Data></Cell>\
        <Cell><Data ss:Type="String">内容</Data></Cell></Row>
        <Row><Cell><Data ss:Type="String">甲公司</Data></Cell><Cell><Data ss:Type="Number">1</Data></Cell>\
        <Cell><Data ss:Type="String">有&#10;换行</Data></Cell></Row>
        <Row><Cell><Data ss:Type="String">乙公司</Data></Cell><Cell ss:Index="3"><Data ss:Type="DateTime">2025-03-07T00:00:00.000</Data></Cell></Row>
        <Row><Cell><Data ss:Type="String">丙<B>公司</B></Data></Cell><Cell><Data ss:Type="Number">20.100000000000001</Data></Cell>\
        <Cell><Data ss:Type="DateTime">2025-03-07T08:30:00.000</Data></Cell></Row>
        <Row><Cell><Data ss:Type="String">合计</Data></Cell></Row>
        </Table></Worksheet></Workbook>
        """

    private let plan = ExtractionTests.plan(["名称", "代码", "内容"], format: "spreadsheetml")

    @Test func rowsAreThoseOfTheVisibleSheet() throws {
        let (read, sheet) = try extractWorkbook(
            WorkbookExtractor<SpreadsheetMLWorkbook>.self, Array(Self.sample.utf8), plan)
        #expect(
            read.good == [
                ["甲公司", "1", "有\n换行"], ["乙公司", "", "2025-03-07"], ["丙公司", "20.1", "2025-03-07 08:30:00"],
            ])
        #expect(read.rows.map(\.position.line) == [4, 5, 6])
        #expect(sheet == UnfoldedSheet(name: "报送表") && read.summary.dropped == 2)
    }

    /// - Parameters:
    ///   - head: what stands before the sheets.
    ///   - table: what stands before its rows.
    private func read(_ rows: String, head: String = "", table: String = "<Table>") throws -> Extracted {
        let header = ["名称", "代码", "内容"].map { "<Cell><Data ss:Type=\"String\">\($0)</Data></Cell>" }.joined()
        let text =
            "<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\" xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\">\(head)<Worksheet ss:Name=\"表\">\(table)<Row>\(header)</Row>\(rows)</Table></Worksheet></Workbook>"
        return try extractWorkbook(WorkbookExtractor<SpreadsheetMLWorkbook>.self, Array(text.utf8), plan).extracted
    }

    private func row(_ index: String = "", _ cells: String...) -> String {
        "<Row\(index.isEmpty ? "" : " ss:Index=\"\(index)\"")>\(cells.joined())</Row>"
    }

    private func cell(_ text: String, type: String = "String", attributes: String = "") -> String {
        "<Cell\(attributes)><Data ss:Type=\"\(type)\">\(text)</Data></Cell>"
    }

    private static let styles = [
        ("Default", nil, nil), ("date", nil, "yyyy\\-mm\\-dd"), ("named", nil, "Short Date"),
        ("moment", nil, "General Date"),
        ("time", nil, "h:mm:ss"), ("code", nil, "000000"), ("child", "date", nil), ("fixed", nil, "Fixed"),
        ("standard", nil, "Standard"), ("currency", nil, "Currency"), ("text", nil, "@"),
    ].map { id, parent, format in
        let from = parent.map { " ss:Parent=\"\($0)\"" } ?? ""
        return
            "<Style ss:ID=\"\(id)\"\(from)><Alignment/>\(format.map { "<NumberFormat ss:Format=\"\($0)\"/>" } ?? "")</Style>"
    }.joined()

    private func styled(_ text: String, _ style: String, type: String = "Number") -> String {
        cell(text, type: type, attributes: " ss:StyleID=\"\(style)\"")
    }

    /// Programs other than Excel write days as numbers with a date's style.
    @Test func numbersReadAsTheirStylesShowThem() throws {
        let read = try self.read(
            row("", styled("45723", "date"), styled("45723", "named"), styled("45723.5", "moment"))
                + row("", styled("45723.25", "time"), styled("42", "code"), styled("45723", "child"))
                + row("", styled("45723", "fixed"), styled("45723", "standard"), styled("45723", "currency"))
                + row("", styled("45723", "text"), styled("45723", "none"), cell("45723", type: "Number")),
            head: "<Styles>\(Self.styles)</Styles>")
        #expect(
            read.good == [
                ["2025-03-07", "2025-03-07", "2025-03-07 12:00:00"], ["06:00:00", "000042", "2025-03-07"],
                ["45723", "45723", "45723"], ["45723", "45723", "45723"],
            ])
    }

    @Test func momentsReadAsTheirStylesShowThem() throws {
        let moment = "2025-03-07T08:30:00.000"
        let read = try self.read(
            row(
                "", styled(moment, "date", type: "DateTime"), styled(moment, "time", type: "DateTime"),
                styled(moment, "moment", type: "DateTime")),
            head: "<Styles>\(Self.styles)</Styles>")
        #expect(read.good == [["2025-03-07", "08:30:00", "2025-03-07 08:30:00"]])
    }

    @Test func stylesOfRowsAndColumnsAreThoseOfTheirCells() throws {
        let number = cell("45723", type: "Number")
        let read = try self.read(
            row("", number, number, number) + "<Row ss:StyleID=\"code\">\(number)\(styled("7", "fixed"))</Row>",
            head:
                "<Styles>\(Self.styles)</Styles><ExcelWorkbook xmlns=\"urn:schemas-microsoft-com:office:excel\"><Date1904/></ExcelWorkbook>",
            table: "<Table ss:StyleID=\"code\"><Column/><Column ss:Index=\"2\" ss:StyleID=\"date\" ss:Span=\"0\"/>")
        #expect(read.good == [["045723", "2029-03-08", "045723"], ["045723", "7", ""]])
    }

    @Test func placesBeyondAnyNumberDoNotOverflow() throws {
        let read = try self.read(
            row("", cell("甲", attributes: " ss:Index=\"-9223372036854775808\""))
                + row(
                    "-9223372036854775808", cell("乙", attributes: " ss:MergeAcross=\"9223372036854775807\""), cell("丙"))
                + row("", cell("丁", attributes: " ss:Index=\"9223372036854775807\""), cell("戊")) + row("", cell("己")))
        #expect(read.good == [["甲", "", ""], ["己", "", ""]])
        #expect(read.damages == [.none, .tooLong, .tooLong, .none], "what has no column is not left out in silence")
    }

    @Test func rowsBeyondTheSheetAreABrokenRest() throws {
        let read = try self.read(
            row("", cell("甲")) + row("9223372036854775807", cell("乙")) + row("", cell("丙")))
        #expect(read.damages == [.none, .malformed])
    }

    @Test func timesAndTruthValues() throws {
        let read = try self.read(
            row(
                "", cell("1899-12-31T08:30:00.000", type: "DateTime"), cell("true", type: "Boolean"),
                cell("0", type: "Boolean")))
        #expect(read.good == [["08:30:00", "TRUE", "FALSE"]])
    }

    @Test func aCellWithTooMuchTextCostsItsRow() throws {
        let read = try self.read(row("", cell(String(repeating: "长", count: 100_000))) + row("", cell("乙")))
        #expect(read.damages == [.tooLong, .none])
    }

    /// A control character became U+FFFD on the way: what it was nobody knows.
    @Test func whatIsNoTextIsAFaultOfItsRow() throws {
        let read = try self.read(row("", cell("甲\u{1}公司")) + row("", cell("乙")))
        #expect(read.damages == [.undecodable, .none])
    }

    @Test func whatBreaksOffCostsTheRest() throws {
        let cut = try #require(Self.sample.range(of: "<Row><Cell><Data ss:Type=\"String\">丙"))
        let (read, _) = try extractWorkbook(
            WorkbookExtractor<SpreadsheetMLWorkbook>.self, Array(Self.sample[..<cut.lowerBound].utf8), plan)
        #expect(read.damages == [.none, .none, .malformed])
    }
}
