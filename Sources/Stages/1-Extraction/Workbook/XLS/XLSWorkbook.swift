import Foundation
import Model

/// An old Excel workbook: records of BIFF8, or of BIFF5 before it, in an OLE container ([MS-XLS], [MS-CFB]). The file is held in memory; it has
/// at most 65,536 rows of 256 columns a sheet.
final class XLSWorkbook: WorkbookSource {
    static let format = FileNature.Format.xls

    /// Largest file that is opened.
    private static let sizeLimit = 256 << 20

    private let stream: BIFFStream
    private let globals: BIFFGlobals
    let sheets: [Worksheet]

    convenience init(path: String, nature: FileNature) throws {
        guard nature.size <= XLSWorkbook.sizeLimit else {
            throw RefusedFile(
                .unreadable, chinese: "旧版工作簿大于 \(XLSWorkbook.sizeLimit >> 20) MiB；请另存为 xlsx",
                english: "the old workbook is larger than \(XLSWorkbook.sizeLimit >> 20) MiB; save it as xlsx")
        }
        guard let data = FileManager.default.contents(atPath: path) else { throw XLSWorkbook.damaged }
        try self.init([UInt8](data))
    }

    init(_ bytes: [UInt8]) throws {
        guard let file = CompoundFile(bytes) else { throw XLSWorkbook.damaged }
        // A file saved for both versions has both.
        guard let content = file.stream("Workbook") ?? file.stream("Book") else {
            throw file.contains("EncryptedPackage") ? XLSWorkbook.protected : XLSWorkbook.damaged
        }
        stream = BIFFStream(content)
        globals = try BIFFGlobals(stream)
        sheets = globals.sheets.map(\.sheet)
    }

    static var protected: RefusedFile {
        RefusedFile(
            .unreadable, chinese: "工作簿设有密码；请去掉密码再报送",
            english: "the workbook is protected by a password; remove it and send the file again")
    }

    static var damaged: RefusedFile {
        RefusedFile(
            .unreadable, chinese: "不是可读的 Excel 5.0 至 2003 工作簿：可能已损坏、版本更旧，或是 Word 文件；请另存为 xlsx",
            english: "no readable workbook of Excel 5.0 to 2003: damaged, older, or a Word file; save it as xlsx")
    }

    func read(_ sheet: Int, rowLimit: Int, _ body: (SheetRow) throws -> Bool) throws -> Bool {
        try BIFFSheet(stream, globals, rowLimit: rowLimit).read(from: globals.sheets[sheet].place, body)
    }
}
