import Foundation
import Model
import Testing

@testable import Reporting

@Suite struct MonthlyWorkbookTests {
    private let report = MonthlyFixture.report

    private func book() throws -> SheetReader { try #require(SheetReader(try report.xlsx())) }

    @Test func theSummaryComesFirstAndThenTheMonthlyForm() throws {
        let book = try book()
        #expect(book.names.prefix(2) == ["概况", "双公示月报表"])
        #expect(Array(book.names.dropFirst(2)) == report.sheets.map(\.chinese))
        #expect(Set(book.names).count == book.names.count)
    }

    @Test(arguments: Figure.allCases) func sheetsAgreeWithTheOtherForms(_ figure: Figure) throws {
        let book = try book()
        for sheet in ["各部门", "各部门各事项", "地区", "渠道", "明细"] {
            let values = book.column(figure.chinese, of: sheet)
            #expect(values.last == report.total.counts[figure], "\(sheet)")
            #expect(values.dropLast().reduce(0, +) == report.total.counts[figure], "\(sheet)")
        }
    }

    @Test func ratesAreNumbersWithBothCounts() throws {
        let book = try book()
        let head = book.row(1, of: "排名")
        let column = try #require(head.first { $0.value.text.hasPrefix("及时率\ntimeliness") }?.key)
        // The third of the ranking is culture: 990 of 1,050.
        let culture = book.row(4, of: "排名")
        #expect(culture[column] == .init(kind: "n", text: "0.9429", format: "0.00%"))
        let counts = head.filter { $0.value.text.hasPrefix("及时率\n分") }.keys.sorted()
        #expect(counts.compactMap { culture[$0]?.text } == ["990", "1050"])
        // health has nothing to divide by: an empty cell, not nought.
        #expect(book.row(5, of: "排名")[column] == nil)
    }

    @Test func daysAreDates() throws {
        let row = try book().row(2, of: "应报期次")
        let days = row.values.filter { $0.format == "yyyy-mm-dd" }.map(\.text)
        // 2025-07-07 is Excel's day 45845.
        #expect(days.contains("45845") && days.count == 3)
    }

    @Test func noCellIsAFormula() throws {
        let book = try book()
        for (name, cells) in book.cells { #expect(!cells.values.contains { $0.kind == "f" }, "\(name)") }
        let names = book.cells["各部门"]?.values.filter { $0.text.hasPrefix("=cmd|'/c calc'!A1<script>") } ?? []
        #expect(names.count == 1 && names.allSatisfy { $0.kind == "s" && !$0.text.contains("\u{202E}") })
        #expect(!book.parts.parts.contains { $0.name.contains("externalLink") || $0.text.contains("<hyperlink ") })
    }

    @Test func headersStayInSightAndFilter() throws {
        let book = try book()
        for name in book.names.dropFirst(2) {
            #expect(book.sheet(name).contains("state=\"frozen\""), "\(name)")
            #expect(book.sheet(name).contains("<autoFilter ref=\"A1:"), "\(name)")
            #expect(book.sheet(name).contains("paperSize=\"9\""), "\(name)")
        }
    }

    @Test func theMonthlyFormIsThatOfThePlatform() throws {
        let book = try book()
        let sheet = book.sheet("双公示月报表")
        let form = try #require(book.cells["双公示月报表"])
        #expect(sheet.contains("<mergeCell ref=\"A1:U1\"/>") && sheet.contains("<mergeCell ref=\"A2:U2\"/>"))
        #expect(form["A1"]?.text == "示例市“双公示”月报表（2025年7月1日至2025年7月31日）")
        #expect(form["A2"]?.text.contains("留空") == true)
        #expect(
            ["A3", "B3", "C3", "J3", "Q3", "R3"].map { form[$0]?.text } == [
                "单位名称", "本单位公示网址", "行政许可", "行政处罚", "报送方式", "报送存在问题情况",
            ])
        let group = ["产生数量", "本单位公示数量", "报送数量", "未报送数量", "未报送依据", "有效入库数", "市级网站公示数量"]
        #expect("CDEFGHI".map { form["\($0)4"]?.text } == group)
        #expect("JKLMNOP".map { form["\($0)4"]?.text } == group)
        // culture: licence 1000 received, 960 accepted, 7 of them withdrawn; penalty 200, 190, none.
        #expect(
            ["A5", "E5", "H5", "I5", "L5", "O5", "P5"].map { form[$0]?.text } == [
                "示例市文化广电和旅游局", "1000", "960", "953", "200", "190", "190",
            ])
        #expect(["C5", "D5", "F5", "G5", "J5"].allSatisfy { form[$0] == nil })
        #expect(form["Q5"]?.text == "批量导入（收件箱）、批量导入（指定文件）")
        #expect(form["R5"]?.text.hasPrefix("行政许可：漏报 1 期，逾期 1 期，迟报 30 条，退回 20 行") == true)
        // Only departments that send or owe either item: culture, health, long. health has no penalties.
        #expect(form["A8"]?.text == "合计数" && form["L6"] == nil)
        #expect(
            ["E8", "H8", "I8", "L8", "O8", "P8"].map { form[$0]?.text } == ["1060", "960", "953", "240", "226", "226"])
    }

    @Test func otherItemsMayStandInTheForm() throws {
        let book = try #require(
            SheetReader(try report.xlsx(DoublePublicity(licence: "annual-report", penalty: "none"))))
        #expect(book.cells["双公示月报表"]?["A5"]?.text == "示例市税务局")
        #expect(book.cells["双公示月报表"]?["E5"]?.text == "300")
    }

    @Test func nothingInTheFileTellsWhenItWasWritten() throws {
        let bytes = try report.xlsx()
        #expect(try report.xlsx() == bytes)
        let parts = try #require(Unpacked(bytes))
        // 1980-01-01 00:00, the earliest that a ZIP file can say.
        #expect(parts.parts.allSatisfy { $0.time == 0 && $0.date == 0x21 })
        #expect(
            parts["docProps/core.xml"]?.contains("<dcterms:created xsi:type=\"dcterms:W3CDTF\">2025-08-01T01:00:00Z<")
                == true)
        #expect(
            parts["docProps/core.xml"]?.contains("<dcterms:modified xsi:type=\"dcterms:W3CDTF\">2025-08-01T01:00:00Z<")
                == true)
    }

    @Test func textsKeepWithinExcelsLimits() throws {
        #expect(SheetText.cell(String(repeating: "字", count: 40_000)).utf16.count == 32_767)
        #expect(SheetText.cell(String(repeating: "𠮷", count: 20_000)).utf16.count <= 32_767)
        #expect(SheetText.cell("a\u{0}\u{202E}\u{FFFF}b\nc") == "a\u{FFFD}\u{FFFD}\u{FFFD}b\nc")
        #expect(SheetText.sheetName("[a]:*?/\\'") == "_a_______")
        #expect(SheetText.sheetName(String(repeating: "表", count: 40)).utf16.count == 31)
        var report = report
        report.restatements[0].reason = String(repeating: "长", count: 40_000)
        _ = try report.xlsx()
    }

    @Test func sheetsOfOneNameAreToldApart() throws {
        let book = try Workbook(title: "", created: 0)
        for name in ["表", "表", "History/"] { try book.sheet(name).write("=1+1", 0, 0) }
        let read = try #require(SheetReader(try book.finish()))
        #expect(read.names == ["表", "表（2）", "History_"])
        #expect(read.cells["表（2）"]?["A1"] == .init(kind: "s", text: "=1+1", format: "@"))
    }

    @Test func nothingIsLeftBehind() throws {
        let path = try { () throws -> String in
            let book = try Workbook(title: "", created: 0)
            _ = try book.sheet("表")
            _ = try book.finish()
            return book.path
        }()
        #expect(!FileManager.default.fileExists(atPath: path))
    }
}
