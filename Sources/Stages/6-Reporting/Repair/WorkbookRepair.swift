import Foundation
import Model

/// A repair file of a workbook: its failed rows as texts, reason and suggestion in two added columns, and on each failing cell a comment that says
/// what is wrong with it. Written row by row, so that memory grows with the comments alone.
final class WorkbookRepair: RepairFile {
    /// Formats that come back as a workbook: no library writes the old ones.
    static let formats: Set<String> = ["xlsx", "xls", "spreadsheetml"]
    /// Rows with comments; those behind have their reasons in the added column alone.
    private static let commentedRows = 5000
    /// Units of UTF-16 of a comment.
    private static let longestComment = 1000
    /// Columns of a sheet less the two that are added.
    private static let mostColumns = 16_384 - 2
    private static let mostRows = 1_048_575
    /// Units of UTF-16 of what has no column that stand in the reason.
    private static let longestRest = 20_000

    private let book: Workbook
    private let sheet: Sheet
    private let labels: [String]
    /// Columns of the file that have a label or a field and are not an earlier repair file's own.
    private let kept: [Int]
    /// Columns of an earlier repair file.
    private let own: Set<Int>
    /// By field, its place among the kept columns.
    private var places: [Int: Int] = [:]
    private var rows = 0

    init(_ layout: Layout, _ path: String) throws {
        labels = layout.columns
        let own = Set(layout.columns.indices.filter { RepairColumn.isOne(layout.columns[$0]) })
        self.own = own
        kept = Array(
            layout.columns.indices.filter { column in
                !own.contains(column) && (!layout.columns[column].isEmpty || layout.fields[column] != nil)
            }.prefix(WorkbookRepair.mostColumns))
        book = try Workbook(title: "返修 Repair", created: 0, isRowByRow: true, target: path)
        sheet = try book.sheet(layout.sheet ?? "Sheet1")
        for (place, column) in kept.enumerated() {
            if let field = layout.fields[column] { places[field] = place }
        }
        for column in 0..<(kept.count + 2) { sheet.width(column < kept.count ? 18 : 48, columns: column...column) }
        for (place, column) in kept.enumerated() { try sheet.write(labels[column], 0, place, .header) }
        try sheet.write(RepairColumn.reason, 0, kept.count, .header)
        try sheet.write(RepairColumn.suggestion, 0, kept.count + 1, .header)
        sheet.freeze(row: 1, column: 0)
    }

    func append(_ row: RepairRow) throws {
        // Behind a full sheet there is only the row that says that the rest of the file could not be read.
        guard rows < WorkbookRepair.mostRows else { return }
        rows += 1
        let isCut = row.isDamaged && row.raw.count > RepairWriter.longestRow
        let raw = isCut ? WorkbookRepair.beginning(of: row.raw) : row.raw[...]
        let cells = UnfoldedText.cells(raw)
        var notes = isCut ? RepairWriter.cutNote(raw.count) : ""
        for (place, column) in kept.enumerated() where column < cells.count && !cells[column].isEmpty {
            try sheet.write(data: cells[column], rows, place)
            if SheetText.isTooLong(cells[column]) {
                notes += "（第 \(place + 1) 列“\(labels[column].prefix(80))”超过 \(SheetText.limit) 字，这里有删节，请按原文件补齐）"
            }
        }
        notes += rest(of: cells)
        // What is added counts more than the end of a long list of reasons.
        let room = max(0, SheetText.limit - notes.utf16.count - 2)
        let reasons = row.reasons.utf16.count > room ? String(row.reasons.prefix(room / 2)) + "…" : row.reasons
        try sheet.write(RepairWriter.line(reasons + notes), rows, kept.count)
        try sheet.write(RepairWriter.line(row.suggestions), rows, kept.count + 1)
        guard rows <= WorkbookRepair.commentedRows else { return }
        var comments: [Int: String] = [:]
        for (field, reason) in row.cells {
            guard let place = places[field] else { continue }
            comments[place] = comments[place].map { "\($0)\n\(reason)" } ?? reason
        }
        for (place, text) in comments.sorted(by: { $0.key < $1.key }) {
            try sheet.comment(String(text.prefix(WorkbookRepair.longestComment)), rows, place)
        }
    }

    func close() throws { try book.place() }

    /// What stands in columns that the repair file does not have, so that it is not lost.
    private func rest(of cells: [String]) -> String {
        var columns = Set(cells.indices).subtracting(kept)
        columns.subtract(own)
        let found = columns.sorted().filter { !cells[$0].isEmpty }
        guard !found.isEmpty else { return "" }
        let text = found.map { "第 \($0 + 1) 列“\(cells[$0])”" }.joined(separator: "、")
        let isWhole = text.utf16.count <= WorkbookRepair.longestRest
        let shown =
            isWhole
            ? text : String(String.UnicodeScalarView(text.unicodeScalars.prefix(WorkbookRepair.longestRest / 2)))
        return "（原表中没有表头的列：\(shown)\(isWhole ? "" : "……，这里有删节，请按原文件补齐")）"
    }

    /// The beginning of a row that is too long, cut between characters.
    private static func beginning(of raw: [UInt8]) -> ArraySlice<UInt8> {
        var kept = raw.prefix(RepairWriter.longestRow)
        if raw[kept.count] & 0xC0 == 0x80 {
            while let last = kept.last, last & 0xC0 == 0x80 { kept.removeLast() }
            kept.removeLast()
        }
        return kept
    }
}
