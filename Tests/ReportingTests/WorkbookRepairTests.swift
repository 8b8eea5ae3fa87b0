import Foundation
import Model
import Testing

@testable import Reporting

/// Failed rows of a workbook on their way back.
@Suite struct WorkbookRepairTests {
    private func layout() -> Layout {
        var layout = Layout(format: "xls", encoding: .utf8, byteOrderMark: 0)
        layout.columns = ["名称", "代码", RepairColumn.reason, "备注"]
        layout.fields = [1, 0, nil, nil]
        layout.sheet = "报送[1]"
        return layout
    }

    private func parts(_ rows: [RepairRow], _ layout: Layout? = nil) throws -> Unpacked {
        let folder = try TemporaryFolder()
        let path = folder.path + "/repair.xlsx"
        let writer = try RepairWriter(layout: layout ?? self.layout(), output: path)
        for row in rows { try writer.append(row) }
        try writer.close()
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["repair.xlsx"])
        let rights = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(try #require(rights) & 0o137 == 0, "nobody else reads it")
        return try #require(Unpacked([UInt8](Data(contentsOf: URL(filePath: path)))))
    }

    private func row(_ cells: [String], isDamaged: Bool = false, _ notes: [(field: Int, reason: String)] = [])
        -> RepairRow
    {
        RepairRow(
            raw: Array(cells.joined(separator: "\u{1F}").utf8), isDamaged: isDamaged, reasons: "代码有误",
            suggestions: "代码 → 7",
            cells: notes)
    }

    @Test func failingCellsHaveComments() throws {
        let parts = try parts([
            row(["甲", "=1+1", "旧的原因", "注\u{1E}释"], [(0, "代码有误"), (0, "还有一处"), (7, "没有这一列")]),
            row(["乙"], [(1, "名称有误")]),
        ])
        let comments = try #require(parts["xl/comments1.xml"])
        #expect(comments.components(separatedBy: "<comment ").count - 1 == 2)
        #expect(comments.contains("ref=\"B2\"") && comments.contains("ref=\"A3\""))
        #expect(comments.contains("代码有误\n还有一处"))
        let sheet = try #require(parts["xl/worksheets/sheet1.xml"])
        // Texts, whatever they begin with, and nothing of an earlier repair.
        #expect(!sheet.contains("<f>") && !sheet.contains("旧的原因") && sheet.contains("=1+1") && sheet.contains("注\n释"))
        for label in [RepairColumn.reason, RepairColumn.suggestion] {
            #expect(sheet.components(separatedBy: label).count == 2)
        }
    }

    @Test func damagedRowsShowWhatThereIs() throws {
        let sheet = try #require(try parts([row(["\u{1C}"], isDamaged: true)])["xl/worksheets/sheet1.xml"])
        #expect(sheet.contains("代码有误"))
    }

    /// What a page would not show goes back as it came: only what XML cannot hold is replaced.
    @Test func dataGoesBackAsItCame() throws {
        let sheet = try #require(parts([row(["\u{200E}甲\u{202C}\u{85}", "\u{FFFE}"])])["xl/worksheets/sheet1.xml"])
        #expect(sheet.contains("\u{200E}甲\u{202C}\u{85}") && !sheet.contains("\u{FFFE}"))
        #expect(sheet.unicodeScalars.count { $0 == "\u{FFFD}" } == 1)
    }

    /// Cells beyond the header are what makes a row ragged: whoever mends it must see them.
    @Test func whatHasNoColumnStandsInTheReason() throws {
        let sheet = try #require(
            parts([row(["甲", "1", "旧的原因", "注", "", "多的", "还有"], isDamaged: true)])["xl/worksheets/sheet1.xml"])
        #expect(sheet.contains("第 6 列“多的”、第 7 列“还有”") && !sheet.contains("旧的原因"))
    }

    @Test func whatIsCutSaysSo() throws {
        let long = String(repeating: "长", count: 40_000)
        let sheet = try #require(
            parts([row([long], isDamaged: true), row(["甲", long])])["xl/worksheets/sheet1.xml"])
        #expect(sheet.contains("此行过长，这里只保留开头"))
        #expect(sheet.contains("第 2 列“代码”超过 32767 字") && !sheet.contains("\u{FFFD}"))
    }

    /// A sheet has 16,384 columns, and two are added.
    @Test func aHeaderInTheLastColumnLeavesRoom() throws {
        var layout = self.layout()
        layout.columns = ["名称", "代码"] + Array(repeating: "", count: 16_381) + ["末"]
        layout.fields = [1, 0] + Array(repeating: nil, count: 16_382)
        let sparse = try parts([row(["甲", "1"] + Array(repeating: "", count: 16_381) + ["尾"])], layout)
        let sheet = try #require(sparse["xl/worksheets/sheet1.xml"])
        #expect(sheet.contains("尾") && sheet.contains("r=\"E1\"") && !sheet.contains("r=\"F1\""))
        layout.columns = (0..<16_384).map { "列\($0)" }
        let full = try parts([row(["甲", "1"] + Array(repeating: "", count: 16_381) + ["尾"])], layout)
        #expect(try #require(full["xl/worksheets/sheet1.xml"]).contains("第 16384 列“尾”"))
    }

    @Test func nothingIsLeftOfWhatFailed() throws {
        let folder = try TemporaryFolder()
        var writer: RepairWriter? = try RepairWriter(layout: layout(), output: folder.path + "/repair.xlsx")
        try writer?.append(row(["甲"]))
        writer = nil
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }

    @Test func oldWorkbooksComeBackAsNewOnes() {
        #expect(RepairWriter.fileExtension(layout(), of: "xls") == "xlsx")
        #expect(
            RepairWriter.fileExtension(Layout(format: "csv", encoding: .utf8, byteOrderMark: 0), of: "txt") == "txt")
    }
}
