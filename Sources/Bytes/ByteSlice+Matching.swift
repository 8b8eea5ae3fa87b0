extension ByteSlice {
    /// Whether the bytes of `text`, which is meant to be a literal, stand at `offset`.
    @inline(__always)
    func matches(_ text: StaticString, at offset: Int = 0) -> Bool {
        let length = text.utf8CodeUnitCount
        guard offset >= 0, length <= count - offset else { return false }
        let start = base + offset
        let other = text.utf8Start
        var index = 0
        while index < length {
            if start[index] != other[index] { return false }
            index += 1
        }
        return true
    }

    /// Whether the slice ends with the bytes of `text`, which is meant to be a literal.
    @inline(__always)
    func ends(with text: StaticString) -> Bool {
        matches(text, at: count - text.utf8CodeUnitCount)
    }

    /// Whether the bytes are those of `text`, a literal in upper case, when ASCII letters count as upper case.
    @inline(__always)
    func equalsIgnoringCase(_ text: StaticString) -> Bool {
        guard count == text.utf8CodeUnitCount else { return false }
        let other = text.utf8Start
        var index = 0
        while index < count {
            if upperCased(base[index]) != other[index] { return false }
            index += 1
        }
        return true
    }

    /// Whether there is at least one byte and all are ASCII digits.
    @inline(__always)
    var isDigits: Bool {
        var index = 0
        while index < count {
            if !isDigit(base[index]) { return false }
            index += 1
        }
        return count > 0
    }
}

/// Whether the bytes of `bytes`, which is meant to be a literal, occur anywhere in `slice`; an empty literal always does.
package func contains(_ slice: ByteSlice, bytes: StaticString) -> Bool {
    let length = bytes.utf8CodeUnitCount
    guard length > 0 else { return true }
    guard slice.count >= length else { return false }
    let needle = bytes.utf8Start
    let first = needle[0]
    // The last byte of a Chinese character tells more than its first one.
    let last = needle[length - 1]
    var start = slice.base
    let end = slice.base + (slice.count - length)
    while start <= end {
        if start[length - 1] == last && start[0] == first {
            var index = 1
            while index < length - 1 && start[index] == needle[index] { index += 1 }
            if index >= length - 1 { return true }
        }
        start += 1
    }
    return false
}

@inline(__always)
func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 <= 9 }

@inline(__always)
func upperCased(_ byte: UInt8) -> UInt8 { byte &- 0x61 <= 25 ? byte &- 0x20 : byte }

/// Space, tab, line feed, vertical tab, form feed, carriage return.
@inline(__always)
func isASCIISpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte &- 0x09 <= 4 }

/// The high bit of each of the eight bytes of a word: all clear when the eight are ASCII.
let highBits: UInt64 = 0x8080_8080_8080_8080
