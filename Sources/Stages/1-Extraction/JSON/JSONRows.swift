import Bytes
import Model

/// Reads the rows of a JSON file, one object each, and finds the way back after a damaged one.
///
/// Between rows, commas and white space do not count, and arrays one behind the other are read as one. What else is there is a damaged row, and
/// so is an object that breaks the grammar, is too long, or is cut off by the end of the file. It ends before the next `{` that stands behind
/// a comma or at the beginning of a line (where each row has a line of its own: at the end of the line), wherever in it the error was: what is
/// lost of one row is never more than that row. The price is that objects inside a damaged row are rows of their own.
struct JSONRows: ~Copyable {
    private let window: JSONWindow
    private let encoding: TextEncoding
    private let shape: JSONShape
    private let limit: Int
    private let lineBreak: UInt8
    private var cursor: LineSource.Mark
    private var isClosed = false
    private var hasDamage = false
    private var isFinished = false
    private var text: LineText
    /// Up to here in the file all is known to be clean UTF-8.
    private var cleanTo: Int
    private var utf8: JSONScanner<UTF8Units>
    private var gb18030: JSONScanner<GB18030Units>
    private var littleEndian: JSONScanner<UTF16LittleEndianUnits>
    private var bigEndian: JSONScanner<UTF16BigEndianUnits>

    /// - Parameter bytes: positioned at the place's start.
    init(_ bytes: RawBytes, _ nature: FileNature, _ place: JSONPlace, _ plan: ExtractionPlan, chunkSize: Int) {
        window = JSONWindow(bytes, encoding: nature.encoding, from: place.start.offset, chunkSize: chunkSize)
        encoding = nature.encoding
        shape = place.shape
        limit = plan.rowLimit
        lineBreak = nature.lineBreak == .cr ? 0x0D : 0x0A
        cursor = place.start
        cleanTo = place.start.offset
        text = LineText(nature.encoding)
        let forbidden = place.shape == .lines ? lineBreak : 0
        utf8 = JSONScanner(depthLimit: plan.depthLimit, forbiddenBreak: forbidden)
        gb18030 = JSONScanner(depthLimit: plan.depthLimit, forbiddenBreak: forbidden)
        littleEndian = JSONScanner(depthLimit: plan.depthLimit, forbiddenBreak: forbidden)
        bigEndian = JSONScanner(depthLimit: plan.depthLimit, forbiddenBreak: forbidden)
    }

    private var isArray: Bool { shape != .lines && shape != .values }
    private var isNested: Bool { shape == .array(isNested: true) }

    /// The next row, its values in `cells`; nil at the end.
    mutating func next(_ cells: inout JSONCells) throws -> JSONRow? {
        while !isFinished, let (length, ascii) = try window.character(at: cursor.offset, keeping: cursor.offset) {
            switch ascii {
            case lineBreak:
                cursor = LineSource.Mark(offset: cursor.offset + length, number: cursor.number + 1)
            case 0x20, 0x09, 0x0A, 0x0D:
                cursor.offset += length
            case UInt8(ascii: ",") where isArray && !isClosed:
                cursor.offset += length
            case UInt8(ascii: "]") where isArray && !isClosed:
                cursor.offset += length
                isClosed = true
                // What follows is the document's, unless this is the end of an array inside a damaged row.
                if isNested && !hasDamage { isFinished = true }
            case UInt8(ascii: "[") where isArray && isClosed:
                cursor.offset += length
                isClosed = false
            case UInt8(ascii: "{"):
                cells.startRow()
                let row = try row(&cells)
                if row.damage != .none { cells.dropRow() }
                return row
            default:
                let found = try damaged(ascii == 0 ? .nul : .malformed, isRow: false)
                return isNested && isClosed && isFinished ? nil : found
            }
        }
        guard isArray, !isClosed, !isFinished else { return nil }
        isFinished = true
        return JSONRow(
            position: RowPosition(row: 0, line: cursor.number, offset: cursor.offset, length: 0), damage: .malformed)
    }

    private mutating func row(_ cells: inout JSONCells) throws -> JSONRow {
        let start = cursor.offset
        while true {
            let available = min(window.end - start, limit + 1)
            let raw = window.slice(start..<start + available)
            switch scan(raw, &cells) {
            case .whole(let length) where length <= limit:
                let damage = utf8Damage(start, length) ?? converted(raw[0..<length], &cells)
                let line = cursor.number
                if shape == .lines, try !lineEnds(behind: start + length) {
                    return try damaged(.malformed, isRow: true)
                }
                cursor.number += window.breaks(lineBreak, in: start..<start + length)
                cursor.offset = start + length
                return JSONRow(
                    position: RowPosition(row: 0, line: line, offset: start, length: length),
                    damage: damage == .none ? cells.damage : damage)
            case .wrong(_, let damage): return try damaged(damage, isRow: true)
            case .whole, .cut:
                if available > limit { return try damaged(.tooLong, isRow: true) }
                if try !window.more(keeping: start) { return try damaged(.malformed, isRow: true) }
            }
        }
    }

    private mutating func scan(_ raw: ByteSlice, _ cells: inout JSONCells) -> JSONScanner<UTF8Units>.End {
        var silence = JSONSilence()
        switch encoding {
        case .utf8:
            cells.startScan(raw)
            return utf8.scan(raw, into: &cells)
        case .gb18030: return end(gb18030.scan(raw, into: &silence))
        case .utf16LittleEndian: return end(littleEndian.scan(raw, into: &silence))
        case .utf16BigEndian: return end(bigEndian.scan(raw, into: &silence))
        }
    }

    private func end<Units>(_ end: JSONScanner<Units>.End) -> JSONScanner<UTF8Units>.End {
        switch end {
        case .whole(let length): .whole(length)
        case .wrong(let place, let damage): .wrong(place, damage)
        case .cut: .cut
        }
    }

    /// Whether a row of UTF-8 is text; nil for other encodings. Looked at for as much as is at hand, since rows are short.
    private mutating func utf8Damage(_ start: Int, _ length: Int) -> Damage? {
        guard encoding == .utf8 else { return nil }
        let end = start + length
        if end <= cleanTo { return Damage.none }
        // The last byte at hand that is ASCII ends a character.
        var last = window.end
        while last > end, window.slice(last - 1..<last)[0] >= 0x80 { last -= 1 }
        let from = max(cleanTo, start)
        let unclean = CleanText.firstUnclean(in: window.slice(from..<last))
        cleanTo = unclean.map { from + $0 } ?? last
        if end <= cleanTo { return Damage.none }
        // The next check starts behind this row.
        cleanTo = end
        return .undecodable
    }

    /// Reads a row of another encoding, which is known to be whole.
    private mutating func converted(_ raw: ByteSlice, _ cells: inout JSONCells) -> Damage {
        let line = PhysicalLine(offset: 0, length: raw.count, breakLength: 0, number: 1, isTooLong: false)
        let (row, damage) = text.decode(line, window: raw, windowStart: 0)
        cells.startScan(row)
        guard case .whole = utf8.scan(row, into: &cells) else { return damage == .none ? .malformed : damage }
        return damage
    }

    /// Whether only white space stands behind a row on its line.
    private mutating func lineEnds(behind offset: Int) throws -> Bool {
        var place = offset
        while let (length, ascii) = try window.character(at: place, keeping: cursor.offset) {
            if ascii == lineBreak { return true }
            guard JSONScanner<UTF8Units>.isBlank(ascii) else { return false }
            place += length
            // No row has that much behind it.
            if place - offset > limit { return false }
        }
        return true
    }

    /// What stands at the cursor is no row: goes to where one may begin.
    /// - Parameter isRow: whether it begins as one.
    private mutating func damaged(_ damage: Damage, isRow: Bool) throws -> JSONRow {
        hasDamage = true
        let start = cursor
        var search = JSONRowSearch(from: start, shape: shape, isRow: isRow, lineBreak: lineBreak)
        while true {
            if search.finds(in: window.all, from: window.start, encoding) { break }
            if try !window.more(keeping: search.cursor.offset) {
                search.finish(at: window.end, isWholeDocument: shape == .array(isNested: false))
                isFinished = true
                break
            }
        }
        cursor = search.cursor
        return JSONRow(
            position: RowPosition(
                row: 0, line: start.number, offset: start.offset, length: search.end - start.offset),
            damage: damage)
    }
}
