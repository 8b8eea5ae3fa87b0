import Bytes

/// Finds the byte sequences that text read in a wrong encoding leaves behind.
enum SuspectBytes {
    struct Hit: Equatable {
        var offset: Int
        /// 〓 rather than mojibake.
        var isMissingGlyph: Bool
    }

    /// All hits in ascending order.
    static func find(in text: ByteSlice) -> [Hit] {
        var hits: [Hit] = []
        let base = text.base
        var start = 0
        // The body has neither branches nor checks, so the compiler turns it into vector instructions.
        while start + blockLength < text.count {
            var least: UInt8 = 255
            var index = start
            while index < start &+ blockLength {
                least = min(least, distance(base[index], base[index &+ 1]))
                index &+= 1
            }
            if least == 0 { verify(text, start..<start + blockLength, &hits) }
            start += blockLength
        }
        verify(text, start..<text.count, &hits)
        return hits
    }

    private static let blockLength = 64

    /// 0 where two neighbours may be the second and third byte of a sought character, or the first the lead of U+00C0–00FF.
    @inline(__always)
    private static func distance(_ first: UInt8, _ second: UInt8) -> UInt8 {
        var least = first ^ 0xC3
        least = min(least, (first ^ 0x94) | (second ^ 0x9F))  // 锟
        least = min(least, (first ^ 0x88) | (second ^ 0xA5))  // 鈥
        least = min(least, (first ^ 0x83) | (second ^ 0xAB))  // 烫
        least = min(least, (first ^ 0xB1) | (second ^ 0xAF))  // 屯
        least = min(least, (first ^ 0x8D) | (second ^ 0x8F))  // 鍏
        least = min(least, (first ^ 0x8F) | (second ^ 0x88))  // 鏈
        return min(least, (first ^ 0x80) | (second ^ 0x93))  // 〓
    }

    /// The first hit at or behind `offset`.
    static func firstIndex(in hits: [Hit], from offset: Int) -> Int {
        var low = 0
        var high = hits.count
        while low < high {
            let middle = (low + high) / 2
            if hits[middle].offset < offset { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private static func verify(_ text: ByteSlice, _ range: Range<Int>, _ hits: inout [Hit]) {
        // A candidate may be the middle of a character that begins two bytes before the range.
        for index in max(0, range.lowerBound - 2)..<range.upperBound {
            guard let isMissingGlyph = match(text, index) else { continue }
            if let last = hits.last, last.offset >= index { continue }
            hits.append(Hit(offset: index, isMissingGlyph: isMissingGlyph))
        }
    }

    /// Whether something suspect begins at `index`, and then whether it is 〓.
    private static func match(_ text: ByteSlice, _ index: Int) -> Bool? {
        let base = text.base + index
        let left = text.count - index
        guard left >= 3 else { return nil }
        switch base[0] {
        case 0xC3: return isLatin(base, left) ? false : nil
        case 0xE3 where base[1] == 0x80 && base[2] == 0x93: return true
        case 0xE9, 0xE7, 0xE5:
            return has(base, left, "锟斤") || has(base, left, "鈥") || has(base, left, "烫烫烫")
                || has(base, left, "屯屯屯") || has(base, left, "鍏徃") || has(base, left, "鏈夐檺") ? false : nil
        default: return nil
        }
    }

    /// Two characters of U+0080–00FF in a row, the first from U+00C0 on, or â€: UTF-8 read as Latin-1 or Windows-1252.
    private static func isLatin(_ base: UnsafePointer<UInt8>, _ left: Int) -> Bool {
        guard left >= 4 else { return false }
        return base[2] == 0xC2 || base[2] == 0xC3
            || left >= 5 && base[1] == 0xA2 && base[2] == 0xE2 && base[3] == 0x82 && base[4] == 0xAC
    }

    private static func has(_ base: UnsafePointer<UInt8>, _ left: Int, _ text: StaticString) -> Bool {
        let length = text.utf8CodeUnitCount
        return left >= length && ByteSlice(base: base, count: length).equals(text)
    }
}
