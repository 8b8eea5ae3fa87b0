import Bytes
import CCSV
import Model

/// What the C parser's callbacks write to: the row being filled, or a list of strings.
struct CellState {
    /// The buffer that cells are written to, and how much of it is.
    var text = UnsafeMutablePointer<UInt8>(bitPattern: 1).unsafelyUnwrapped
    var length = 0
    /// Cells so far, and those with something in them.
    var column = 0
    var nonEmpty = 0
    var rowsEnded = 0
    /// Whether a cell beyond the header's last one holds something.
    var hasExtra = false
    /// The cell of field 0 in the row being filled; the next field's is `stride` farther.
    var cells = UnsafeMutablePointer<Cell>(bitPattern: 8).unsafelyUnwrapped
    var stride = 0
    /// For each column of the header the field it fills, or -1.
    let fields: UnsafeMutablePointer<Int32>
    let columns: Int
    /// The beginning of the first cell that holds something.
    let prefix: UnsafeMutablePointer<UInt8>
    var prefixLength = 0
    static let prefixCapacity = 48
    /// The cells, where they are wanted as strings.
    var strings: [String] = []

    init(fields: [Int?]) {
        columns = fields.count
        self.fields = .allocate(capacity: max(1, fields.count))
        for (column, field) in fields.enumerated() { self.fields[column] = Int32(field ?? -1) }
        prefix = .allocate(capacity: CellState.prefixCapacity)
    }

    func deallocate() {
        fields.deallocate()
        prefix.deallocate()
    }

    /// Counts the row's cells from the beginning again.
    mutating func startRow() {
        column = 0
        nonEmpty = 0
        rowsEnded = 0
        hasExtra = false
        prefixLength = 0
    }

    /// Notes a cell that holds something: counts it, and keeps the beginning of a row's first.
    @inline(__always)
    mutating func note(_ bytes: UnsafePointer<UInt8>, _ count: Int, column: Int) {
        if nonEmpty == 0 {
            prefixLength = min(count, CellState.prefixCapacity)
            prefix.update(from: bytes, count: prefixLength)
        }
        nonEmpty &+= 1
        if column >= columns { hasExtra = true }
    }
}

private typealias CellCallback = @convention(c) (UnsafeMutableRawPointer?, Int, UnsafeMutableRawPointer?) -> Void
private typealias RowCallback = @convention(c) (Int32, UnsafeMutableRawPointer?) -> Void

private let storeCell: CellCallback = { bytes, count, data in
    let state = data.unsafelyUnwrapped.assumingMemoryBound(to: CellState.self)
    let column = state.pointee.column
    state.pointee.column = column &+ 1
    guard count > 0 else { return }
    let start = UnsafePointer(bytes.unsafelyUnwrapped.assumingMemoryBound(to: UInt8.self))
    state.pointee.note(start, count, column: column)
    guard column < state.pointee.columns else { return }
    let field = Int(state.pointee.fields[column])
    guard field >= 0 else { return }
    let length = state.pointee.length
    (state.pointee.text + length).update(from: start, count: count)
    state.pointee.cells[field &* state.pointee.stride] = Cell(start: length, length: count)
    state.pointee.length = length &+ count
}

private let collectCell: CellCallback = { bytes, count, data in
    let state = data.unsafelyUnwrapped.assumingMemoryBound(to: CellState.self)
    let start = bytes?.assumingMemoryBound(to: UInt8.self)
    if count > 0, let start { state.pointee.note(start, count, column: state.pointee.column) }
    state.pointee.column += 1
    state.pointee.strings.append(String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self))
}

private let endRow: RowCallback = { _, data in
    data.unsafelyUnwrapped.assumingMemoryBound(to: CellState.self).pointee.rowsEnded &+= 1
}

/// libcsv in strict mode, fed a line at a time.
final class CSVParser {
    private let parser: UnsafeMutablePointer<csv_parser>
    let state: UnsafeMutablePointer<CellState>
    private let cellCallback: CellCallback
    private let rowCallback: RowCallback
    let delimiter: UInt8

    /// - Parameter fields: for each column the field it fills; nil collects strings instead.
    init(delimiter: UInt8, fields: [Int?]?) {
        self.delimiter = delimiter
        cellCallback = fields == nil ? collectCell : storeCell
        rowCallback = endRow
        parser = .allocate(capacity: 1)
        parser.initialize(to: csv_parser())
        // Fails on a null pointer only.
        csv_init(parser, UInt8(CSV_STRICT))
        csv_set_delim(parser, delimiter)
        csv_set_blk_size(parser, 64 << 10)
        state = .allocate(capacity: 1)
        state.initialize(to: CellState(fields: fields ?? []))
    }

    deinit {
        csv_free(parser)
        parser.deallocate()
        state.pointee.deallocate()
        state.deinitialize(count: 1)
        state.deallocate()
    }

    /// Most bytes that feeding `count` more can write: what is pending of a cell, and these.
    func room(for count: Int) -> Int { parser.pointee.entry_pos + count }

    /// Parses `text`; false where a quote stands where none may.
    func feed(_ text: ByteSlice) -> Bool {
        csv_parse(parser, text.base, text.count, cellCallback, rowCallback, state) == text.count
    }

    /// Whether nothing but white space has been seen since the last row ended.
    var isBetweenRows: Bool { parser.pointee.pstate == 0 }

    /// Forgets an unfinished row.
    func reset() { csv_fini(parser, nil, nil, nil) }
}
