/// The offset of the first byte that is not part of a well-formed UTF-8 sequence, or nil where all are.
///
/// For an ill-formed or truncated sequence that is the offset of its lead byte. NUL is well-formed.
/// Source: The Unicode Standard, table 3-7 (well-formed UTF-8 byte sequences).
package func firstInvalidUTF8(in slice: ByteSlice) -> Int? {
    let base = slice.base
    let raw = UnsafeRawPointer(base)
    let count = slice.count
    var index = 0
    while index < count {
        let lead = base[index]
        if lead < 0x80 {
            index += 1
            while index + 8 <= count, raw.loadUnaligned(fromByteOffset: index, as: UInt64.self) & highBits == 0 {
                index += 8
            }
            continue
        }
        // Most Chinese characters: lead E4…E9, two free continuation bytes.
        if lead &- 0xE1 <= 0xEC - 0xE1 {
            guard index + 2 < count, (base[index + 1] ^ 0x80) | (base[index + 2] ^ 0x80) < 0x40 else { return index }
            index += 3
            continue
        }
        let length = wellFormedLength(base + index, count - index)
        if length == 0 { return index }
        index += length
    }
    return nil
}

/// Whether the bytes are well-formed UTF-8 throughout.
package func isValidUTF8(_ slice: ByteSlice) -> Bool { firstInvalidUTF8(in: slice) == nil }

/// The number of Unicode scalars in well-formed UTF-8: its bytes less the continuation bytes.
package func utf8ScalarCount(_ slice: ByteSlice) -> Int {
    var continuations = 0
    var index = 0
    while index < slice.count {
        continuations &+= Int(slice.base[index] & 0xC0 == 0x80 ? 1 : 0)
        index += 1
    }
    return slice.count - continuations
}

/// The length of the sequence of two to four bytes at `start`, or 0 where it is ill-formed; `left` bytes may be read.
private func wellFormedLength(_ start: UnsafePointer<UInt8>, _ left: Int) -> Int {
    let lead = start[0]
    let length: Int
    var second: ClosedRange<UInt8> = 0x80...0xBF
    switch lead {
    case 0xC2...0xDF: length = 2
    case 0xE0:
        length = 3
        second = 0xA0...0xBF
    case 0xED:
        length = 3
        second = 0x80...0x9F
    case 0xE1...0xEF: length = 3
    case 0xF0:
        length = 4
        second = 0x90...0xBF
    case 0xF4:
        length = 4
        second = 0x80...0x8F
    case 0xF1...0xF3: length = 4
    default: return 0
    }
    guard left >= length, second.contains(start[1]) else { return 0 }
    var index = 2
    while index < length {
        if start[index] & 0xC0 != 0x80 { return 0 }
        index += 1
    }
    return length
}
