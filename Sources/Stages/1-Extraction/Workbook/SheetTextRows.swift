import Bytes
import Model

/// Reads a worksheet that was written out as text, line by line.
struct SheetTextRows: ~Copyable {
    private let bytes: RawBytes
    private let window = ByteBuffer(capacity: (1 << 20) + 4096)
    /// Offset of the window's first byte.
    private var windowStart: Int
    private var cursor: LineSource.Mark
    private var isAtEnd = false

    /// - Parameter bytes: positioned at `start`.
    init(_ bytes: RawBytes, from start: LineSource.Mark = LineSource.Mark(offset: 0, number: 1)) {
        self.bytes = bytes
        windowStart = start.offset
        cursor = start
    }

    /// Where the next row begins.
    var mark: LineSource.Mark { cursor }

    /// One line: its place, its damage, and its bytes without line break and mark, valid until the next call.
    struct Line {
        var position: RowPosition
        var damage: Damage
        var text: ByteSlice
    }

    /// The next line that is not blank; nil at the end.
    mutating func next() throws -> Line? {
        while let line = try nextLine() {
            if line.position.length > 0 { return line }
        }
        return nil
    }

    private mutating func nextLine() throws -> Line? {
        var searched = cursor.offset - windowStart
        while true {
            let rest = window.slice(searched, window.count - searched)
            if let found = ByteScan.first(UInt8(ascii: "\n"), in: rest) {
                return take(length: searched + found - (cursor.offset - windowStart), breakLength: 1)
            }
            if isAtEnd {
                let length = window.count - (cursor.offset - windowStart)
                return length > 0 ? take(length: length, breakLength: 0) : nil
            }
            window.discardPrefix(cursor.offset - windowStart)
            windowStart = cursor.offset
            searched = window.count
            isAtEnd = try bytes.read(into: window, count: 1 << 20) == 0
        }
    }

    private mutating func take(length: Int, breakLength: Int) -> Line {
        let start = cursor
        var text = window.slice(start.offset - windowStart, length)
        cursor = LineSource.Mark(offset: start.offset + length + breakLength, number: start.number + 1)
        var damage = Damage.none
        if length > 0, text[0] == UnfoldedText.tooLong || text[0] == UnfoldedText.broken {
            damage = text[0] == UnfoldedText.tooLong ? .tooLong : .malformed
            text = text[1..<length]
        }
        return Line(
            position: RowPosition(row: 0, line: start.number, offset: start.offset, length: length), damage: damage,
            text: text)
    }
}

extension SheetTextRows.Line {
    /// The cells as text, for headers and for people.
    var strings: [String] {
        UnfoldedText.cells(text.buffer)
    }
}

/// Puts the rows of a written-out worksheet into batches.
struct SheetTextFiller: ~Copyable {
    let batch: Batch
    private let constants: Constants
    private let fields: [Int?]
    private let rowLimit: Int

    init(_ batch: Batch, _ layout: Layout, _ plan: ExtractionPlan) {
        self.batch = batch
        constants = Constants(plan.mapping)
        fields = layout.fields
        rowLimit = plan.rowLimit
        startBatch()
    }

    func startBatch() {
        constants.begin(batch)
        constants.fillRow(batch)
    }

    /// Takes a line as the batch's next row.
    /// - Returns: whether it is one: blank lines and footers are none.
    func take(_ line: SheetTextRows.Line, number: Int) -> Bool {
        var position = line.position
        position.row = number
        guard line.damage == .none, line.text.count <= rowLimit else {
            batch.clearRow()
            batch.endRow(position, damage: line.damage == .none ? .tooLong : line.damage)
            return true
        }
        // One copy for the whole line; cells point into it.
        let start = batch.text.count
        batch.text.append(line.text)
        var nonEmpty = 0
        var first = (start: 0, length: 0)
        var isBeyond = false
        var column = 0
        var cell = 0
        for index in 0...line.text.count where index == line.text.count || line.text[index] == UnfoldedText.cellEnd {
            let length = index - cell
            if length > 0, !SheetTextFiller.isBlank(line.text[cell..<index]) {
                if nonEmpty == 0 { first = (cell, length) }
                nonEmpty += 1
                if column >= fields.count {
                    isBeyond = true
                } else if let field = fields[column] {
                    batch.put(field: field, start: start + cell, length: length)
                }
            }
            column += 1
            cell = index + 1
        }
        let prefix = line.text[first.start..<(first.start + min(first.length, 64))]
        if nonEmpty == 0 || Footer.isOne(prefix.buffer, nonEmpty: nonEmpty, columns: fields.count) {
            batch.text.truncate(to: start)
            batch.clearRow()
            constants.fillRow(batch)
            return false
        }
        if isBeyond { batch.clearRow() }
        for index in start..<batch.text.count where batch.text.base[index] == UnfoldedText.breakInCell {
            batch.text.base[index] = UInt8(ascii: "\n")
        }
        if ByteScan.firstNullOrReplacement(in: line.text) != nil {
            batch.endRow(position, damage: .undecodable)
        } else {
            batch.endRow(position, damage: isBeyond ? .ragged : .none, detail: isBeyond ? column : 0)
        }
        return true
    }

    /// Gets the batch ready for its next row.
    func nextRow() { constants.fillRow(batch) }

    private static func isBlank(_ cell: ByteSlice) -> Bool {
        for index in 0..<cell.count where cell[index] > 0x20 && cell[index] != UnfoldedText.breakInCell { return false }
        return true
    }
}
