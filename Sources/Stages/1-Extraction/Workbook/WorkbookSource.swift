import Model

/// A worksheet of a workbook.
struct Worksheet: Equatable {
    var name: String
    /// What its author hid is not read unless a mapping names it.
    var isHidden = false
}

/// A workbook of one file format.
protocol WorkbookSource: AnyObject {
    static var format: FileNature.Format { get }

    /// - Throws: ``RefusedFile`` where the file is no such workbook, is protected, or is more than ``WorkbookLimits`` allow.
    init(path: String, nature: FileNature) throws

    /// In the workbook's order.
    var sheets: [Worksheet] { get }

    /// Hands out the rows of a sheet that hold something, by rising numbers, until `body` returns false. The row is reused.
    /// - Returns: whether the sheet could be read to its end.
    func read(_ sheet: Int, rowLimit: Int, _ body: (SheetRow) throws -> Bool) throws -> Bool
}

/// What a workbook may take once it is unpacked; a file that says less and has more is refused while it is read.
enum WorkbookLimits {
    /// Files in a workbook's archive.
    static let entries = 10_000
    /// Bytes of one part.
    static let partBytes = 2 << 30
    /// Bytes of the table of shared strings.
    static let stringBytes = 1 << 30
    /// How many times a part may be larger than packed, once it is larger than ``freeBytes``.
    static let ratio = 200
    static let freeBytes = 16 << 20
    /// Rows of Excel's sheets.
    static let rows = 1_048_576
    static let sheets = 255
    /// Bytes of a sheet written out as text: small files name the same long text a million times.
    static let textBytes = 4 << 30
}
