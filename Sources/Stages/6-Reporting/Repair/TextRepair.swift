import Model

/// A repair file of a format whose rows stand in it as bytes (``RepairForm``).
final class TextRepair: RepairFile {
    private let output: RepairOutput
    private let codec: TextCodec
    private let form: any RepairForm

    init(_ layout: Layout, _ path: String) throws {
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

    func append(_ row: RepairRow) throws {
        let isCut = row.isDamaged && row.raw.count > RepairWriter.longestRow
        let kept = isCut ? Array(row.raw[..<(RepairWriter.longestRow & ~1)]) : row.raw
        let note = isCut ? RepairWriter.cutNote(kept.count) : ""
        try output.write(
            form.row(
                kept, isDamaged: row.isDamaged, isCut: isCut, reasons: RepairWriter.line(row.reasons + note),
                suggestions: RepairWriter.line(row.suggestions)))
    }

    func close() throws {
        try output.write(form.end)
        try output.close()
    }
}
