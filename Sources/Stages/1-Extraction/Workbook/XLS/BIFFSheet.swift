import Bytes
import Model

/// Reads a sheet's substream ([MS-XLS] 2.1.7.20.5): cells, whose rows rise.
final class BIFFSheet {
    /// Columns of old sheets.
    private static let columns = 256

    private enum Halt: Error { case damaged, enough }

    private let stream: BIFFStream
    private let globals: BIFFGlobals
    private let row: SheetRow
    private let digits = ByteBuffer(capacity: 64)
    private let shown = ByteBuffer(capacity: 1 << 10)
    /// The column of a formula whose text comes in a record of its own.
    private var pending: Int?

    init(_ stream: BIFFStream, _ globals: BIFFGlobals, rowLimit: Int) {
        self.stream = stream
        self.globals = globals
        row = SheetRow(limit: rowLimit)
    }

    /// - Parameter place: where the substream begins.
    /// - Returns: whether the sheet could be read to its end. The row in which it breaks is not handed out: nobody knows what it lacks.
    func read(from place: Int, _ body: (SheetRow) throws -> Bool) throws -> Bool {
        guard var record = stream.record(at: place), record.kind == .beginningOfSubstream else { return false }
        var depth = 1
        do {
            while let next = stream.record(at: record.end) {
                record = next
                switch record.kind {
                // Charts inside the sheet.
                case .beginningOfSubstream: depth += 1
                case .endOfSubstream:
                    depth -= 1
                    guard depth == 0 else { break }
                    guard pending == nil else { return false }
                    try finishRow(body)
                    return true
                default: if depth == 1 { try take(record, body) }
                }
            }
        } catch Halt.enough {
            return true
        } catch Halt.damaged {
            return false
        }
        return false
    }

    private func take(_ record: BIFFRecord, _ body: (SheetRow) throws -> Bool) throws {
        let (bytes, start) = (stream.bytes, record.start)
        switch record.kind {
        case .labelShared:
            let column = try enter(record, 10, body)
            guard !row.isTooLong else { break }
            shown.removeAll()
            guard globals.strings.append(bytes.long(start + 6), to: shown) else { throw Halt.damaged }
            row.put(shown.all, column: column)
        case .label, .richString:
            let column = try enter(record, 8, body)
            try putText(record, start + 6, column)
        case .number:
            let column = try enter(record, 14, body)
            put(bytes.double(start + 6), bytes.word(start + 4), column)
        case .rk:
            let column = try enter(record, 10, body)
            put(BIFFSheet.number(rk: bytes.long(start + 6)), bytes.word(start + 4), column)
        case .multipleRK:
            let column = try enter(record, 6, body)
            let count = (record.length - 6) / 6
            guard column + count <= BIFFSheet.columns else { throw Halt.damaged }
            for index in 0..<count {
                let place = start + 4 + index * 6
                put(BIFFSheet.number(rk: bytes.long(place + 2)), bytes.word(place), column + index)
            }
        case .booleanOrError:
            let column = try enter(record, 8, body)
            try put(literal: bytes.byte(start + 6), isError: bytes.byte(start + 7) != 0, column)
        case .formula: try takeFormula(record, try enter(record, 14, body))
        case .string:
            guard let column = pending else { break }
            pending = nil
            try putText(record, start, column)
        default: break
        }
    }

    /// What was worked out when the file was saved ([MS-XLS] 2.5.133).
    private func takeFormula(_ record: BIFFRecord, _ column: Int) throws {
        let (bytes, value) = (stream.bytes, record.start + 6)
        guard bytes.word(value + 6) == 0xFFFF else {
            return put(bytes.double(value), bytes.word(record.start + 4), column)
        }
        switch bytes.byte(value) {
        case 0: pending = column
        case 1, 2: try put(literal: bytes.byte(value + 2), isError: bytes.byte(value) == 2, column)
        // An empty text.
        case 3: break
        default: throw Halt.damaged
        }
    }

    /// Gets to the row of a cell's record.
    /// - Returns: the cell's column.
    private func enter(_ record: BIFFRecord, _ length: Int, _ body: (SheetRow) throws -> Bool) throws -> Int {
        let column = stream.bytes.word(record.start + 2)
        guard pending == nil, record.length >= length, column < BIFFSheet.columns else { throw Halt.damaged }
        let number = stream.bytes.word(record.start) + 1
        if number != row.number {
            guard number > row.number else { throw Halt.damaged }
            try finishRow(body)
            row.begin(number)
        }
        return column
    }

    private func finishRow(_ body: (SheetRow) throws -> Bool) throws {
        guard row.width > 0 || row.isTooLong else { return }
        if try !body(row) { throw Halt.enough }
    }

    private func putText(_ record: BIFFRecord, _ place: Int, _ column: Int) throws {
        guard !row.isTooLong else { return }
        shown.removeAll()
        var cursor = BIFFCursor(stream, from: place, to: record.end)
        guard globals.texts.append(&cursor, to: shown) else { throw Halt.damaged }
        row.put(shown.all, column: column)
    }

    private func put(_ number: Double, _ style: Int, _ column: Int) {
        shown.removeAll()
        if number.isFinite {
            let isInteger = abs(number) < 1e15 && number == number.rounded(.towardZero)
            digits.removeAll()
            digits.append(isInteger ? String(Int(number)) : "\(number)")
            let format = globals.formats.indices.contains(style) ? globals.formats[style] : .general
            NumberText.append(digits.all, as: format, is1904: globals.is1904, to: shown)
        } else {
            shown.append("#NUM!")
        }
        row.put(shown.all, column: column)
    }

    private func put(literal code: Int, isError: Bool, _ column: Int) throws {
        guard let text = isError ? BIFFSheet.errors[code] : code == 0 ? "FALSE" : "TRUE" else { throw Halt.damaged }
        shown.removeAll()
        shown.append(text)
        row.put(shown.all, column: column)
    }

    /// [MS-XLS] 2.5.10.
    private static let errors = [
        0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A",
        0x2B: "#GETTING_DATA",
    ]

    /// A number in 30 bits: an integer or the upper half of a double, maybe in hundredths ([MS-XLS] 2.5.217).
    static func number(rk: Int) -> Double {
        let number =
            rk & 2 != 0
            ? Double(Int32(truncatingIfNeeded: rk) >> 2) : Double(bitPattern: UInt64(rk & 0xFFFF_FFFC) << 32)
        return rk & 1 != 0 ? number / 100 : number
    }
}
