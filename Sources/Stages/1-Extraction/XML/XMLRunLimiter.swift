import Bytes

/// Cuts runs without `<` that are longer than any row may be: libxml2 would keep such a text whole until its end comes.
///
/// What ends a comment, CDATA, a processing instruction or a tag after an attribute is kept, and so is every `<`: the document keeps its shape and the row that
/// such a run is in is too long all the same.
struct XMLRunLimiter {
    private static let less = UInt8(ascii: "<")
    /// Ends kept of one run; a run with more is made to hurt.
    private static let mostEnds = 64

    private let limit: Int
    private let output = ByteBuffer(capacity: 64)
    /// Bytes since the last `<`, and ends kept since the run was cut.
    private var run = 0
    private var ends = 0
    /// The last two bytes.
    private var before: (UInt8, UInt8) = (0, 0)

    init(limit: Int) { self.limit = max(limit, 64 << 10) }

    /// The text, or a shorter one; valid until the next call.
    mutating func shorten(_ text: ByteSlice) -> ByteSlice {
        if hasShortRuns(text) {
            run = ByteScan.last(XMLRunLimiter.less, in: text).map { text.count - $0 } ?? run + text.count
            ends = 0
            note(text)
            return text
        }
        output.removeAll()
        var start = 0
        while start < text.count {
            let end = ByteScan.first(XMLRunLimiter.less, in: text[start..<text.count]).map { start + $0 } ?? text.count
            add(text[start..<end])
            if end < text.count {
                output.append(XMLRunLimiter.less)
                run = 1
                ends = 0
            }
            start = end + 1
        }
        note(text)
        return output.all
    }

    /// Whether surely no run is too long: there is a `<` in every half of the limit.
    private func hasShortRuns(_ text: ByteSlice) -> Bool {
        if run + text.count <= limit { return true }
        guard run <= limit / 2 else { return false }
        var start = 0
        while start < text.count {
            let end = min(start + limit / 2, text.count)
            let isTail = end == text.count && end - start < limit / 2
            if !isTail, ByteScan.first(XMLRunLimiter.less, in: text[start..<end]) == nil { return false }
            start = end
        }
        return true
    }

    /// Adds a piece of a run: whole as far as the limit, of the rest only ends.
    private mutating func add(_ piece: ByteSlice) {
        var kept = max(0, min(limit - run, piece.count))
        while kept < piece.count, kept > 0 || run <= limit, piece[kept] & 0xC0 == 0x80 { kept += 1 }
        output.append(piece[0..<kept])
        run += piece.count
        var index = kept
        while ends < XMLRunLimiter.mostEnds,
            let found = ByteScan.first(UInt8(ascii: ">"), in: piece[index..<piece.count])
        {
            index += found
            let last = index > 0 ? piece[index - 1] : before.1
            let second = index > 1 ? piece[index - 2] : index == 1 ? before.1 : before.0
            if XMLRunLimiter.isEnd(second, last) {
                output.append(second < 0x80 ? second : 0x20)
                output.append(last)
                output.append(UInt8(ascii: ">"))
                ends += 1
            }
            index += 1
        }
    }

    /// Whether these two bytes before a `>` make it an end: `--`, `]]`, `?`, a quote, a quote and `/`.
    private static func isEnd(_ second: UInt8, _ last: UInt8) -> Bool {
        func isQuote(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") }
        switch last {
        case UInt8(ascii: "?"): return true
        case UInt8(ascii: "]"), UInt8(ascii: "-"): return second == last
        case UInt8(ascii: "/"): return isQuote(second)
        default: return isQuote(last)
        }
    }

    private mutating func note(_ text: ByteSlice) {
        if text.count > 1 {
            before = (text[text.count - 2], text[text.count - 1])
        } else if text.count == 1 {
            before = (before.1, text[0])
        }
    }
}
