import Bytes
import Model

/// One row of a worksheet on its way out of a workbook: its cells' texts by column. Reused from row to row.
final class SheetRow {
    /// Columns of Excel's sheets (ECMA-376 part 1, §18.3.1.73 with A…XFD).
    static let columnLimit = 16_384
    /// Most bytes of one cell: Excel's own limit is 32,767 characters.
    static let cellLimit = 1 << 18

    private let text = ByteBuffer(capacity: 64 << 10)
    private var cells: [(start: Int, length: Int)] = []
    /// Most bytes of a row's texts and of what parts them; what is more is left out and the row is too long.
    private let limit: Int
    /// 1-based.
    private(set) var number = 0
    private(set) var isTooLong = false
    /// Columns up to the last one that holds something.
    private(set) var width = 0

    init(limit: Int) { self.limit = limit }

    func begin(_ number: Int) {
        self.number = number
        text.removeAll()
        cells.removeAll(keepingCapacity: true)
        width = 0
        isTooLong = false
    }

    /// Says that something of the row was left out.
    func leaveOut() { isTooLong = true }

    /// Sets a cell's text; control characters that part cells and lines become blanks, line breaks are kept.
    func put(_ value: ByteSlice, column: Int) {
        guard value.count > 0, column >= 0 else { return }
        guard column < SheetRow.columnLimit, value.count <= SheetRow.cellLimit,
            text.count + value.count + max(width, column + 1) <= limit
        else {
            isTooLong = true
            return
        }
        while cells.count <= column { cells.append((0, 0)) }
        let start = text.count
        var index = 0
        while index < value.count {
            let byte = value[index]
            index += 1
            guard byte < 0x20 else {
                text.append(byte)
                continue
            }
            // CR LF is one line break.
            if byte == 0x0D, index < value.count, value[index] == 0x0A { continue }
            text.append(byte == 0x0A || byte == 0x0D ? UnfoldedText.breakInCell : byte == 0x09 ? byte : 0x20)
        }
        cells[column] = (start, text.count - start)
        width = max(width, column + 1)
    }

    /// A cell's text with line breaks as ``UnfoldedText/breakInCell``.
    func value(_ column: Int) -> ByteSlice {
        column < cells.count ? text.slice(cells[column].start, cells[column].length) : .empty
    }

    /// The cells as people read them.
    var strings: [String] { strings(bytes: .max) }

    /// The beginnings of the cells as people read them.
    /// - Parameter bytes: most of each cell.
    func strings(bytes: Int) -> [String] {
        (0..<width).map { column in
            let value = value(column).prefix(bytes)
            guard ByteScan.first(UnfoldedText.breakInCell, in: value) != nil else { return value.string }
            return value.string.replacing("\u{1E}", with: "\n")
        }
    }
}
