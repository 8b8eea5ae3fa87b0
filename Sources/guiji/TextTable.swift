/// Rows in columns that are as wide as their widest cell, for a terminal.
enum TextTable {
    static func text(_ rows: [[String]]) -> String {
        var widths: [Int] = []
        for row in rows {
            for (index, cell) in row.enumerated() {
                if index >= widths.count { widths.append(0) }
                widths[index] = max(widths[index], SummaryText.width(cell))
            }
        }
        return rows.map { row in
            let cells = row.enumerated().map { index, cell in
                index == row.count - 1 ? cell : SummaryText.pad(cell, widths[index])
            }
            return cells.joined(separator: "  ")
        }.joined(separator: "\n")
    }
}
