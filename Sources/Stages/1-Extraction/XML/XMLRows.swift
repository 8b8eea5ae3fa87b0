import Bytes
import Model

/// Cuts a document into rows: the elements at the row path, whose attributes and child elements are the cells.
///
/// A value: the parser's millions of events change it in place.
struct XMLRows {
    typealias Name = XMLEvents.Name

    /// Where the row element is.
    enum Place {
        /// Local names, any case, that the path of a row ends with.
        case path([String])
        /// The document is one row, `depth` deep in its file.
        case root(depth: Int)
    }

    struct Limits {
        var rowBytes: Int
        var depth: Int
    }

    /// Why parsing was stopped.
    enum Stop { case documentType, tooDeep, byReader }

    struct FilledCell {
        var column: Int
        var start: Int
        var length: Int
        var isAttribute: Bool
    }

    private let place: Place
    private let limits: Limits
    private let storesAll: Bool
    private let text: ByteBuffer
    private let onRow: (inout XMLRows) -> Void
    unowned(unsafe) var push: XMLPush?
    var positions: XMLPositions
    var columns: XMLColumns
    /// Whether U+FFFD may occur.
    var mayHoldReplacement = false

    /// The row just read.
    private(set) var cells: [FilledCell] = []
    private(set) var nonEmpty = 0
    private(set) var damage = Damage.none
    private(set) var position = RowPosition(row: 0, line: 1, offset: 0, length: 0)
    /// Qualified names from the root to the first row.
    private(set) var firstRowPath: [String] = []
    /// Where the last row ended.
    private(set) var lastEnd: LineSource.Mark
    private(set) var stop: Stop?

    private var depth = 0
    private var path: [(name: Name, prefix: Name?)] = []
    private var rowDepth = 0
    private var rowText = 0
    private var cellStart = 0
    private var column: Int?
    private var hasText = false
    /// For each column the number of the last row that had it.
    private var lastSeen: [Int] = []
    private var rowNumber = 0

    /// - Parameters:
    ///   - text: where the cells' bytes go, usually the batch's.
    ///   - storesAll: whether columns that fill no field are stored too.
    ///   - onRow: called at the end of each row, of empty ones too.
    init(
        place: Place, limits: Limits, start: LineSource.Mark, positions: XMLPositions, columns: XMLColumns,
        text: ByteBuffer, storesAll: Bool, onRow: @escaping (inout XMLRows) -> Void
    ) {
        self.place = place
        self.limits = limits
        self.positions = positions
        self.columns = columns
        self.text = text
        self.storesAll = storesAll
        self.onRow = onRow
        lastEnd = start
        if case .root(let depth) = place { self.depth = depth }
    }

    var isInRow: Bool { rowDepth > 0 }

    /// Where the row that was never finished begins.
    var openRow: RowPosition { position }

    mutating func stop(_ reason: Stop) {
        if stop == nil { stop = reason }
        push?.stop()
    }

    mutating func documentType() { stop(.documentType) }

    mutating func start(_ name: Name, prefix: Name?, attributes: XMLAttributes) {
        depth += 1
        if depth > limits.depth { return stop(.tooDeep) }
        if rowDepth == 0 {
            path.append((name, prefix))
            if isRow() { startRow(attributes) }
        } else if depth == rowDepth + 1 {
            startCell(name)
        }
    }

    mutating func end() {
        if rowDepth == 0 {
            path.removeLast()
        } else if depth == rowDepth {
            endRow()
            path.removeLast()
        } else if depth == rowDepth + 1 {
            endCell(isAttribute: false)
        }
        depth -= 1
    }

    mutating func text(_ bytes: ByteSlice) {
        guard rowDepth > 0, depth > rowDepth else { return }
        if mayHoldReplacement && ByteScan.firstNullOrReplacement(in: bytes) != nil && damage == .none {
            damage = .undecodable
        }
        if !hasText { hasText = bytes.buffer.contains { !XMLRows.isBlank($0) } }
        guard let column, storesAll || columns.fields[column] != nil else { return }
        guard text.count - rowText <= limits.rowBytes else {
            damage = .tooLong
            return
        }
        text.append(bytes)
    }

    private func isRow() -> Bool {
        switch place {
        case .root: return path.count == 1
        case .path(let names):
            guard !names.isEmpty, path.count >= names.count else { return false }
            for (name, element) in zip(names.reversed(), path.reversed()) where !XMLName.isSame(element.name, name) {
                return false
            }
            return true
        }
    }

    private mutating func startRow(_ attributes: XMLAttributes) {
        rowDepth = depth
        rowNumber += 1
        rowText = text.count
        cells.removeAll(keepingCapacity: true)
        nonEmpty = 0
        damage = .none
        columns.startRow()
        let mark = positions.tag(before: push?.position ?? 0)
        position = RowPosition(row: 0, line: mark.number, offset: mark.offset, length: 0)
        if firstRowPath.isEmpty { firstRowPath = path.map { XMLName.qualified($0.name, prefix: $0.prefix) } }
        for index in 0..<attributes.count {
            guard let (name, value) = attributes[index] else { continue }
            depth += 1
            startCell(name)
            text(value)
            endCell(isAttribute: true)
            depth -= 1
        }
    }

    private mutating func startCell(_ name: Name) {
        cellStart = text.count
        hasText = false
        column = columns.column(of: name)
        if column == nil { damage = .malformed }
    }

    private mutating func endCell(isAttribute: Bool) {
        guard let column else { return }
        self.column = nil
        if hasText { nonEmpty += 1 }
        while lastSeen.count <= column { lastSeen.append(0) }
        let isStored = storesAll || columns.fields[column] != nil
        // The same element twice in a row: which of the two counts is not ours to say.
        if hasText && isStored && lastSeen[column] == rowNumber && damage == .none { damage = .repeated }
        guard hasText, isStored, lastSeen[column] != rowNumber else { return }
        lastSeen[column] = rowNumber
        var first = cellStart
        var end = text.count
        while first < end, XMLRows.isBlank(text.base[first]) { first += 1 }
        while end > first, XMLRows.isBlank(text.base[end - 1]) { end -= 1 }
        cells.append(FilledCell(column: column, start: first, length: end - first, isAttribute: isAttribute))
    }

    private mutating func endRow() {
        let end = push?.position ?? 0
        position.length = positions.end(at: end) - position.offset
        if position.length > limits.rowBytes { damage = .tooLong }
        lastEnd = LineSource.Mark(offset: position.offset + position.length, number: positions.line(at: end))
        if damage != .none && damage != .undecodable {
            cells.removeAll(keepingCapacity: true)
            text.truncate(to: rowText)
        }
        rowDepth = 0
        let onRow = onRow
        onRow(&self)
    }

    @inline(__always)
    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D }
}
