import Bytes

/// The check that bytes are clean UTF-8: well formed, without NUL and without U+FFFD.
enum CleanText {
    private static let block = 1024

    /// Offset of the first byte that is not part of a well-formed sequence, is NUL, or begins a U+FFFD; nil where all is clean.
    ///
    /// The slice begins at a character. Blocks are checked by comparing each byte with the three before it, sixteen at a
    /// time; only a block with something in it is looked at byte by byte.
    static func firstUnclean(in slice: ByteSlice) -> Int? {
        var index = 3
        while index < slice.count, slice.base[index] >= 0x80 { index += 1 }
        if let found = firstUnclean(in: slice, from: 0, to: min(index, slice.count)) { return found }
        while index + block <= slice.count {
            if !isClean(slice.base + index) {
                // What is cut off at the end of these is the next block's.
                let end = min(index + block + 4, slice.count)
                let found = firstUnclean(in: slice, from: boundary(slice, index), to: end)
                if let found, found < index + block { return found }
            }
            index += block
        }
        return index < slice.count ? firstUnclean(in: slice, from: boundary(slice, index), to: slice.count) : nil
    }

    /// Whether `block` bytes are surely clean, given the two bytes before them (The Unicode Standard, table 3-7). Characters of four
    /// bytes are rare enough not to be sure of. Equality and bit operators only: the compiler makes vector code of those.
    private static func isClean(_ base: UnsafePointer<UInt8>) -> Bool {
        var wrong: UInt8 = 0
        for index in 0..<block {
            let byte = base[index]
            let before = base[index &- 1]
            let second = base[index &- 2]
            let isContinuation = one(byte & 0xC0 == 0x80)
            let isDue = one(before & 0xC0 == 0xC0) | one(second & 0xE0 == 0xE0)
            let isOverlong = one(byte & 0xFE == 0xC0) | one((before ^ 0xE0) | ((byte & 0xE0) ^ 0x80) == 0)
            let isSurrogate = one((before ^ 0xED) | ((byte & 0xE0) ^ 0xA0) == 0)
            let isReplacement = one((byte ^ 0xBD) | (before ^ 0xBF) | (second ^ 0xEF) == 0)
            let isFourBytes = one(byte & 0xF0 == 0xF0)
            wrong |= (isContinuation ^ isDue) | isOverlong | isSurrogate | isReplacement | isFourBytes | one(byte == 0)
        }
        return wrong == 0
    }

    @inline(__always)
    private static func one(_ condition: Bool) -> UInt8 { condition ? 1 : 0 }

    /// The beginning of the character before a byte; the byte itself behind a character of four bytes.
    private static func boundary(_ slice: ByteSlice, _ index: Int) -> Int {
        for back in 1...3 where slice.base[index - back] & 0xC0 != 0x80 { return index - back }
        return index
    }

    private static func firstUnclean(in slice: ByteSlice, from start: Int, to end: Int) -> Int? {
        let part = slice[start..<end]
        let invalid = firstInvalidUTF8(in: part)
        let forbidden = ByteScan.firstNullOrReplacement(in: part[0..<(invalid ?? part.count)])
        return (forbidden ?? invalid).map { start + $0 }
    }
}
