extension DataTable {
    /// Adds the table as a sheet: one header row that stays in sight, a filter, the total in the last row. A rate is three columns: the share, and both
    /// counts.
    func write(to book: Workbook) throws {
        let sheet = try book.sheet(chinese)
        let shown = columns.indices.filter { columns[$0].place != .page }
        var widths: [Int] = []
        for place in shown {
            for (text, least) in heads(columns[place]) {
                try sheet.write(text, 0, widths.count, .header)
                let widest = text.split(separator: "\n").map { TextWidth.of(String($0)) }.max() ?? 0
                widths.append(max(least, min(widest + 3, 16)))
            }
        }
        sheet.height(44, row: 0)
        for (index, row) in (rows + (total.map { [$0] } ?? [])).enumerated() {
            let isTotal = index == rows.count
            var column = 0
            for place in shown {
                let width = try write(
                    row[place], columns[place].kind, to: sheet, index + 1, &column, isTotal: isTotal)
                let first = column - (columns[place].kind == .rate ? 3 : 1)
                widths[first] = max(widths[first], min(width + 2, DataTable.widest))
            }
        }
        for (column, width) in widths.enumerated() { sheet.width(Double(width), columns: column...column) }
        sheet.freeze(row: 1, column: columns.first?.kind == .text ? 1 : 0)
        // The total stands outside, so that a filter or a sort leaves it in its place.
        sheet.filter(row: 0, lastRow: max(1, rows.count), lastColumn: max(0, widths.count - 1))
        sheet.printAcross(header: 0, width: widths.reduce(0, +))
    }

    /// In characters; what is longer wraps.
    private static let widest = 60

    /// The headings of a column and the least width of each.
    private func heads(_ column: Column) -> [(text: String, least: Int)] {
        let head = "\(column.chinese)\n\(column.english)"
        return switch column.kind {
        case .text: [(head, 10)]
        case .code: [(head, 10)]
        case .count: [(head, 9)]
        case .day: [(head, 12)]
        case .rate: [(head, 10), ("\(column.chinese)\n分子 numerator", 12), ("\(column.chinese)\n分母 denominator", 12)]
        }
    }

    /// Writes a cell and moves on; the width of what was written, in characters.
    private func write(
        _ cell: Cell, _ kind: Kind, to sheet: Sheet, _ row: Int, _ column: inout Int, isTotal: Bool
    ) throws -> Int {
        func looks(_ format: CellFormat) -> CellFormat { isTotal ? format.bold : format }
        defer { column += kind == .rate ? 3 : 1 }
        switch cell {
        case .text(let text), .alarm(let text):
            try sheet.write(text, row, column, looks(.text))
            return TextWidth.of(text) + 2
        case .count(let count):
            try sheet.write(count, row, column, looks(.count))
            return TextWidth.of(count.grouped)
        case .rate(let rate):
            try sheet.write(rate, row, column, looks(.rate))
            try sheet.write(rate.numerator, row, column + 1, looks(.count))
            try sheet.write(rate.denominator, row, column + 2, looks(.count))
            return 8
        case .day(let day):
            try sheet.write(day: day, row, column, looks(.day))
            return 10
        case .drawing, .empty: return 0
        }
    }
}
