import Bytes
import Model

/// Finds for a place in the decoded document its place in the file as received.
///
/// `<` and `>` are never part of another character in UTF-8 and GB18030 (UTF-16 is searched by units), and nothing that is replaced
/// holds one: the n-th `<` of the decoded text is the n-th of the file. Both are kept as far back as the last place asked for; while
/// they are the same bytes, only one.
struct XMLPositions {
    private let unit: Int
    private let isBigEndian: Bool
    private let text = ByteBuffer()
    private var textStart = 0
    private let raw = ByteBuffer()
    private var rawStart: Int
    private var isSame: Bool
    /// A place in the document, and one in the file with as many `<` before it.
    private var textCursor = 0
    private var rawCursor: Int
    private var line: Int
    private let lineBreak: UInt8

    private static let less = UInt8(ascii: "<")
    private static let greater = UInt8(ascii: ">")

    init(start: LineSource.Mark, encoding: TextEncoding, lineBreak: FileNature.LineBreak) {
        unit = encoding.unit
        isBigEndian = encoding == .utf16BigEndian
        isSame = encoding == .utf8
        rawStart = start.offset
        rawCursor = start.offset
        line = start.number
        self.lineBreak = lineBreak == .cr ? 0x0D : 0x0A
    }

    /// Takes up a chunk that is about to be parsed; what was parsed, up to `position`, is forgotten but for its last tag.
    mutating func append(raw chunk: ByteSlice, text decoded: ByteSlice, differ: Bool, parsed position: Int) {
        forget(position)
        if isSame && differ {
            isSame = false
            rawStart = rawCursor
            raw.append(text.slice(textCursor - textStart, text.count - (textCursor - textStart)))
        }
        text.append(decoded)
        if !isSame { raw.append(chunk) }
    }

    /// Offset and line of the tag that ends before `position`, or is about to end there.
    mutating func tag(before position: Int) -> LineSource.Mark {
        let parsed = text.slice(0, max(0, min(position - textStart, text.count)))
        advance(to: textStart + (ByteScan.last(XMLPositions.less, in: parsed) ?? 0))
        return LineSource.Mark(offset: rawCursor, number: line)
    }

    /// Offset in the file of the end of the tag that ends at `position`.
    mutating func end(at position: Int) -> Int {
        let tag = tag(before: position)
        if isSame { return tag.offset + position - textCursor }
        let inside = text.slice(
            textCursor - textStart, min(position - textStart, text.count) - (textCursor - textStart))
        let last = find(
            XMLPositions.greater, after: ByteScan.count(XMLPositions.greater, in: inside) - 1, from: rawCursor)
        return min(last + unit, rawStart + raw.count)
    }

    /// Line of `position`, which lies behind the last place asked for.
    func line(at position: Int) -> Int {
        let length = min(position - textStart, text.count) - (textCursor - textStart)
        return line + ByteScan.count(lineBreak, in: text.slice(textCursor - textStart, max(0, length)))
    }

    private mutating func advance(to place: Int) {
        guard place > textCursor else { return }
        let passed = text.slice(textCursor - textStart, place - textCursor)
        line += ByteScan.count(lineBreak, in: passed)
        if isSame {
            rawCursor += place - textCursor
        } else {
            rawCursor = find(XMLPositions.less, after: ByteScan.count(XMLPositions.less, in: passed), from: rawCursor)
        }
        textCursor = place
    }

    /// Offset in the file of the `byte` that comes after `count` others, or the end of what is there.
    private func find(_ byte: UInt8, after count: Int, from start: Int) -> Int {
        var left = count
        var index = start - rawStart
        while index < raw.count {
            guard let step = ByteScan.first(byte, in: raw.slice(index, raw.count - index)) else { break }
            index += step
            if isUnit(index) {
                if left <= 0 { return rawStart + (isBigEndian ? index - 1 : index) }
                left -= 1
            }
            index += 1
        }
        return rawStart + raw.count
    }

    /// UTF-16: whether the byte is the low one of a unit whose high one is 0. The window begins with a whole unit.
    private func isUnit(_ index: Int) -> Bool {
        if unit == 1 { return true }
        let other = isBigEndian ? index - 1 : index + 1
        return index % 2 == (isBigEndian ? 1 : 0) && other < raw.count && raw.base[other] == 0
    }

    /// Lets go of what was parsed: libxml2 takes a tag only when it is whole, and has told of it by then.
    private mutating func forget(_ position: Int) {
        let parsed = text.slice(0, max(0, min(position - textStart, text.count)))
        if let tag = ByteScan.last(XMLPositions.less, in: parsed), textStart + tag >= textCursor {
            advance(to: textStart + tag)
            if !isSame { rawCursor += unit }
        }
        let place = textStart + parsed.count
        if place > textCursor {
            line += ByteScan.count(lineBreak, in: text.slice(textCursor - textStart, place - textCursor))
            if isSame { rawCursor += place - textCursor }
            textCursor = place
        }
        // What stands before the next `<` of the file is not asked for.
        if !isSame { rawCursor = find(XMLPositions.less, after: 0, from: rawCursor) }
        text.discardPrefix(textCursor - textStart)
        textStart = textCursor
        if !isSame {
            raw.discardPrefix(rawCursor - rawStart)
            rawStart = rawCursor
        }
    }
}
