import CXLSXWriter
import Model

/// One sheet of a ``Workbook``. Rows and columns count from 0.
struct Sheet {
    let sheet: UnsafeMutablePointer<lxw_worksheet>
    let book: Workbook

    /// A text: never a formula, a link or a number, whatever it begins with.
    func write(_ text: String, _ row: Int, _ column: Int, _ format: CellFormat = .text) throws {
        try check(
            worksheet_write_string(
                sheet, lxw_row_t(row), lxw_col_t(column), SheetText.cell(text), book.format(format)), row, column)
    }

    /// A text of somebody else's that goes back to them: as ``write(_:_:_:_:)``, but nothing in it is replaced that a file can hold.
    func write(data: String, _ row: Int, _ column: Int) throws {
        try check(
            worksheet_write_string(
                sheet, lxw_row_t(row), lxw_col_t(column), SheetText.data(data), book.format(.text)), row, column)
    }

    func write(_ number: Int, _ row: Int, _ column: Int, _ format: CellFormat = .count) throws {
        try check(
            worksheet_write_number(sheet, lxw_row_t(row), lxw_col_t(column), Double(number), book.format(format)), row,
            column)
    }

    /// A share from its ten-thousandths, so that the cell's number is the one that pages print.
    func write(_ rate: Rate, _ row: Int, _ column: Int, _ format: CellFormat = .rate) throws {
        guard let value = rate.tenThousandths else { return try blank(row, column, format) }
        try check(
            worksheet_write_number(
                sheet, lxw_row_t(row), lxw_col_t(column), Double(value) / 10_000, book.format(format)), row, column)
    }

    /// - Parameter day: since 1970-01-01.
    func write(day: Int, _ row: Int, _ column: Int, _ format: CellFormat = .day) throws {
        let civil = CivilDate.civil(day)
        var time = lxw_datetime(
            year: Int32(civil.year), month: Int32(civil.month), day: Int32(civil.day), hour: 0, min: 0, sec: 0)
        try check(
            worksheet_write_datetime(sheet, lxw_row_t(row), lxw_col_t(column), &time, book.format(format)), row, column)
    }

    /// A note on a cell.
    func comment(_ text: String, _ row: Int, _ column: Int) throws {
        try check(worksheet_write_comment(sheet, lxw_row_t(row), lxw_col_t(column), SheetText.cell(text)), row, column)
    }

    func blank(_ row: Int, _ column: Int, _ format: CellFormat) throws {
        try check(
            worksheet_write_blank(sheet, lxw_row_t(row), lxw_col_t(column), book.format(format)), row, column)
    }

    /// One text over several cells of a row.
    func merge(_ text: String, row: Int, rows: Int = 1, columns: ClosedRange<Int>, _ format: CellFormat) throws {
        try check(
            worksheet_merge_range(
                sheet, lxw_row_t(row), lxw_col_t(columns.lowerBound), lxw_row_t(row + rows - 1),
                lxw_col_t(columns.upperBound), SheetText.cell(text), book.format(format)), row, columns.lowerBound)
    }

    /// - Parameter width: in characters of the default font.
    func width(_ width: Double, columns: ClosedRange<Int>) {
        _ = worksheet_set_column(sheet, lxw_col_t(columns.lowerBound), lxw_col_t(columns.upperBound), width, nil)
    }

    /// - Parameter height: in points.
    func height(_ height: Double, row: Int) { _ = worksheet_set_row(sheet, lxw_row_t(row), height, nil) }

    func freeze(row: Int, column: Int) { worksheet_freeze_panes(sheet, lxw_row_t(row), lxw_col_t(column)) }

    func filter(row: Int, lastRow: Int, lastColumn: Int) {
        _ = worksheet_autofilter(sheet, lxw_row_t(row), 0, lxw_row_t(lastRow), lxw_col_t(lastColumn))
    }

    /// Prints on A4 across, as many pages long as needed, the header on each; one page wide unless letters would become too small, otherwise with the
    /// first column on each.
    /// - Parameter width: of all columns, in characters.
    func printAcross(header: Int, width: Int = 0) {
        worksheet_set_landscape(sheet)
        worksheet_set_paper(sheet, 9)
        if width <= 300 {
            worksheet_fit_to_pages(sheet, 1, 0)
        } else {
            _ = worksheet_repeat_columns(sheet, 0, 0)
        }
        _ = worksheet_repeat_rows(sheet, 0, lxw_row_t(header))
    }

    private func check(_ error: lxw_error, _ row: Int, _ column: Int) throws {
        guard error != LXW_NO_ERROR else { return }
        let reason = lxw_strerror(error).map { String(cString: $0) } ?? "\(error.rawValue)"
        throw SystemError(
            chinese: "工作表第 \(row + 1) 行第 \(column + 1) 列写不进去：\(reason)。",
            english: "Cannot write row \(row + 1), column \(column + 1) of a sheet: \(reason).")
    }
}
