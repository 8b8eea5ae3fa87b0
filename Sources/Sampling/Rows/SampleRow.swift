import Bytes
import Model

/// One row being made: the text of each of the item's fields.
final class SampleRow {
    let text = ByteBuffer(capacity: 16 << 10)
    private let cells: UnsafeMutablePointer<Cell>
    private let fieldCount: Int

    init(fieldCount: Int) {
        self.fieldCount = fieldCount
        cells = .allocate(capacity: max(1, fieldCount))
        cells.initialize(repeating: .absent, count: fieldCount)
    }

    deinit { cells.deallocate() }

    func begin() {
        text.removeAll()
        cells.update(repeating: .absent, count: fieldCount)
    }

    /// Where a field's value stands in ``text``.
    @inline(__always)
    func cell(_ field: Int) -> Cell { cells[field] }

    func value(_ field: Int) -> ByteSlice {
        text.slice(Int(cells[field].start), Int(cells[field].length))
    }

    func isAbsent(_ field: Int) -> Bool { cells[field].length == 0 }

    /// Sets a field to what `body` appends; nothing where the item has no such field.
    @inline(__always)
    func set(_ field: Int?, _ body: (ByteBuffer) -> Void) {
        guard let field else { return }
        let start = text.count
        body(text)
        cells[field] = Cell(start: start, length: text.count - start)
    }

    func set(_ field: Int?, _ value: String) { set(field) { $0.append(value) } }
    func set(_ field: Int?, _ value: ByteBuffer) { set(field) { $0.append(value.all) } }
    func set(_ field: Int?, day: Int, _ style: DateStyle) { set(field) { $0.append(day: day, style) } }

    func clear(_ field: Int?) { if let field { cells[field] = .absent } }

    /// Changes the bytes of a field, which has some, in a copy behind all others.
    func edit(_ field: Int, _ body: (inout [UInt8]) -> Void) {
        var bytes = value(field).bytes
        body(&bytes)
        set(field) { target in bytes.withSlice { target.append($0) } }
    }
}

extension ByteBuffer {
    /// A day in one of the ways in which departments write it.
    func append(day: Int, _ style: DateStyle) {
        switch style {
        case .iso, .withTime:
            DateText.appendISO(day: Int32(day), to: self)
            if style == .withTime { Identifiers.append(" 00:00:00", to: self) }
        case .compact, .slashes, .chinese:
            let (year, month, dayOfMonth) = CivilDate.civil(day)
            Identifiers.appendDigits(year, width: 4, to: self)
            if style == .compact {
                Identifiers.appendDigits(month * 100 + dayOfMonth, width: 4, to: self)
            } else {
                append(style == .slashes ? "/\(month)/\(dayOfMonth)" : "年\(month)月\(dayOfMonth)日")
            }
        }
    }
}
