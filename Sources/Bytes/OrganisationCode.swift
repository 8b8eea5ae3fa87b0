/// The organisation code 组织机构代码: eight characters of `0…9A…Z` and a check character, at times with a hyphen before it.
///
/// Expects trimmed, half-width, upper-case bytes. Source: GB 11714-1997, clauses 3 and 4.
package enum OrganisationCode {
    /// Whether the 9 bytes, or the 10 with a hyphen before the last one, are a code with the right check character.
    package static func isValid(_ slice: ByteSlice) -> Bool {
        let last: UInt8
        switch slice.count {
        case 9: last = slice.base[8]
        case 10 where slice.base[8] == UInt8(ascii: "-"): last = slice.base[9]
        default: return false
        }
        return checkCharacter(of: slice[0..<8]) == last
    }

    /// The check character (ASCII) for the first eight characters; nil unless there are eight digits or upper-case letters.
    ///
    /// Weights 3 7 9 10 5 8 4 2, values 0–9 and A=10 … Z=35; 11 − Σ mod 11, where 10 is `X` and 11 is `0`.
    package static func checkCharacter(of first8: ByteSlice) -> UInt8? {
        guard first8.count == 8 else { return nil }
        var sum = 0
        var position = 0
        while position < 8 {
            let byte = first8.base[position]
            let value: Int
            if isDigit(byte) {
                value = Int(byte &- 0x30)
            } else if byte &- 0x41 <= 25 {
                value = Int(byte &- 0x37)
            } else {
                return nil
            }
            sum &+= value &* organisationWeights[position]
            position += 1
        }
        let check = 11 - sum % 11
        return check == 10 ? UInt8(ascii: "X") : UInt8(ascii: "0") + UInt8(check % 11)
    }
}

private let organisationWeights: [8 of Int] = [3, 7, 9, 10, 5, 8, 4, 2]
