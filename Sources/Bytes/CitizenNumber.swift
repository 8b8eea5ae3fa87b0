/// The citizen number 公民身份号码: region 6 + birth date 8 + sequence 3 + check 1. It is private: never log or print one.
///
/// The first six digits are not looked up: the residence permit of foreigners (2023 form) begins with 9 and has the same check.
/// Expects trimmed, half-width, upper-case bytes. Source: GB 11643-1999, clauses 4 and 5.
package enum CitizenNumber {
    /// The years of birth that count as plausible.
    package static let plausibleYears = 1900...2030

    /// Whether the bytes are 17 digits and a digit or X, with a plausible birth date and the right check character.
    package static func isValid(_ slice: ByteSlice) -> Bool {
        guard slice.count == 18, slice.base[0] != UInt8(ascii: "0") else { return false }
        var sum = 0
        var position = 0
        while position < 17 {
            let byte = slice.base[position]
            if !isDigit(byte) { return false }
            sum &+= Int(byte &- 0x30) &* citizenWeights[position]
            position += 1
        }
        let checks: StaticString = "10X98765432"
        return slice.base[17] == checks.utf8Start[sum % 11] && isPlausible(year: number(slice, 6, 4), slice, 10)
    }

    /// Whether the bytes are 15 digits with a plausible birth date of 1900–1999: the form before 1999, without a check.
    package static func looksLike15(_ slice: ByteSlice) -> Bool {
        guard slice.count == 15, slice.base[0] != UInt8(ascii: "0"), slice.isDigits else { return false }
        return isPlausible(year: 1900 + number(slice, 6, 2), slice, 8)
    }

    /// Whether `year` is plausible and the month and day at `offset` exist in it.
    private static func isPlausible(year: Int, _ slice: ByteSlice, _ offset: Int) -> Bool {
        guard plausibleYears.contains(year) else { return false }
        return DateText.day(year: year, month: number(slice, offset, 2), day: number(slice, offset + 2, 2)) != nil
    }

    private static func number(_ slice: ByteSlice, _ offset: Int, _ length: Int) -> Int {
        var value = 0
        for index in offset..<offset + length { value = value * 10 + Int(slice.base[index] &- 0x30) }
        return value
    }
}

private let citizenWeights: [17 of Int] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
