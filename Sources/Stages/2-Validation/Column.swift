import Bytes
import Model

/// The cells of one field, for hot loops; valid until the batch's text grows.
struct Column {
    private let cells: UnsafeMutablePointer<Cell>
    private let base: UnsafePointer<UInt8>

    @inline(__always)
    init(_ batch: Batch, _ field: Int) {
        cells = batch.cells + field * batch.capacity
        base = UnsafePointer(batch.text.base)
    }

    @inline(__always)
    subscript(row: Int) -> ByteSlice {
        let cell = cells[row]
        return ByteSlice(base: base + Int(cell.start), count: Int(cell.length))
    }

    @inline(__always)
    func length(_ row: Int) -> Int { Int(cells[row].length) }

    /// The first byte of a present value: for looks that are too short to make a slice for.
    @inline(__always)
    func start(_ row: Int) -> UnsafePointer<UInt8> { base + Int(cells[row].start) }
}

/// The parsed numbers of one field, for hot loops.
struct Numbers {
    private let numbers: UnsafeMutablePointer<Int64>

    @inline(__always)
    init(_ batch: Batch, _ field: Int) { numbers = batch.numbers + field * batch.capacity }

    @inline(__always)
    subscript(row: Int) -> Int64 {
        get { numbers[row] }
        nonmutating set { numbers[row] = newValue }
    }
}

/// Whether a number is one: neither absent nor unreadable.
@inline(__always)
func isNumber(_ number: Int64) -> Bool { number > Batch.badNumber }

/// Whether two slices hold the same bytes, eight at a time: for columns in which a value repeats the one before.
@inline(__always)
func same(_ left: ByteSlice, _ right: ByteSlice) -> Bool {
    let count = left.count
    guard count == right.count else { return false }
    if left.base == right.base { return true }
    let leftRaw = UnsafeRawPointer(left.base)
    let rightRaw = UnsafeRawPointer(right.base)
    var index = 0
    while index + 8 <= count {
        if leftRaw.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            != rightRaw.loadUnaligned(fromByteOffset: index, as: UInt64.self)
        {
            return false
        }
        index += 8
    }
    while index < count {
        if left.base[index] != right.base[index] { return false }
        index += 1
    }
    return true
}

/// Whether `needle` occurs in `text`; an empty needle always does.
func contains(_ text: ByteSlice, _ needle: [UInt8]) -> Bool {
    guard let first = needle.first else { return true }
    var start = 0
    while start + needle.count <= text.count {
        if text.base[start] == first {
            var index = 1
            while index < needle.count && text.base[start + index] == needle[index] { index += 1 }
            if index == needle.count { return true }
        }
        start += 1
    }
    return false
}

/// Whether a value has a byte that an identifier in code form cannot have: white space, beyond ASCII, or a lower-case letter.
@inline(__always)
func isUntidy(_ column: Column, _ row: Int) -> Bool {
    let base = column.start(row)
    let raw = UnsafeRawPointer(base)
    let count = column.length(row)
    var index = 0
    var marks: UInt64 = 0
    while index + 8 <= count {
        marks |= untidyMarks(raw.loadUnaligned(fromByteOffset: index, as: UInt64.self))
        index += 8
    }
    while index < count {
        marks |= untidyMarks(0x3030_3030_3030_3000 | UInt64(base[index]))
        index += 1
    }
    return marks & 0x8080_8080_8080_8080 != 0
}

/// The high bit of each of eight bytes is set where the byte is untidy.
@inline(__always)
private func untidyMarks(_ word: UInt64) -> UInt64 {
    let low = word & 0x7F7F_7F7F_7F7F_7F7F
    let fromLowerA = low &+ 0x1F1F_1F1F_1F1F_1F1F
    let beyondLowerZ = low &+ 0x0505_0505_0505_0505
    let beyondSpace = low &+ 0x5F5F_5F5F_5F5F_5F5F
    return word | (fromLowerA & ~beyondLowerZ) | ~beyondSpace
}
