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

    private func parts(_ rows: [RepairRow]) throws -> Unpacked {
        let folder = try TemporaryFolder()
        let path = folder.path + "/repair.xlsx"
        let writer = try RepairWriter(layout: layout(), output: path)
        for row in rows { try writer.append(row) }
        try writer.close()
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["repair.xlsx"])
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

    @Test func oldWorkbooksComeBackAsNewOnes() {
        #expect(RepairWriter.fileExtension(layout(), of: "xls") == "xlsx")
        #expect(
            RepairWriter.fileExtension(Layout(format: "csv", encoding: .utf8, byteOrderMark: 0), of: "txt") == "txt")
    }
}
