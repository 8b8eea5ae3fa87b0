import Bytes

/// Writes identifiers that check (domain §3).
enum Identifiers {
    /// The alphabet of GB 32100-2015, without I O S V Z.
    private static let alphabet = Array("0123456789ABCDEFGHJKLMNPQRTUWXY".utf8)

    /// An organisation code `MA……-` of its own for each number below 31⁶, by GB 11714.
    static func appendOrganisationCode(_ number: Int, lead: StaticString = "MA", to buffer: ByteBuffer) {
        let start = buffer.count
        append(lead, to: buffer)
        var rest = number
        var digits: [6 of UInt8] = [0, 0, 0, 0, 0, 0]
        for index in 0..<6 {
            digits[5 - index] = alphabet[rest % 31]
            rest /= 31
        }
        for index in 0..<6 { buffer.append(digits[index]) }
        buffer.append(OrganisationCode.checkCharacter(of: buffer.slice(start, 8)) ?? 0x30)
    }

    /// A credit code for authority and class, region and organisation code, by GB 32100.
    static func appendCreditCode(
        kind: StaticString, region: ByteSlice, organisation: ByteSlice, to buffer: ByteBuffer
    ) {
        let start = buffer.count
        append(kind, to: buffer)
        buffer.append(region)
        buffer.append(organisation)
        buffer.append(CreditCode.checkCharacter(of: buffer.slice(start, 17)) ?? 0x30)
    }

    /// A registration number of 15 digits: region, sequence, check by ISO 7064 MOD 11,10.
    static func appendRegistrationNumber(region: ByteSlice, sequence: Int, to buffer: ByteBuffer) {
        let start = buffer.count
        buffer.append(region)
        appendDigits(sequence, width: 8, to: buffer)
        var product = 10
        for index in 0..<14 {
            var sum = (product + Int(buffer.base[start + index] - 0x30)) % 10
            if sum == 0 { sum = 10 }
            product = sum * 2 % 11
        }
        buffer.append(0x30 + UInt8((11 - product) % 10))
    }

    /// A citizen number of nobody: region 330102, a birthday of 1960–1999, by GB 11643.
    static func appendCitizenNumber(_ dice: inout Dice, to buffer: ByteBuffer) {
        let start = buffer.count
        append("330102", to: buffer)
        appendDigits(1960 + dice.below(40), width: 4, to: buffer)
        appendDigits(1 + dice.below(12), width: 2, to: buffer)
        appendDigits(1 + dice.below(28), width: 2, to: buffer)
        appendDigits(dice.below(1000), width: 3, to: buffer)
        let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
        var sum = 0
        for (index, weight) in weights.enumerated() { sum += Int(buffer.base[start + index] - 0x30) * weight }
        buffer.append(Array("10X98765432".utf8)[sum % 11])
    }

    /// Another character of the alphabet than the one that stands there.
    static func other(than byte: UInt8, _ dice: inout Dice) -> UInt8 {
        let place = alphabet.firstIndex(of: byte) ?? 0
        return alphabet[(place + 1 + dice.below(30)) % 31]
    }

    static func appendDigits(_ number: Int, width: Int, to buffer: ByteBuffer) {
        buffer.reserve(width)
        var rest = number
        for index in stride(from: width - 1, through: 0, by: -1) {
            buffer.base[buffer.count + index] = 0x30 + UInt8(rest % 10)
            rest /= 10
        }
        buffer.advance(by: width)
    }

    static func append(_ text: StaticString, to buffer: ByteBuffer) {
        buffer.append(text.utf8Start, count: text.utf8CodeUnitCount)
    }
}
