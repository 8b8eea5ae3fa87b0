/// Document numbers 文书号 of licences and penalties such as 慈税罚〔2018〕40号, and case numbers such as (2018)浙0282执40号.
package enum DocumentNumber {
    /// Appends the match key `prefix|year|serial`, or, where there is no year and serial, the normalised text, and says which.
    ///
    /// Normalised: half width, no white space, brackets of all kinds as `(` `)`. The year is four digits of 19xx or 20xx in brackets,
    /// or before 年 or 第. The serial is the digits before the last 号, or at the end, without leading zeros, with whatever follows
    /// the 号 (`40号之一`) or is joined by a hyphen (`40-1号`). The prefix is the rest without brackets, and without 字 or 第 beside the
    /// year and before the serial. The key is for pairing only: what is published is the original text.
    package static func appendKey(_ slice: ByteSlice, to buffer: ByteBuffer) -> Bool {
        // Room for the normalised text and the key behind it, so that nothing moves in between.
        buffer.reserve(2 * slice.count + 8)
        let start = buffer.base + buffer.count
        let length = KeyFolding().write(slice, to: start)
        let text = ByteSlice(base: UnsafePointer(start), count: length)
        guard let parts = Parts(text) else {
            buffer.advance(by: length)
            return false
        }
        var key = start + length
        key = writePrefix(text[parts.head], to: key)
        key = writePrefix(text[parts.middle], to: key)
        key = write("|", to: key)
        key = write(text[parts.year], to: key)
        key = write("|", to: key)
        key = write(text[parts.serial], to: key)
        key = write(text[parts.suffix], to: key)
        let keyLength = key - (start + length)
        start.update(from: start + length, count: keyLength)
        buffer.advance(by: keyLength)
        return true
    }

    private typealias Target = UnsafeMutablePointer<UInt8>

    private static func write(_ slice: ByteSlice, to target: Target) -> Target {
        target.update(from: slice.base, count: slice.count)
        return target + slice.count
    }

    private static func write(_ text: StaticString, to target: Target) -> Target {
        target.update(from: text.utf8Start, count: text.utf8CodeUnitCount)
        return target + text.utf8CodeUnitCount
    }

    /// Writes what is no bracket.
    private static func writePrefix(_ slice: ByteSlice, to target: Target) -> Target {
        var target = target
        for index in 0..<slice.count
        where slice.base[index] != UInt8(ascii: "(") && slice.base[index] != UInt8(ascii: ")") {
            target[0] = slice.base[index]
            target += 1
        }
        return target
    }
}

/// Where the parts of a document number stand in its normalised text.
private struct Parts {
    /// Before the year, without 字 or 第 at the end.
    var head: Range<Int>
    /// Between year and serial, without 字 and 第 at both ends.
    var middle: Range<Int>
    var year: Range<Int>
    /// Without leading zeros.
    var serial: Range<Int>
    /// Behind the 号 of the serial.
    var suffix: Range<Int>

    /// The parts by the first year that a serial follows, or nil.
    init?(_ text: ByteSlice) {
        var index = 0
        while index + 4 < text.count {
            if let end = Self.yearEnd(text, index), let parts = Self(text, year: index..<index + 4, rest: end) {
                self = parts
                return
            }
            index += 1
        }
        return nil
    }

    /// The end of the year with its closing bracket or 年 if one begins at `start`.
    private static func yearEnd(_ text: ByteSlice, _ start: Int) -> Int? {
        guard text.matches("19", at: start) || text.matches("20", at: start), text[start..<start + 4].isDigits,
            start == 0 || !isDigit(text.base[start - 1])
        else { return nil }
        var end = start + 4
        let hasMark = text.matches("年", at: end)
        if hasMark { end += 3 }
        if text.matches("度", at: end) && hasMark { end += 3 }
        if start > 0, text.base[start - 1] == UInt8(ascii: "(") {
            return text.matches(")", at: end) ? end + 1 : nil
        }
        return hasMark || text.matches("第", at: end) ? end : nil
    }

    private init?(_ text: ByteSlice, year: Range<Int>, rest: Int) {
        var end = text.count
        var mark = text.count - 3
        while mark >= rest && !text.matches("号", at: mark) { mark -= 1 }
        if mark >= rest {
            end = mark
            suffix = mark + 3..<text.count
        } else {
            suffix = text.count..<text.count
        }
        // The digits before `end`, and digits joined to them by hyphens.
        var first = end
        while first > rest {
            let byte = text.base[first - 1]
            let joins = byte == UInt8(ascii: "-") && first < end && first - 1 > rest && isDigit(text.base[first - 2])
            guard isDigit(byte) || joins else { break }
            first -= 1
        }
        guard first < end else { return nil }
        let middleEnd = first
        while first + 1 < end && text.base[first] == 0x30 && isDigit(text.base[first + 1]) { first += 1 }
        self.year = year
        serial = first..<end
        head = Self.withoutMarks(text, 0..<year.lowerBound)
        middle = Self.withoutMarks(text, rest..<middleEnd)
    }

    /// `range` without 字, 第 and brackets at both ends.
    private static func withoutMarks(_ text: ByteSlice, _ range: Range<Int>) -> Range<Int> {
        var start = range.lowerBound
        var end = range.upperBound
        while end > start {
            if text.base[end - 1] == UInt8(ascii: "(") || text.base[end - 1] == UInt8(ascii: ")") {
                end -= 1
            } else if end - start >= 3, text.matches("字", at: end - 3) || text.matches("第", at: end - 3) {
                end -= 3
            } else {
                break
            }
        }
        while end - start >= 3, text.matches("字", at: start) || text.matches("第", at: start) { start += 3 }
        return start..<end
    }
}
