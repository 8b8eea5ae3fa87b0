import Bytes
import Model

/// A line of the file as received: LF, CR LF or a CR alone ends it.
struct PhysicalLine {
    /// Offset in the file.
    var offset: Int
    /// Length in bytes without the line break; negative while the end of a line over the limit has not been looked for.
    var length: Int
    /// Bytes of the line break; 0 at the end of a file that does not end with one.
    var breakLength: Int
    /// 1-based.
    var number: Int
    var isTooLong: Bool

    var end: Int { offset + length }
}

/// Cuts the raw bytes of a file into lines, a chunk at a time, and decodes them.
///
/// Bytes from ``hold`` on stay in the window, so that a reader may go back to an earlier line. Line breaks are looked for before
/// decoding: neither LF nor CR is ever part of another GB18030 character, and UTF-16 is searched by units.
struct LineSource: ~Copyable {
    struct Mark: Sendable, Equatable {
        var offset: Int
        var number: Int
    }

    private let bytes: RawBytes
    private let limit: Int
    private let chunkSize: Int
    private let isBigEndian: Bool
    /// First byte after the byte order mark, from where UTF-16 units are counted.
    private let origin: Int
    private let unit: Int
    private let window: ByteBuffer
    /// All of the window.
    private var visible = ByteSlice.empty
    private var windowStart: Int
    private var cursor: Mark
    private var isAtEnd = false
    private var lineFeed: BreakSearch
    private var carriageReturn: BreakSearch
    /// Bytes before this offset may be forgotten.
    var hold: Int
    private var text: LineText

    /// - Parameters:
    ///   - bytes: positioned at `start`.
    ///   - limit: most bytes of a line.
    init(_ bytes: RawBytes, encoding: TextEncoding, start: Mark, limit: Int, chunkSize: Int) {
        self.bytes = bytes
        self.limit = limit
        self.chunkSize = chunkSize
        isBigEndian = encoding == .utf16BigEndian
        origin = start.offset
        unit = encoding.unit
        window = ByteBuffer(capacity: chunkSize + 4096)
        windowStart = start.offset
        cursor = start
        hold = start.offset
        lineFeed = BreakSearch(0x0A, from: start.offset)
        carriageReturn = BreakSearch(0x0D, from: start.offset)
        text = LineText(encoding)
    }

    private var end: Int { windowStart + visible.count }

    /// The next line, or nil at the end.
    mutating func next() throws -> PhysicalLine? {
        let start = cursor
        guard let found = try findBreak(from: start.offset, within: limit) else {
            return PhysicalLine(offset: start.offset, length: -1, breakLength: 0, number: start.number, isTooLong: true)
        }
        let length = found.offset - start.offset
        if length == 0 && found.length == 0 { return nil }
        cursor = Mark(offset: found.offset + found.length, number: start.number + 1)
        return PhysicalLine(
            offset: start.offset, length: length, breakLength: found.length, number: start.number,
            isTooLong: length > limit)
    }

    /// Where the next line begins.
    var mark: Mark { cursor }

    /// Goes back to an earlier line that ``hold`` has kept.
    mutating func rewind(to mark: Mark) {
        cursor = mark
        lineFeed.rewind(to: mark.offset)
        carriageReturn.rewind(to: mark.offset)
    }

    /// Goes to the end of a line over the limit, in the memory of one chunk, and completes it.
    mutating func skip(_ line: PhysicalLine) throws -> PhysicalLine {
        var line = line
        guard line.length < 0 else { return line }
        var from = line.offset
        while true {
            if let found = try findBreak(from: from, within: chunkSize) {
                line.length = found.offset - line.offset
                line.breakLength = found.length
                cursor = Mark(offset: found.offset + found.length, number: line.number + 1)
                return line
            }
            from = end - (end - origin) % unit
            hold = from
        }
    }

    /// A line's text with its line break, valid until the next call; NUL and what is no text are shown as U+FFFD.
    mutating func decode(_ line: PhysicalLine) -> (text: ByteSlice, damage: Damage) {
        text.decode(line, window: visible, windowStart: windowStart)
    }

    /// The line break at or after `from`, the end of the file counting as one of length 0; nil where it is farther than `reach`.
    private mutating func findBreak(from: Int, within reach: Int) throws -> (offset: Int, length: Int)? {
        while true {
            let view = BreakSearch.View(
                window: visible, start: windowStart, origin: origin, unit: unit, isBigEndian: isBigEndian)
            let feed = lineFeed.find(from, in: view)
            let carriage = carriageReturn.find(from, in: view)
            let first = min(feed, carriage)
            if first != .max {
                guard first == carriage else { return (first, unit) }
                // Whether an LF follows decides the length of the line break.
                if carriage + 2 * unit <= end { return (first, feed == carriage + unit ? 2 * unit : unit) }
                if try !refill() { return (first, min(unit, end - first)) }
                continue
            }
            if end - from > reach { return nil }
            if try !refill() { return (end, 0) }
        }
    }

    /// Reads the next chunk; false at the end of the file.
    private mutating func refill() throws -> Bool {
        guard !isAtEnd else { return false }
        let keep = min(hold, end)
        window.discardPrefix(keep - windowStart)
        windowStart = keep
        isAtEnd = try bytes.read(into: window, count: chunkSize) == 0
        visible = window.all
        return !isAtEnd
    }
}
