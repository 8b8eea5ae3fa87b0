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

    private let path: String
    private let book: Workbook
    private let sheet: Sheet
    /// Columns of the file that are not an earlier repair file's own.
    private let kept: [Int]
    /// By field, its place among the kept columns.
    private var places: [Int: Int] = [:]
    private var rows = 0

    init(_ layout: Layout, _ path: String) throws {
        self.path = path
        kept = layout.columns.indices.filter { !RepairColumn.isOne(layout.columns[$0]) }
        book = try Workbook(title: "返修 Repair", created: 0, isRowByRow: true)
        sheet = try book.sheet(layout.sheet ?? "Sheet1")
        for (place, column) in kept.enumerated() {
            if let field = layout.fields[column] { places[field] = place }
        }
        for column in 0..<(kept.count + 2) { sheet.width(column < kept.count ? 18 : 48, columns: column...column) }
        let labels = kept.map { layout.columns[$0] } + [RepairColumn.reason, RepairColumn.suggestion]
        for (place, label) in labels.enumerated() { try sheet.write(label, 0, place, .header) }
        sheet.freeze(row: 1, column: 0)
    }

    func append(_ row: RepairRow) throws {
        rows += 1
        let cells = UnfoldedText.cells(row.raw)
        for (place, column) in kept.enumerated() where column < cells.count && !cells[column].isEmpty {
            try sheet.write(cells[column], rows, place)
        }
        try sheet.write(RepairWriter.line(row.reasons), rows, kept.count)
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

    func close() throws { try book.finish(as: path) }
}
