package import Model

/// Writes a repair file: a delivery's failed rows in the sender's own format, encoding and column order, with reason and suggestion
/// in two added columns, ready to be mended and sent again.
///
/// Rows go straight to disk; the file has its name once ``close()`` has run. Extraction ignores the two columns of a file that
/// comes back (``RepairColumn``).
package final class RepairWriter {
    /// The longest row that is copied whole, in bytes; of a longer, damaged one the beginning is.
    package static let longestRow = 32 << 10

    private let output: RepairOutput
    private let codec: TextCodec
    private let form: any RepairForm
    package private(set) var rows = 0

    /// - Throws: ``SystemError`` where the file cannot be created.
    package init(layout: Layout, output path: String) throws {
        output = try RepairOutput(path: path)
        codec = TextCodec(layout.encoding)
        guard let formType = repairForm(for: layout.format) else {
            throw SystemError(
                chinese: "格式“\(layout.format)”没有返修文件的写法（RepairForm）。",
                english: "The format “\(layout.format)” has no form for repair files (RepairForm).")
        }
        form = formType.init(layout, codec)
        if layout.byteOrderMark > 0 { try output.write(codec.mark) }
        try output.write(form.start)
    }

    /// - Parameters:
    ///   - raw: the row's bytes as received, without the line break; of a row over the limit its beginning is enough, as long as it
    ///     is more than ``longestRow``.
    ///   - isDamaged: whether the row could not be read as a row.
    package func append(raw: [UInt8], isDamaged: Bool, reasons: String, suggestions: String) throws {
        let isCut = isDamaged && raw.count > RepairWriter.longestRow
        let kept = isCut ? Array(raw[..<(RepairWriter.longestRow & ~1)]) : raw
        let note = isCut ? "（此行过长，这里只保留开头 \(kept.count) 字节，请按原文件补齐）" : ""
        try output.write(
            form.row(
                kept, isDamaged: isDamaged, isCut: isCut, reasons: RepairWriter.line(reasons + note),
                suggestions: RepairWriter.line(suggestions)))
        rows += 1
    }

    package func close() throws {
        try output.write(form.end)
        try output.close()
    }

    /// One line, and nothing that a spreadsheet takes for a formula.
    private static func line(_ text: String) -> String {
        CSVTable.harmless(String(String.UnicodeScalarView(text.unicodeScalars.map { $0.value < 0x20 ? " " : $0 })))
    }
}
