import Bytes
import Model

/// The search for the next row behind what is none: the rule by which ``JSONRows`` goes on.
struct JSONRowSearch {
    /// Where the search stands: in the end, where the next row begins or its line ends.
    private(set) var cursor: LineSource.Mark
    /// Where what is no row ends, white space and commas behind it left out.
    private(set) var end: Int
    private let start: Int
    private let shape: JSONShape
    private let isRow: Bool
    private let lineBreak: UInt8
    /// The end without a bracket that stands there.
    private var beforeBracket: Int?
    /// Whether a `{` here would begin a row.
    private var mayBegin = false

    /// - Parameter isRow: whether what is passed begins as a row; else a `[` in it may stand before rows, too.
    init(from start: LineSource.Mark, shape: JSONShape, isRow: Bool, lineBreak: UInt8) {
        cursor = start
        self.start = start.offset
        end = start.offset
        self.shape = shape
        self.isRow = isRow
        self.lineBreak = lineBreak
    }

    /// Searches what is at hand; false where it has to go on behind that.
    mutating func finds(in window: ByteSlice, from windowStart: Int, _ encoding: TextEncoding) -> Bool {
        switch encoding {
        case .utf8: search(window, windowStart, UTF8Units.self)
        case .gb18030: search(window, windowStart, GB18030Units.self)
        case .utf16LittleEndian: search(window, windowStart, UTF16LittleEndianUnits.self)
        case .utf16BigEndian: search(window, windowStart, UTF16BigEndianUnits.self)
        }
    }

    /// The file ends here.
    /// - Parameter isWholeDocument: whether a bracket at the end is the array's that holds the rows.
    mutating func finish(at offset: Int, isWholeDocument: Bool) {
        if cursor.offset < offset { end = offset }
        cursor.offset = offset
        if isWholeDocument, let before = beforeBracket, before > start { end = before }
    }

    private mutating func search<Units: JSONUnits>(
        _ window: ByteSlice, _ windowStart: Int, _ units: Units.Type
    ) -> Bool {
        let base = window.base
        var index = cursor.offset - windowStart
        defer { cursor.offset = windowStart + index }
        while index &+ Units.width <= window.count {
            let byte = Units.ascii(base, index)
            if byte == lineBreak {
                if shape == .lines { return true }
                mayBegin = true
                cursor.number += 1
                index &+= Units.width
                continue
            }
            let length = byte < 0x80 ? Units.width : Units.length(base, index, window.count)
            if length == 0 { return false }
            if byte == UInt8(ascii: "{"), mayBegin { return true }
            if !JSONScanner<Units>.isBlank(byte) { pass(byte, to: windowStart + index + length) }
            index &+= length
        }
        return false
    }

    @inline(__always)
    private mutating func pass(_ byte: UInt8, to place: Int) {
        mayBegin = false
        if shape != .lines && shape != .values {
            mayBegin = byte == UInt8(ascii: ",") || byte == UInt8(ascii: "[") && !isRow
            if byte == UInt8(ascii: ","), end > start { return }
        }
        beforeBracket = byte == UInt8(ascii: "]") ? end : nil
        end = place
    }
}
