package import Model

/// A failed row on its way into a repair file.
package struct RepairRow {
    /// The row's bytes as received, without the line break; of a row over the limit its beginning is enough, as long as it is more than
    /// ``RepairWriter/longestRow``.
    package var raw: [UInt8]
    /// Whether the row could not be read as a row.
    package var isDamaged: Bool
    package var reasons: String
    package var suggestions: String
    /// What is wrong with single cells, by the number of the catalogue's field.
    package var cells: [(field: Int, reason: String)]

    package init(
        raw: [UInt8], isDamaged: Bool, reasons: String, suggestions: String, cells: [(field: Int, reason: String)] = []
    ) {
        self.raw = raw
        self.isDamaged = isDamaged
        self.reasons = reasons
        self.suggestions = suggestions
        self.cells = cells
    }
}

/// Writes failed rows in one format; the file has its name once it is closed.
protocol RepairFile: AnyObject {
    func append(_ row: RepairRow) throws
    func close() throws
}

/// Writes a repair file: a delivery's failed rows only, in the sender's own format, encoding and column order, with reason and suggestion
/// in two added columns, ready to be mended and sent again.
///
/// Rows go straight to disk; the file has its name once ``close()`` has run. Extraction ignores the two columns of a file that
/// comes back (``RepairColumn``).
package final class RepairWriter {
    /// The longest row that is copied whole, in bytes; of a longer, damaged one the beginning is.
    package static let longestRow = 32 << 10

    private let file: any RepairFile
    package private(set) var rows = 0

    /// - Throws: ``SystemError`` where the file cannot be created.
    package init(layout: Layout, output path: String) throws {
        file =
            WorkbookRepair.formats.contains(layout.format)
            ? try WorkbookRepair(layout, path) : try TextRepair(layout, path)
    }

    /// The ending of a repair file's name: the sender's, but old workbooks come back as new ones.
    package static func fileExtension(_ layout: Layout, of file: String) -> String {
        WorkbookRepair.formats.contains(layout.format) ? "xlsx" : file
    }

    package func append(_ row: RepairRow) throws {
        try file.append(row)
        rows += 1
    }

    package func close() throws { try file.close() }

    /// What a row that was cut says so with.
    static func cutNote(_ bytes: Int) -> String { "（此行过长，这里只保留开头 \(bytes) 字节，请按原文件补齐）" }

    /// One line, and nothing that a spreadsheet takes for a formula.
    static func line(_ text: String) -> String {
        CSVTable.harmless(String(String.UnicodeScalarView(text.unicodeScalars.map { $0.value < 0x20 ? " " : $0 })))
    }
}
