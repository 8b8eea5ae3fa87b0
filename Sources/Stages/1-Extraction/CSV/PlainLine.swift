import Bytes
import Model

/// Cuts a line into cells where no quote, or none but around whole cells, makes it difficult: what libcsv does with such a line, faster.
///
/// The line is copied whole and the cells point into the copy. Spaces and tabs around a cell are dropped, as libcsv drops them.
/// Everything else, from a doubled quote to a cell of several lines, is libcsv's.
enum PlainLine {
    /// - Parameters:
    ///   - line: without its line break.
    ///   - state: its buffer has room for the line and eight bytes more behind `length`.
    /// - Returns: false, with nothing written, where the line is not so simple.
    static func split(_ line: ByteSlice, delimiter: UInt8, into state: UnsafeMutablePointer<CellState>) -> Bool {
        if line.buffer.allSatisfy({ ($0 == 0x20 || $0 == 0x09) && $0 != delimiter }) { return true }
        let start = state.pointee.length
        let target = state.pointee.text + start
        target.update(from: line.base, count: line.count)
        if let quote = ByteScan.first(quote, in: line) {
            guard splitQuoted(target, line.count, firstQuote: quote, delimiter, start, state) else { return false }
        } else {
            splitUnquoted(target, line.count, delimiter, start, state)
        }
        state.pointee.rowsEnded &+= 1
        state.pointee.length = start &+ line.count
        return true
    }

    private static let quote = UInt8(ascii: "\"")

    /// Eight bytes at a time.
    private static func splitUnquoted(
        _ target: UnsafeMutablePointer<UInt8>, _ count: Int, _ delimiter: UInt8, _ start: Int,
        _ state: UnsafeMutablePointer<CellState>
    ) {
        let raw = UnsafeRawPointer(target)
        let pattern = 0x0101_0101_0101_0101 &* UInt64(delimiter)
        var cell = 0
        var index = 0
        while index < count {
            let word = raw.loadUnaligned(fromByteOffset: index, as: UInt64.self) ^ pattern
            // The high bit of each byte that is the delimiter, exactly.
            let low7 = UInt64(0x7F7F_7F7F_7F7F_7F7F)
            var hits = ~(((word & low7) &+ low7) | word | low7)
            while hits != 0 {
                let position = index &+ hits.trailingZeroBitCount &>> 3
                guard position < count else { break }
                put(target, cell, position, delimiter, start, state)
                cell = position &+ 1
                hits &= hits &- 1
            }
            index &+= 8
        }
        put(target, cell, count, delimiter, start, state)
    }

    /// Cells that are quoted whole, without a quote in them, between cells without quotes.
    private static func splitQuoted(
        _ target: UnsafeMutablePointer<UInt8>, _ count: Int, firstQuote: Int, _ delimiter: UInt8, _ start: Int,
        _ state: UnsafeMutablePointer<CellState>
    ) -> Bool {
        let text = ByteSlice(base: target, count: count)
        var nextQuote = firstQuote
        var cell = 0
        while true {
            let end: Int
            if cell == nextQuote {
                guard let length = ByteScan.first(quote, in: text[cell &+ 1..<count]) else { return undo(state) }
                end = cell &+ length &+ 2
                guard end == count || target[end] == delimiter else { return undo(state) }
                putCell(target, cell &+ 1, end &- 1, start, state)
                nextQuote = ByteScan.first(quote, in: text[end..<count]).map { $0 &+ end } ?? .max
            } else {
                end = ByteScan.first(delimiter, in: text[cell..<count]).map { $0 &+ cell } ?? count
                guard nextQuote >= end else { return undo(state) }
                put(target, cell, end, delimiter, start, state)
            }
            if end == count { return true }
            cell = end &+ 1
        }
    }

    /// Leaves a line that turns out difficult to libcsv, which finds the same cells up to there.
    private static func undo(_ state: UnsafeMutablePointer<CellState>) -> Bool {
        state.pointee.startRow()
        return false
    }

    @inline(__always)
    private static func put(
        _ text: UnsafeMutablePointer<UInt8>, _ from: Int, _ to: Int, _ delimiter: UInt8, _ start: Int,
        _ state: UnsafeMutablePointer<CellState>
    ) {
        var first = from
        var end = to
        while first < end, text[first] == 0x20 || text[first] == 0x09 { first &+= 1 }
        while first < end, text[end &- 1] == 0x20 || text[end &- 1] == 0x09 { end &-= 1 }
        putCell(text, first, end, start, state)
    }

    @inline(__always)
    private static func putCell(
        _ text: UnsafeMutablePointer<UInt8>, _ first: Int, _ end: Int, _ start: Int,
        _ state: UnsafeMutablePointer<CellState>
    ) {
        let column = state.pointee.column
        state.pointee.column = column &+ 1
        guard first < end else { return }
        state.pointee.note(UnsafePointer(text + first), end &- first, column: column)
        guard column < state.pointee.columns else { return }
        let field = Int(state.pointee.fields[column])
        guard field >= 0 else { return }
        state.pointee.cells[field &* state.pointee.stride] = Cell(start: start &+ first, length: end &- first)
    }
}
