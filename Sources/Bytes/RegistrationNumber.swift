/// The registration number 工商注册号 of enterprises before the credit code, and its older forms.
///
/// Expects trimmed, half-width, upper-case bytes. Source: 工商行政管理市场主体注册号编制规则 (GS15-2006): authority 6 + sequence 8 +
/// check 1 by ISO 7064 MOD 11,10.
package enum RegistrationNumber {
    /// Whether the bytes are 15 digits with the right check digit.
    package static func isValid15(_ slice: ByteSlice) -> Bool {
        guard slice.count == 15, slice.isDigits else { return false }
        var product = 10
        var position = 0
        while position < 14 {
            var sum = (product + Int(slice.base[position] &- 0x30)) % 10
            if sum == 0 { sum = 10 }
            product = sum * 2 % 11
            position += 1
        }
        return (product + Int(slice.base[14] &- 0x30)) % 10 == 1
    }

    /// Whether the bytes are 13 digits, the form before 2007; it has no check digit.
    package static func looksLike13(_ slice: ByteSlice) -> Bool { slice.count == 13 && slice.isDigits }

    /// Whether the bytes are 14 digits, a rarer form without a check digit.
    package static func looksLike14(_ slice: ByteSlice) -> Bool { slice.count == 14 && slice.isDigits }

    /// Whether the bytes are a co-operative's number such as `320722NA000069X`: six digits, NA, six (rarely nine) digits, X or a digit.
    package static func isOldForm(_ slice: ByteSlice) -> Bool {
        guard slice.count == 15 || slice.count == 18 else { return false }
        let last = slice.count - 1
        guard slice[0..<6].isDigits, slice.matches("NA", at: 6), slice[8..<last].isDigits else { return false }
        return slice.base[last] == UInt8(ascii: "X") || isDigit(slice.base[last])
    }

    /// Whether the bytes are words such as 企合浙绍总字第000123号: 企 first, 字第 inside; the 号 is often cut off.
    package static func isTextForm(_ slice: ByteSlice) -> Bool {
        slice.matches("企") && contains(slice, bytes: "字第")
    }
}
