/// What the text of a number field says.
package enum NumberVerdict: Equatable, Sendable {
    /// The number in millionths; canonical where the text is what ``NumberText/appendDecimal(_:to:)`` writes for it.
    case value(Int64, isCanonical: Bool)
    /// `3.30184E+14`: Excel has dropped digits, or may have.
    case scientific
    /// Beyond ±9,223,372,036,854.775807.
    case tooBig
    case notANumber
}

/// Decimal numbers as departments write them, held as whole millionths.
package enum NumberText {
    /// Reads an optional sign, digits with or without thousands commas, and decimals, also in full width and with white space
    /// around. Decimals beyond the sixth are rounded half to even.
    package static func parseDecimal(_ slice: ByteSlice) -> NumberVerdict {
        let direct = scanDecimal(slice, from: 0)
        if direct.end == slice.count { return direct.verdict }
        let text = trimmed(slice)
        guard text.count <= longestText else { return .notANumber }
        return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: longestText) { room in
            let length = writeHalfWidth(text, to: room.baseAddress!)
            let scan = scanDecimal(ByteSlice(base: UnsafePointer(room.baseAddress!), count: length), from: 0)
            guard scan.end == length else { return .notANumber }
            if case .value(let millionths, _) = scan.verdict { return .value(millionths, isCanonical: false) }
            return scan.verdict
        }
    }

    /// Appends the number with up to six decimals, without trailing zeros, thousands commas or an empty fraction.
    package static func appendDecimal(_ millionths: Int64, to buffer: ByteBuffer) {
        buffer.reserve(24)
        // Written from the back: at most a sign, 13 digits, the point and 6 digits.
        let end = buffer.base + buffer.count + 24
        var cursor = end
        var whole = millionths.magnitude / 1_000_000
        var fraction = millionths.magnitude % 1_000_000
        if fraction > 0 {
            var digits = 6
            while fraction % 10 == 0 {
                fraction /= 10
                digits -= 1
            }
            for _ in 0..<digits {
                cursor -= 1
                cursor[0] = 0x30 + UInt8(truncatingIfNeeded: fraction % 10)
                fraction /= 10
            }
            cursor -= 1
            cursor[0] = UInt8(ascii: ".")
        }
        repeat {
            cursor -= 1
            cursor[0] = 0x30 + UInt8(truncatingIfNeeded: whole % 10)
            whole /= 10
        } while whole > 0
        if millionths < 0 {
            cursor -= 1
            cursor[0] = UInt8(ascii: "-")
        }
        let length = end - cursor
        (buffer.base + buffer.count).update(from: cursor, count: length)
        buffer.advance(by: length)
    }

    static let longestText = 128

    /// Reads a number in half width from `start` on; `end` is behind its last byte, or `start` where there is none.
    static func scanDecimal(_ slice: ByteSlice, from start: Int) -> (verdict: NumberVerdict, end: Int) {
        let base = slice.base
        let count = slice.count
        var index = start
        var isNegative = false
        var isCanonical = true
        if index < count, base[index] == UInt8(ascii: "-") || base[index] == UInt8(ascii: "+") {
            isNegative = base[index] == UInt8(ascii: "-")
            isCanonical = isNegative
            index += 1
        }
        let firstDigit = index
        var magnitude: UInt64 = 0
        var isTooBig = false
        while index < count, isDigit(base[index]) {
            push(base[index], &magnitude, &isTooBig)
            index += 1
        }
        let wholeDigits = index - firstDigit
        if wholeDigits == 0 || wholeDigits > 1 && base[firstDigit] == 0x30 { isCanonical = false }
        if wholeDigits >= 1 && wholeDigits <= 3 {
            while index + 3 < count, base[index] == UInt8(ascii: ","), slice[index + 1..<index + 4].isDigits,
                index + 4 == count || !isDigit(base[index + 4])
            {
                for offset in 1...3 { push(base[index + offset], &magnitude, &isTooBig) }
                isCanonical = false
                index += 4
            }
        }
        let scaled = magnitude.multipliedReportingOverflow(by: 1_000_000)
        magnitude = scaled.partialValue
        isTooBig = isTooBig || scaled.overflow
        var decimals = 0
        if index < count, base[index] == UInt8(ascii: ".") {
            let firstDecimal = index + 1
            index = firstDecimal
            var millionths: UInt64 = 0
            var unit: UInt64 = 1_000_000
            var rest = Rest()
            while index < count, isDigit(base[index]) {
                if unit > 1 {
                    unit /= 10
                    millionths += UInt64(base[index] &- 0x30) &* unit
                } else {
                    rest.push(base[index] &- 0x30)
                }
                index += 1
            }
            decimals = index - firstDecimal
            if decimals == 0 || decimals > 6 || base[index - 1] == 0x30 { isCanonical = false }
            if rest.roundsUp(millionths) { millionths += 1 }
            let sum = magnitude.addingReportingOverflow(millionths)
            magnitude = sum.partialValue
            isTooBig = isTooBig || sum.overflow
        }
        guard wholeDigits + decimals > 0 else { return (.notANumber, start) }
        if let end = exponentEnd(slice, index) { return (.scientific, end) }
        guard !isTooBig, magnitude <= UInt64(Int64.max) else { return (.tooBig, index) }
        if isNegative && magnitude == 0 { isCanonical = false }
        let value = Int64(magnitude)
        return (.value(isNegative ? -value : value, isCanonical: isCanonical), index)
    }

    /// The decimals beyond the sixth, as far as rounding needs them.
    private struct Rest {
        private var first: UInt8?
        private var hasMore = false

        mutating func push(_ digit: UInt8) {
            if first == nil { first = digit } else if digit > 0 { hasMore = true }
        }

        func roundsUp(_ kept: UInt64) -> Bool {
            guard let first else { return false }
            return first > 5 || first == 5 && (hasMore || kept & 1 == 1)
        }
    }

    @inline(__always)
    private static func push(_ digit: UInt8, _ magnitude: inout UInt64, _ isTooBig: inout Bool) {
        if magnitude > 100_000_000_000_000_000 {
            isTooBig = true
        } else {
            magnitude = magnitude &* 10 &+ UInt64(digit &- 0x30)
        }
    }

    /// The end of an exponent such as `E+14` at `start`, or nil.
    private static func exponentEnd(_ slice: ByteSlice, _ start: Int) -> Int? {
        guard start + 1 < slice.count, upperCased(slice.base[start]) == UInt8(ascii: "E") else { return nil }
        var index = start + 1
        if slice.base[index] == UInt8(ascii: "+") || slice.base[index] == UInt8(ascii: "-") { index += 1 }
        let firstDigit = index
        while index < slice.count, isDigit(slice.base[index]) { index += 1 }
        return index > firstDigit ? index : nil
    }
}
