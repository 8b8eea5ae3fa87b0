public import Bytes

/// Where a cell's bytes stand in the batch's buffer; a length of 0 is an absent value.
@frozen @usableFromInline
package struct Cell {
    @usableFromInline package var start: UInt32
    @usableFromInline package var length: UInt32

    @inlinable package init(start: Int, length: Int) {
        self.start = UInt32(truncatingIfNeeded: start)
        self.length = UInt32(truncatingIfNeeded: length)
    }

    package static let absent = Cell(start: 0, length: 0)
}

/// Why a row could not be read as a row; facts, the wording is the rules'.
package enum Damage: UInt8, Sendable, CaseIterable {
    case none
    /// More or fewer cells than the header has.
    case ragged
    /// A quote inside an unquoted cell, or text after a closing quote.
    case strayQuote
    /// A quoted cell that never ends.
    case unclosedQuote
    /// The row is longer than the limit.
    case tooLong
    /// A NUL byte.
    case nul
    /// Bytes that are no text in the file's encoding, or U+FFFD.
    case undecodable
    /// XML or JSON that is not well formed, too deep, or with what is not allowed.
    case malformed
    /// The same element or member twice, where one value is due.
    case repeated
}

/// Where a row stands in the file as received.
package struct RowPosition: Sendable, Equatable {
    /// 1-based number of the data row in its submission, damaged rows included, header, titles and footers not.
    package var row: Int
    /// 1-based line in the file, counting every line break.
    package var line: Int
    /// 0-based byte offset in the file as received, before decoding.
    package var offset: Int
    /// Length in bytes as received, without the line break.
    package var length: Int

    package init(row: Int, line: Int, offset: Int, length: Int) {
        self.row = row
        self.line = line
        self.offset = offset
        self.length = length
    }
}

/// What is known of a row besides its values.
package struct RowFlags: OptionSet, Sendable {
    package let rawValue: UInt16
    package init(rawValue: UInt16) { self.rawValue = rawValue }

    /// An error finding: the row is rejected.
    package static let error = RowFlags(rawValue: 1 << 0)
    /// A natural person's row.
    package static let naturalPerson = RowFlags(rawValue: 1 << 1)
    /// Marked 不公示, or a natural person's.
    package static let withheld = RowFlags(rawValue: 1 << 2)
    /// Revoked, cancelled or otherwise taken back: a tombstone in the disclosure store.
    package static let withdrawn = RowFlags(rawValue: 1 << 3)
    /// The credit code is well formed and checks.
    package static let codeValid = RowFlags(rawValue: 1 << 4)
    /// A warning finding.
    package static let warning = RowFlags(rawValue: 1 << 5)
    /// No part of the natural key is absent.
    package static let keyed = RowFlags(rawValue: 1 << 6)
    /// The row says of its record that it was changed or renewed: 变更, 延续.
    package static let changed = RowFlags(rawValue: 1 << 7)
}

/// Some thousands of rows of one submission, column by column: the unit that the record stage works on.
///
/// The columns are the catalogue item's fields, in its order. All text stands in one buffer; a cell is an offset and a length into it.
/// Rules read cells, normalisation appends new bytes to the buffer and points the cell at them. Dates and numbers are parsed once
/// and kept in ``numbers``.
@usableFromInline
package final class Batch: @unchecked Sendable {
    @usableFromInline package let fieldCount: Int
    @usableFromInline package let capacity: Int
    @usableFromInline package internal(set) var count = 0
    @usableFromInline package let text: ByteBuffer
    /// Column-major: the cell of field f in row r is at f * capacity + r.
    @usableFromInline package let cells: UnsafeMutablePointer<Cell>
    /// Column-major; see ``Batch/noNumber``. Dates are days since 1970-01-01, amounts millionths of the field's unit.
    @usableFromInline package let numbers: UnsafeMutablePointer<Int64>
    package private(set) var positions: [RowPosition] = []
    package private(set) var damages: [Damage] = []
    package var flags: [RowFlags] = []
    /// Cell counts of ragged rows and the like: what the damage's message needs.
    package private(set) var details: [Int32] = []

    /// A number that is not there.
    package static let noNumber = Int64.min
    /// A text that is there but is no number or date.
    package static let badNumber = Int64.min + 1
    /// 长期: a date without an end.
    package static let openEnd = Int64.max

    package init(fieldCount: Int, capacity: Int) {
        self.fieldCount = fieldCount
        self.capacity = capacity
        text = ByteBuffer(capacity: max(64 * 1024, capacity * 128))
        cells = .allocate(capacity: max(1, fieldCount * capacity))
        numbers = .allocate(capacity: max(1, fieldCount * capacity))
        positions.reserveCapacity(capacity)
        damages.reserveCapacity(capacity)
        details.reserveCapacity(capacity)
        flags.reserveCapacity(capacity)
        removeAll()
    }

    deinit {
        cells.deallocate()
        numbers.deallocate()
    }

    /// Empties the batch for the next rows; the buffers stay.
    package func removeAll() {
        count = 0
        text.removeAll()
        positions.removeAll(keepingCapacity: true)
        damages.removeAll(keepingCapacity: true)
        details.removeAll(keepingCapacity: true)
        flags.removeAll(keepingCapacity: true)
        cells.initialize(repeating: .absent, count: fieldCount * capacity)
        numbers.initialize(repeating: Batch.noNumber, count: fieldCount * capacity)
    }

    package var isFull: Bool { count == capacity }

    /// Sets a cell of the row being filled, which is row ``count``.
    @inlinable @inline(__always)
    package func put(field: Int, start: Int, length: Int) {
        cells[field * capacity + count] = Cell(start: start, length: length)
    }

    /// Completes the row being filled.
    package func endRow(_ position: RowPosition, damage: Damage = .none, detail: Int = 0) {
        precondition(count < capacity)
        positions.append(position)
        damages.append(damage)
        details.append(Int32(truncatingIfNeeded: detail))
        flags.append(damage == .none ? [] : .error)
        count += 1
    }

    /// Clears the cells of the row being filled: what a damaged row had so far is not data.
    package func clearRow() {
        for field in 0..<fieldCount { cells[field * capacity + count] = .absent }
    }

    @inlinable @inline(__always)
    package func cell(_ field: Int, _ row: Int) -> Cell { cells[field * capacity + row] }

    /// The bytes of a cell, valid until the batch's text grows.
    @inlinable @inline(__always)
    package func value(_ field: Int, _ row: Int) -> ByteSlice {
        let cell = cells[field * capacity + row]
        return ByteSlice(base: UnsafePointer(text.base) + Int(cell.start), count: Int(cell.length))
    }

    @inlinable @inline(__always)
    package func isAbsent(_ field: Int, _ row: Int) -> Bool { cells[field * capacity + row].length == 0 }

    @inlinable @inline(__always)
    package func number(_ field: Int, _ row: Int) -> Int64 { numbers[field * capacity + row] }

    @inlinable @inline(__always)
    package func setNumber(_ field: Int, _ row: Int, _ value: Int64) { numbers[field * capacity + row] = value }

    /// Points a cell at new bytes, appended to the batch's text.
    package func replace(_ field: Int, _ row: Int, with bytes: ByteSlice) {
        let start = text.count
        text.append(bytes)
        cells[field * capacity + row] = Cell(start: start, length: bytes.count)
    }

    package func replace(_ field: Int, _ row: Int, with string: String) {
        let start = text.count
        text.append(string)
        cells[field * capacity + row] = Cell(start: start, length: text.count - start)
    }

    /// Gives a row that was read again on its own the place it has in its submission.
    package func relocate(row: Int, to position: RowPosition) { positions[row] = position }

    package func clear(_ field: Int, _ row: Int) { cells[field * capacity + row] = .absent }
}
