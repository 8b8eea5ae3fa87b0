import Bytes
import Model

/// How the ledger keeps a subject's statements: one JSON list of lists of integers, which the view `statement` opens to rows.
///
/// A subject has a handful of statements and they are always read and written together, so one row of text takes the place of as many rows of
/// their own: an eighth of the work for the writer. Fields in order: item, key, submission, row, content, version, rank, flags, event (or
/// `null`), outcome, current, line, offset, length.
enum StatementText {
    static let fieldCount = 14

    static func append(_ record: RecordView, itemID: Int, outcome: Outcome, isCurrent: Bool, to text: ByteBuffer) {
        var list = IntegerList(text)
        list.append(Int64(itemID))
        list.append(record.keyHash)
        list.append(Int64(record.submission))
        list.append(Int64(record.row))
        list.append(record.content)
        list.append(Int64(record.version))
        list.append(Int64(record.rank))
        list.append(Int64(record.flags.rawValue))
        if record.event == Record.noDate { list.appendNull() } else { list.append(Int64(record.event)) }
        list.append(Int64(outcome.rawValue))
        list.append(isCurrent ? 1 : 0)
        list.append(Int64(record.line))
        list.append(Int64(record.offset))
        list.append(Int64(record.length))
        list.end()
    }

    static func append(_ held: HeldStatement, to text: ByteBuffer) {
        var list = IntegerList(text)
        list.append(Int64(held.itemID))
        list.append(held.keyHash)
        list.append(Int64(held.submission))
        list.append(Int64(held.position.row))
        list.append(held.content)
        list.append(Int64(held.version))
        list.append(Int64(held.rank))
        list.append(Int64(held.flags.rawValue))
        if held.event == Record.noDate { list.appendNull() } else { list.append(Int64(held.event)) }
        list.append(Int64(held.outcome.rawValue))
        list.append(held.isCurrent ? 1 : 0)
        list.append(Int64(held.position.line))
        list.append(Int64(held.position.offset))
        list.append(Int64(held.position.length))
        list.end()
    }

    /// Reads the lists back; `received` and `source` are left for the caller, who knows the submissions.
    static func parse(_ text: ByteSlice, _ body: (HeldStatement) throws -> Void) rethrows {
        var values = [Int64](repeating: 0, count: fieldCount)
        var place = 0
        var field = 0
        while place < text.count {
            switch text[place] {
            case 0x5B: field = 0
            case 0x2D, 0x30...0x39:
                let isNegative = text[place] == 0x2D
                if isNegative { place += 1 }
                var number: Int64 = 0
                while place < text.count, case let digit = text[place] &- 0x30, digit < 10 {
                    // Negated all the way, so that Int64.min has room.
                    number = number &* 10 &- Int64(digit)
                    place += 1
                }
                if field < fieldCount { values[field] = isNegative ? number : -number }
                field += 1
                continue
            case 0x6E:
                if field < fieldCount { values[field] = Int64(Record.noDate) }
                field += 1
                place += 3
            case 0x5D where field == fieldCount:
                try body(statement(values))
                field = 0
            default: break
            }
            place += 1
        }
    }

    private static func statement(_ values: [Int64]) -> HeldStatement {
        HeldStatement(
            item: -1, itemID: Int(values[0]), keyHash: values[1], submission: Int(values[2]), content: values[4],
            version: Int32(clamping: values[5]), rank: Int(values[6]),
            flags: RowFlags(rawValue: UInt16(clamping: values[7])),
            outcome: Outcome(rawValue: UInt8(clamping: values[9])) ?? .published, isCurrent: values[10] == 1,
            position: RowPosition(
                row: Int(values[3]), line: Int(values[11]), offset: Int(values[12]), length: Int(values[13])),
            received: 0, source: "", event: Int32(clamping: values[8]))
    }
}

/// Writes `[1,2,3]` behind what a buffer holds, after a comma where it holds something.
private struct IntegerList {
    private let text: ByteBuffer
    private var isFirst = true

    init(_ text: ByteBuffer) {
        self.text = text
        if text.count > 0 { text.append(UInt8(ascii: ",")) }
        text.append(UInt8(ascii: "["))
    }

    mutating func append(_ number: Int64) {
        separate()
        text.reserve(20)
        var digits: (UInt64, Int) = (number.magnitude, 0)
        if number < 0 { text.append(UInt8(ascii: "-")) }
        var length = 1
        var probe = digits.0
        while probe >= 10 {
            probe /= 10
            length += 1
        }
        digits.1 = length
        let start = text.base + text.count
        while digits.1 > 0 {
            digits.1 -= 1
            start[digits.1] = UInt8(0x30 + digits.0 % 10)
            digits.0 /= 10
        }
        text.advance(by: length)
    }

    mutating func appendNull() {
        separate()
        text.append("null")
    }

    func end() { text.append(UInt8(ascii: "]")) }

    private mutating func separate() {
        if !isFirst { text.append(UInt8(ascii: ",")) }
        isFirst = false
    }
}
