import Bytes
import CFreeXL
import Foundation
import Model

/// An old Excel workbook (BIFF in an OLE container), by FreeXL, which holds the file in memory: old workbooks have at most 65,536 rows.
final class XLSWorkbook: WorkbookSource {
    static let format = FileNature.Format.xls

    /// Largest file that is opened.
    private static let sizeLimit = 256 << 20

    private let handle: UnsafeRawPointer
    let sheets: [Worksheet]
    private let formulas: XLSFormulas

    init(path: String, nature: FileNature) throws {
        guard nature.size <= XLSWorkbook.sizeLimit else {
            throw RefusedFile(
                .unreadable, chinese: "旧版工作簿大于 \(XLSWorkbook.sizeLimit >> 20) MiB；请另存为 xlsx",
                english: "the old workbook is larger than \(XLSWorkbook.sizeLimit >> 20) MiB; save it as xlsx")
        }
        var opened: UnsafeRawPointer?
        let status = freexl_open(path, &opened)
        guard status == FREEXL_OK, let opened else {
            if let opened { freexl_close(opened) }
            throw XLSWorkbook.refusal(status)
        }
        handle = opened
        formulas = XLSFormulas(path: path)
        var protection: UInt32 = 0
        var count: UInt32 = 0
        guard freexl_get_info(handle, UInt16(FREEXL_BIFF_PASSWORD), &protection) == FREEXL_OK,
            protection != UInt32(FREEXL_BIFF_OBFUSCATED),
            freexl_get_info(handle, UInt16(FREEXL_BIFF_SHEET_COUNT), &count) == FREEXL_OK
        else {
            freexl_close(handle)
            throw XLSWorkbook.refusal(FREEXL_BIFF_INVALID_SST)
        }
        sheets = (0..<UInt16(clamping: count)).map { [handle] index in
            var name: UnsafePointer<CChar>?
            guard freexl_get_worksheet_name(handle, index, &name) == FREEXL_OK, let name else {
                return Worksheet(name: "")
            }
            return Worksheet(name: String(cString: name))
        }
    }

    deinit { freexl_close(handle) }

    private static func refusal(_ status: Int32) -> RefusedFile {
        RefusedFile(
            .unreadable, chinese: "不是可读的旧版 Excel 工作簿：可能已损坏、设有密码，或是 Word 文件（FreeXL \(status)）；请去掉密码并另存为 xlsx",
            english:
                "no readable old Excel workbook: damaged, protected by a password, or a Word file (FreeXL \(status)); remove the password and save it as xlsx"
        )
    }

    func read(_ sheet: Int, rowLimit: Int, _ body: (SheetRow) throws -> Bool) throws -> Bool {
        var rows: UInt32 = 0
        var columns: UInt16 = 0
        guard freexl_select_active_worksheet(handle, UInt16(sheet)) == FREEXL_OK,
            freexl_worksheet_dimensions(handle, &rows, &columns) == FREEXL_OK
        else { return false }
        let row = SheetRow(limit: rowLimit)
        let shown = ByteBuffer(capacity: 1 << 10)
        for number in 0..<rows {
            row.begin(Int(number) + 1)
            for column in 0..<columns {
                var cell = FreeXL_CellValue()
                guard freexl_get_cell_value(handle, number, column, &cell) == FREEXL_OK else { continue }
                shown.removeAll()
                XLSWorkbook.append(cell, to: shown)
                if shown.count == 0, let result = formulas[sheet, Int(number), Int(column)] { shown.append(result) }
                row.put(shown.all, column: Int(column))
            }
            guard row.width > 0 || row.isTooLong else { continue }
            if try !body(row) { return true }
        }
        return true
    }

    private static func append(_ cell: FreeXL_CellValue, to text: ByteBuffer) {
        switch Int32(cell.type) {
        case FREEXL_CELL_INT: text.append(String(cell.value.int_value))
        case FREEXL_CELL_DOUBLE: text.append(NumberText.text(cell.value.double_value))
        case FREEXL_CELL_TEXT, FREEXL_CELL_SST_TEXT, FREEXL_CELL_DATE, FREEXL_CELL_TIME:
            if let value = cell.value.text_value { text.append(String(cString: value)) }
        case FREEXL_CELL_DATETIME:
            guard let value = cell.value.text_value else { return }
            let moment = String(cString: value)
            // As everywhere: midnight is a date.
            text.append(moment.hasSuffix(" 00:00:00") ? String(moment.prefix(10)) : moment)
        default: break
        }
    }
}
