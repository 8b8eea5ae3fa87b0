public import Bytes

/// A row as the record stage hands it on: its place in the order of consolidation, what identifies it, and its values.
///
/// Records are bytes, so that they can be sorted, spilled to disk and handed between threads without an object each. Integers that
/// order are big-endian, so `memcmp` over the first ``Record/keySize`` bytes after the size gives: subject, item, key, time of
/// receipt, submission, row.
///
///     0   size           u32   whole record, this field included
///     4   subject        32 B  credit code, or an old registration number, padded with NUL
///     36  item           u8
///     37  key            u64   big-endian hash of the item's key fields
///     45  received       u32   big-endian, seconds since 1970
///     49  submission     u32   big-endian
///     53  row            u32   big-endian
///     57  rank           u8    of the source for this row; 0 is the authority
///     58  source         u16   number of the department
///     60  flags          u16
///     62  content        u64   hash of what the statement says
///     70  compared       u16   length of the comparables
///     72  version        i32   days since 1970
///     76  event          i32   days since 1970; Int32.min without a date
///     80  offset         u64   in the file as received
///     88  length         u32
///     92  line           u32
///     96  comparables: what comparison needs of the values (``Comparables``)
///         cells: for each stored field a LEB128 length and the bytes
package enum Record {
    package static let subjectSize = 32
    package static let keySize = 53
    package static let headerSize = 96
    package static let noDate = Int32.min
}

/// Reads an encoded record in place.
package struct RecordView: @unchecked Sendable {
    package let base: UnsafePointer<UInt8>

    @inlinable package init(base: UnsafePointer<UInt8>) { self.base = base }

    @inlinable
    func load<T: FixedWidthInteger>(_ offset: Int, as type: T.Type) -> T {
        UnsafeRawPointer(base).loadUnaligned(fromByteOffset: offset, as: T.self)
    }

    @inlinable package var size: Int { Int(load(0, as: UInt32.self)) }
    @inlinable package var key: ByteSlice { ByteSlice(base: base + 4, count: Record.keySize) }
    /// All its bytes, the padding of a registration number included.
    @inlinable package var paddedSubject: ByteSlice { ByteSlice(base: base + 4, count: Record.subjectSize) }
    @inlinable package var item: Int { Int(base[36]) }
    @inlinable package var keyHash: Int64 { Int64(bitPattern: UInt64(bigEndian: load(37, as: UInt64.self))) }
    @inlinable package var received: Int { Int(UInt32(bigEndian: load(45, as: UInt32.self))) }
    @inlinable package var submission: Int { Int(UInt32(bigEndian: load(49, as: UInt32.self))) }
    @inlinable package var row: Int { Int(UInt32(bigEndian: load(53, as: UInt32.self))) }
    @inlinable package var rank: Int { Int(base[57]) }
    @inlinable package var source: Int { Int(load(58, as: UInt16.self)) }
    @inlinable package var flags: RowFlags { RowFlags(rawValue: load(60, as: UInt16.self)) }
    @inlinable package var content: Int64 { load(62, as: Int64.self) }
    @inlinable package var version: Int32 { load(72, as: Int32.self) }
    @inlinable package var event: Int32 { load(76, as: Int32.self) }
    @inlinable package var offset: Int { Int(load(80, as: UInt64.self)) }
    @inlinable package var length: Int { Int(load(88, as: UInt32.self)) }
    @inlinable package var line: Int { Int(load(92, as: UInt32.self)) }
    @inlinable package var comparedLength: Int { Int(load(70, as: UInt16.self)) }
    /// What comparison needs of the record's values; empty where its item is not compared.
    @inlinable package var comparables: ByteSlice {
        ByteSlice(base: base + Record.headerSize, count: comparedLength)
    }

    /// The subject's code without padding.
    @inlinable package var subject: ByteSlice {
        // Nearly all are credit codes.
        var count = base[4 + 18] == 0 && base[4 + 17] != 0 ? 18 : Record.subjectSize
        while count > 0, base[4 + count - 1] == 0 { count -= 1 }
        return ByteSlice(base: base + 4, count: count)
    }

    package var position: RowPosition { RowPosition(row: row, line: line, offset: offset, length: length) }

    /// Finds the values of the first `count` fields; `cells` are relative to ``base``.
    @inlinable package func readCells(_ count: Int, into cells: UnsafeMutablePointer<Cell>) {
        var place = Record.headerSize + comparedLength
        for field in 0..<count {
            var length = 0
            var shift = 0
            while true {
                let byte = base[place]
                place += 1
                length |= Int(byte & 0x7F) << shift
                if byte < 0x80 { break }
                shift += 7
            }
            cells[field] = Cell(start: place, length: length)
            place += length
        }
    }

    @inlinable package func value(_ cell: Cell) -> ByteSlice {
        ByteSlice(base: base + Int(cell.start), count: Int(cell.length))
    }
}

/// What goes into a record besides its values.
package struct RecordHeader {
    package var item = 0
    package var keyHash: Int64 = 0
    package var received = 0
    package var submission = 0
    package var row = 0
    package var rank = 0
    package var source = 0
    package var flags: RowFlags = []
    package var content: Int64 = 0
    package var version: Int32 = 0
    package var event: Int32 = Record.noDate
    package var offset = 0
    package var length = 0
    package var line = 0

    package init() {}
}

extension ByteBuffer {
    /// Appends a record's header with its size still 0 and returns where it starts; comparables follow, closed by
    /// ``endComparables(_:)``, then values by ``appendCell(_:)``.
    package func beginRecord(_ header: RecordHeader, subject: ByteSlice) -> Int {
        let start = count
        reserve(Record.headerSize)
        let raw = UnsafeMutableRawPointer(base + start)
        func store<T: FixedWidthInteger>(_ value: T, _ offset: Int) {
            raw.storeBytes(of: value, toByteOffset: offset, as: T.self)
        }
        let used = min(subject.count, Record.subjectSize)
        (base + start + 4).update(from: subject.base, count: used)
        (base + start + 4 + used).update(repeating: 0, count: Record.subjectSize - used)
        store(UInt8(truncatingIfNeeded: header.item), 36)
        store(UInt64(bitPattern: header.keyHash).bigEndian, 37)
        store(UInt32(truncatingIfNeeded: header.received).bigEndian, 45)
        store(UInt32(truncatingIfNeeded: header.submission).bigEndian, 49)
        store(UInt32(truncatingIfNeeded: header.row).bigEndian, 53)
        store(UInt8(clamping: header.rank), 57)
        store(UInt16(truncatingIfNeeded: header.source), 58)
        store(header.flags.rawValue, 60)
        store(header.content, 62)
        store(UInt16(0), 70)
        store(header.version, 72)
        store(header.event, 76)
        store(UInt64(header.offset), 80)
        store(UInt32(truncatingIfNeeded: header.length), 88)
        store(UInt32(truncatingIfNeeded: header.line), 92)
        advance(by: Record.headerSize)
        return start
    }

    @inlinable package func appendCell(_ value: ByteSlice) {
        reserve(value.count + 5)
        var length = value.count
        var place = count
        while length >= 0x80 {
            base[place] = UInt8(length & 0x7F) | 0x80
            place += 1
            length >>= 7
        }
        base[place] = UInt8(length)
        place += 1
        (base + place).update(from: value.base, count: value.count)
        advance(by: place + value.count - count)
    }

    /// What was appended since the header of the record at `start` are its comparables.
    package func endComparables(_ start: Int) {
        let length = UInt16(truncatingIfNeeded: count - start - Record.headerSize)
        UnsafeMutableRawPointer(base + start).storeBytes(of: length, toByteOffset: 70, as: UInt16.self)
    }

    package func endRecord(_ start: Int) {
        UnsafeMutableRawPointer(base + start).storeBytes(of: UInt32(count - start), as: UInt32.self)
    }

    /// Says whom the record at `start` is about.
    package func setSubject(of start: Int, to subject: [UInt8]) {
        let target = base + start + 4
        target.update(repeating: 0, count: Record.subjectSize)
        for (index, byte) in subject.prefix(Record.subjectSize).enumerated() { target[index] = byte }
    }

    package func setFlags(of start: Int, to flags: RowFlags) {
        UnsafeMutableRawPointer(base + start).storeBytes(of: flags.rawValue, toByteOffset: 60, as: UInt16.self)
    }
}
