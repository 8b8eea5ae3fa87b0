/// What a character becomes in half width: `length` bytes are replaced by the ASCII byte `byte`, or dropped where that is 0.
/// A length of 0 means that the character stays.
struct WidthFold {
    let length: Int
    let byte: UInt8

    @inline(__always)
    init(_ length: Int, _ byte: UInt8) {
        self.length = length
        self.byte = byte
    }

    /// White space, or a character without width.
    @inline(__always)
    var isBlank: Bool { length > 0 && (byte == 0 || byte == 0x20) }
}

/// The half-width form of the character at `start`, of whose bytes `left` may be read; ASCII stays.
@inline(__always)
func widthFold(_ start: UnsafePointer<UInt8>, _ left: Int) -> WidthFold {
    let lead = start[0]
    // Chinese characters of the leads E4…ED, and everything of four bytes.
    if lead < 0xC2 || lead &- 0xE4 <= 0xED - 0xE4 || lead >= 0xF0 { return WidthFold(0, 0) }
    return rareWidthFold(start, left)
}

private func rareWidthFold(_ start: UnsafePointer<UInt8>, _ left: Int) -> WidthFold {
    guard left >= 2 else { return WidthFold(0, 0) }
    if start[0] == 0xC2 {
        // U+0085, U+00A0
        return start[1] == 0xA0 || start[1] == 0x85 ? WidthFold(2, 0x20) : WidthFold(0, 0)
    }
    guard left >= 3 else { return WidthFold(0, 0) }
    let third = start[2]
    switch (start[0], start[1]) {
    case (0xEF, 0xBC) where third >= 0x81 && third <= 0xBF: return WidthFold(3, third &- 0x60)  // U+FF01…FF3F
    case (0xEF, 0xBD) where third >= 0x80 && third <= 0x9E: return WidthFold(3, third &- 0x20)  // U+FF40…FF5E
    case (0xEF, 0xBB) where third == 0xBF: return WidthFold(3, 0)  // U+FEFF
    case (0xE3, 0x80) where third == 0x80: return WidthFold(3, 0x20)  // U+3000
    case (0xE2, 0x80):
        if third <= 0x8A { return WidthFold(3, 0x20) }  // U+2000…200A
        if third <= 0x8D { return WidthFold(3, 0) }  // U+200B…200D
        if third == 0xA8 || third == 0xA9 || third == 0xAF { return WidthFold(3, 0x20) }  // U+2028, 2029, 202F
    case (0xE2, 0x81):
        if third == 0x9F { return WidthFold(3, 0x20) }  // U+205F
        if third == 0xA0 { return WidthFold(3, 0) }  // U+2060
    case (0xE1, 0x9A) where third == 0x80: return WidthFold(3, 0x20)  // U+1680
    default: break
    }
    return WidthFold(0, 0)
}

/// Whether ``appendHalfWidth(_:to:)`` would change anything in the well-formed UTF-8 of `slice`.
package func needsHalfWidth(_ slice: ByteSlice) -> Bool {
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
        } else if lead &- 0xE4 <= 0xED - 0xE4 {
            index += 3
        } else {
            if widthFold(base + index, count - index).length > 0 { return true }
            index += 1
        }
    }
    return false
}

/// Appends `slice` in half width: U+FF01…FF5E become ASCII, U+3000, NBSP and the other Unicode spaces become a space, U+200B…200D,
/// U+2060 and U+FEFF are dropped. Everything else stays, for NFKC would change ㈠ Ⅱ ½ 〔 too.
package func appendHalfWidth(_ slice: ByteSlice, to buffer: ByteBuffer) {
    buffer.reserve(slice.count)
    buffer.advance(by: writeHalfWidth(slice, to: buffer.base + buffer.count))
}

/// Appends `slice` as codes are compared: in half width, without any white space, ASCII letters in upper case.
package func appendCodeForm(_ slice: ByteSlice, to buffer: ByteBuffer) {
    buffer.reserve(slice.count)
    let start = buffer.base + buffer.count
    var written = 0
    var index = 0
    while index < slice.count {
        var byte = slice.base[index]
        let fold = widthFold(slice.base + index, slice.count - index)
        if fold.length > 0 {
            index += fold.length
            byte = fold.byte
            if fold.isBlank { continue }
        } else {
            index += 1
            if isASCIISpace(byte) { continue }
        }
        start[written] = upperCased(byte)
        written += 1
    }
    buffer.advance(by: written)
}

/// `slice` without the white space (ASCII, U+3000, NBSP, other Unicode spaces) and zero-width characters at both ends.
package func trimmed(_ slice: ByteSlice) -> ByteSlice {
    let base = slice.base
    var start = 0
    var end = slice.count
    while start < end {
        if isASCIISpace(base[start]) {
            start += 1
        } else {
            let fold = widthFold(base + start, end - start)
            guard fold.isBlank else { break }
            start += fold.length
        }
    }
    while start < end {
        if base[end - 1] < 0x80 {
            guard isASCIISpace(base[end - 1]) else { break }
            end -= 1
        } else if end - start >= 3, widthFold(base + end - 3, 3).isBlankOfLength(3) {
            end -= 3
        } else if end - start >= 2, widthFold(base + end - 2, 2).isBlankOfLength(2) {
            end -= 2
        } else {
            break
        }
    }
    return slice[start..<end]
}

extension WidthFold {
    @inline(__always)
    fileprivate func isBlankOfLength(_ wanted: Int) -> Bool { length == wanted && isBlank }
}

/// Writes `slice` in half width to `target`, which has room for as many bytes; returns how many it wrote, never more.
func writeHalfWidth(_ slice: ByteSlice, to target: UnsafeMutablePointer<UInt8>) -> Int {
    let base = slice.base
    let count = slice.count
    var written = 0
    var index = 0
    while index < count {
        let lead = base[index]
        if lead &- 0xE4 <= 0xED - 0xE4, index + 2 < count {
            target[written] = lead
            target[written + 1] = base[index + 1]
            target[written + 2] = base[index + 2]
            written += 3
            index += 3
            continue
        }
        let fold = widthFold(base + index, count - index)
        if fold.length == 0 {
            target[written] = lead
            written += 1
            index += 1
        } else {
            if fold.byte != 0 {
                target[written] = fold.byte
                written += 1
            }
            index += fold.length
        }
    }
    return written
}
