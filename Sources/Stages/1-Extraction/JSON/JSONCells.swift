import Bytes
import Model

/// The cells of one row: what an object's members say as text.
///
/// Strings are their characters, numbers stand as they were written, `true` and `false` are 是 and 否 as in the catalogue's lists, `null` is
/// nothing. An object inside gives its members under its own name, a `/` and theirs. An array of such values is these joined by `;`, any
/// other its own JSON text.
struct JSONCells: JSONEvents {
    struct FilledCell {
        var column: Int
        var start: Int
        var length: Int
    }

    var columns: JSONColumns
    private let text: ByteBuffer
    private let storesAll: Bool

    private(set) var cells: [FilledCell] = []
    private(set) var nonEmpty = 0
    private(set) var damage = Damage.none

    /// The text that is scanned.
    private var source = ByteSlice.empty
    private var rowText = 0
    /// Path of the member that is due, and how much of it are the names of the objects around it.
    private let path = ByteBuffer()
    private var outer: [Int] = []
    /// Brackets that are open from the member's array on.
    private var arrayDepth = 0
    private var arrayStart = 0
    /// Whether the array holds more than single values.
    private var isRaw = false
    private var cellStart = 0
    private var column: Int?
    /// For each column the number of the last row that had it.
    private var lastSeen: [Int] = []
    private var rowNumber = 0

    /// - Parameters:
    ///   - text: where the cells' bytes go, usually the batch's.
    ///   - storesAll: whether columns that fill no field are stored too.
    init(_ columns: JSONColumns, into text: ByteBuffer, storesAll: Bool = false) {
        self.columns = columns
        self.text = text
        self.storesAll = storesAll
    }

    /// Begins the next row.
    mutating func startRow() { rowText = text.count }

    /// Begins to scan the row, from its beginning if it was scanned before.
    /// - Parameter source: UTF-8, valid until the row is scanned.
    mutating func startScan(_ source: ByteSlice) {
        dropRow()
        self.source = source
        rowNumber += 1
        nonEmpty = 0
        damage = .none
        path.removeAll()
        outer.removeAll(keepingCapacity: true)
        arrayDepth = 0
        columns.startRow()
    }

    /// Forgets what the row had so far.
    mutating func dropRow() {
        cells.removeAll(keepingCapacity: true)
        text.truncate(to: rowText)
    }

    mutating func begin(isObject: Bool, at place: Int) {
        if arrayDepth > 0 {
            arrayDepth += 1
            isRaw = true
        } else if isObject {
            outer.append(path.count)
        } else {
            startCell()
            arrayDepth = 1
            arrayStart = place
            isRaw = false
        }
    }

    mutating func end(isObject: Bool, at place: Int) {
        guard arrayDepth > 0 else {
            path.truncate(to: outer.removeLast())
            return
        }
        arrayDepth -= 1
        guard arrayDepth == 0 else { return }
        if isRaw {
            text.truncate(to: cellStart)
            text.append(source[arrayStart..<place])
        }
        endCell()
    }

    mutating func name(_ name: ByteSlice, isPlain: Bool) {
        guard arrayDepth == 0 else { return }
        let length = outer[outer.count - 1]
        path.truncate(to: length)
        if length > 0 { path.append(UInt8(ascii: "/")) }
        if isPlain { path.append(name) } else { note(JSONEscapes.append(name, to: path)) }
    }

    mutating func scalar(_ kind: JSONScalar, _ value: ByteSlice, isPlain: Bool) {
        if arrayDepth > 1 || arrayDepth == 1 && isRaw { return }
        if arrayDepth == 0 { startCell() }
        if kind != .null {
            if text.count > cellStart { text.append(UInt8(ascii: ";")) }
            switch kind {
            case .yes: text.append("是")
            case .no: text.append("否")
            case .string where !isPlain: note(JSONEscapes.append(value, to: text))
            case .string, .number, .null: text.append(value)
            }
        }
        if arrayDepth == 0 { endCell() }
    }

    private mutating func startCell() {
        cellStart = text.count
        // One name too many is enough.
        column = damage == .malformed ? nil : columns.column(of: path.all)
        if column == nil { damage = .malformed }
    }

    private mutating func endCell() {
        guard let column else { return text.truncate(to: cellStart) }
        while lastSeen.count <= column { lastSeen.append(0) }
        // The same name twice in an object: which of the two counts is not ours to say (RFC 8259 §4).
        if lastSeen[column] == rowNumber { note(.repeated) }
        lastSeen[column] = rowNumber
        let length = text.count - cellStart
        guard length > 0 else { return }
        nonEmpty += 1
        guard storesAll || columns.fields[column] != nil else { return text.truncate(to: cellStart) }
        cells.append(FilledCell(column: column, start: cellStart, length: length))
    }

    private mutating func note(_ found: Damage) {
        if damage == .none { damage = found }
    }
}
