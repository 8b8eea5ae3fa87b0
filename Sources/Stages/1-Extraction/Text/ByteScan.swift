import Bytes
import Glibc

/// Searches over long runs of bytes, at the speed of memory.
enum ByteScan {
    /// Offset of the first `byte`, or nil.
    @inline(__always)
    static func first(_ byte: UInt8, in slice: ByteSlice) -> Int? {
        guard slice.count > 0, let found = memchr(slice.base, Int32(byte), slice.count) else { return nil }
        return UnsafeRawPointer(found) - UnsafeRawPointer(slice.base)
    }

    /// Offset of the last `byte`, or nil.
    static func last(_ byte: UInt8, in slice: ByteSlice) -> Int? {
        var index = slice.count
        while index > 0 {
            index -= 1
            if slice.base[index] == byte { return index }
        }
        return nil
    }

    static func count(_ byte: UInt8, in slice: ByteSlice) -> Int {
        var total = 0
        for other in slice.buffer { total &+= other == byte ? 1 : 0 }
        return total
    }

    /// Offset of the first byte of 0x80 or more, or nil where all is ASCII.
    static func firstNonASCII(in slice: ByteSlice) -> Int? {
        let raw = UnsafeRawPointer(slice.base)
        var index = 0
        while index + 8 <= slice.count {
            let word = raw.loadUnaligned(fromByteOffset: index, as: UInt64.self) & 0x8080_8080_8080_8080
            if word != 0 { return index + word.trailingZeroBitCount / 8 }
            index += 8
        }
        while index < slice.count {
            if slice.base[index] >= 0x80 { return index }
            index += 1
        }
        return nil
    }

    /// Offset of the first NUL or U+FFFD, which text does not hold, or nil.
    static func firstNullOrReplacement(in slice: ByteSlice) -> Int? {
        let base = slice.base
        var index = 0
        // Blocks that the compiler turns into vector code; a lane is 0 exactly where a NUL or EF BF BD begins.
        while index + 1026 <= slice.count {
            var least: UInt8 = 0xFF
            for place in index..<index &+ 1024 {
                let replacement = (base[place] ^ 0xEF) | (base[place &+ 1] ^ 0xBF) | (base[place &+ 2] ^ 0xBD)
                least = min(least, min(base[place], replacement))
            }
            if least == 0 { break }
            index &+= 1024
        }
        while index < slice.count {
            let byte = slice.base[index]
            if byte == 0 { return index }
            if byte == 0xEF, index + 2 < slice.count, slice.base[index + 1] == 0xBF, slice.base[index + 2] == 0xBD {
                return index
            }
            index += 1
        }
        return nil
    }

    /// Offset of the first control character that XML 1.0 §2.2 forbids, or nil.
    static func firstControl(in slice: ByteSlice) -> Int? {
        var start = 0
        while start < slice.count {
            let end = min(start + 4096, slice.count)
            // A lane is 0 exactly where a byte below 0x20 is none of the three that are allowed.
            var least: UInt8 = 0xFF
            for index in start..<end {
                let byte = slice.base[index]
                let isAllowed: UInt8 = (byte == 0x09 ? 1 : 0) | (byte == 0x0A ? 1 : 0) | (byte == 0x0D ? 1 : 0)
                least = min(least, (byte & 0xE0) | isAllowed)
            }
            if least == 0 {
                for index in start..<end where isForbiddenControl(slice.base[index]) { return index }
            }
            start = end
        }
        return nil
    }

    @inline(__always)
    static func isForbiddenControl(_ byte: UInt8) -> Bool {
        byte < 0x20 && !(byte == 0x09 || byte == 0x0A || byte == 0x0D)
    }
}
