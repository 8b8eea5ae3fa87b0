/// The unified social credit code 统一社会信用代码 (USCC): registering authority 1 + class 1 + region 6 + organisation code 9 + check 1.
///
/// All functions expect trimmed, half-width, upper-case bytes (see ``appendCodeForm(_:to:)``). The check catches every single
/// substitution and every adjacent swap, but one random string in 31 passes: form is not existence.
/// Source: GB 32100-2015, clauses 4 and 5 and annex A.
package enum CreditCode {
    package enum Verdict: Equatable, Sendable {
        case valid
        /// Not 18 bytes.
        case wrongLength
        /// A byte outside of the alphabet `0…9A…Y` without I O S V Z, or no digit in the region; positions count from 1.
        case wrongCharacter(position: Int)
        /// The first 17 characters call for `expected` (ASCII) as the last one.
        case wrongCheck(expected: UInt8)
    }

    package static let length = 18

    package static func check(_ slice: ByteSlice) -> Verdict {
        guard slice.count == length else { return .wrongLength }
        var sum: UInt32 = 0
        var position = 0
        while position < 17 {
            let value = creditValue(slice.base[position])
            if !isAllowed(value, at: position) { return .wrongCharacter(position: position + 1) }
            sum &+= UInt32(value) &* creditWeight(position)
            position += 1
        }
        let last = creditValue(slice.base[17])
        if last == noCreditValue { return .wrongCharacter(position: 18) }
        let expected = (31 - sum % 31) % 31
        return UInt32(last) == expected ? .valid : .wrongCheck(expected: creditCharacter(expected))
    }

    package static func isValid(_ slice: ByteSlice) -> Bool { check(slice) == .valid }

    /// The check character (ASCII) for the first 17 characters; nil unless there are 17 and all are allowed where they stand.
    package static func checkCharacter(of first17: ByteSlice) -> UInt8? {
        guard first17.count == 17 else { return nil }
        var sum: UInt32 = 0
        var position = 0
        while position < 17 {
            let value = creditValue(first17.base[position])
            if !isAllowed(value, at: position) { return nil }
            sum &+= UInt32(value) &* creditWeight(position)
            position += 1
        }
        return creditCharacter((31 - sum % 31) % 31)
    }

    /// Whether positions 9–17 are a valid organisation code of GB 11714; false unless there are 18 bytes.
    package static func hasValidOrganisationCode(_ slice: ByteSlice) -> Bool {
        slice.count == length && OrganisationCode.isValid(slice[8..<17])
    }

    /// Runs `body` on every valid code that differs from the 18 bytes of `slice` by one replaced character or one adjacent swap.
    ///
    /// The replaced byte may be any, also one outside of the alphabet. Replacements come first, then swaps, each by position;
    /// no candidate comes twice, and none at all where `slice` is valid or not 18 bytes long. As 31 is prime and no weight is a
    /// multiple of it, a position has at most one replacement. The slice given to `body` is valid during the call only.
    package static func forEachRepair(_ slice: ByteSlice, _ body: (ByteSlice) -> Void) {
        guard slice.count == length else { return }
        withUnsafeTemporaryAllocation(byteCount: length, alignment: 1) { raw in
            let candidate = raw.baseAddress!.initializeMemory(as: UInt8.self, from: slice.base, count: length)
            let view = ByteSlice(base: UnsafePointer(candidate), count: length)
            var wrong = -1
            var sum: UInt32 = 0
            for position in 0..<length {
                let value = creditValue(candidate[position])
                if isAllowed(value, at: position) {
                    sum &+= UInt32(value) &* creditWeight(position)
                } else if wrong < 0 {
                    wrong = position
                } else {
                    return
                }
            }
            if wrong < 0 && sum % 31 == 0 { return }
            let positions = wrong < 0 ? 0..<length : wrong..<wrong + 1
            for position in positions {
                let kept = candidate[position]
                // A byte that is not allowed added nothing to the sum.
                let old = position == wrong ? 0 : UInt32(creditValue(kept))
                let others = (sum &+ (31 &- old) &* creditWeight(position)) % 31
                let value = (31 &- others) &* creditInverse(position) % 31
                guard isAllowed(UInt8(value), at: position) else { continue }
                candidate[position] = creditCharacter(value)
                body(view)
                candidate[position] = kept
            }
            for left in 0..<length - 1 where candidate[left] != candidate[left + 1] {
                swapNeighbours(candidate, left)
                if isValid(view) { body(view) }
                swapNeighbours(candidate, left)
            }
        }
    }

    private static func swapNeighbours(_ code: UnsafeMutablePointer<UInt8>, _ left: Int) {
        let kept = code[left]
        code[left] = code[left + 1]
        code[left + 1] = kept
    }

    /// Whether a character of this value may stand at `position` (from 0): the region, 2…7, has digits only.
    @inline(__always)
    private static func isAllowed(_ value: UInt8, at position: Int) -> Bool {
        value <= (position &- 2 <= 5 && position >= 2 ? 9 : 30)
    }
}

/// What ``creditValue(_:)`` says of a byte outside of the alphabet.
private let noCreditValue: UInt8 = 255

/// The value 0…30 of a character (GB 32100-2015, table 2), or 255.
@inline(__always)
private func creditValue(_ byte: UInt8) -> UInt8 {
    let index = Int(byte) - 0x30
    return index >= 0 && index < 43 ? creditValues[index] : noCreditValue
}

@inline(__always)
private func creditCharacter(_ value: UInt32) -> UInt8 {
    let alphabet: StaticString = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    return alphabet.utf8Start[Int(value)]
}

/// 3^position mod 31 for the positions 0…16; the check character counts once.
@inline(__always)
private func creditWeight(_ position: Int) -> UInt32 { UInt32(creditWeights[position]) }

/// The inverse of the weight modulo 31.
@inline(__always)
private func creditInverse(_ position: Int) -> UInt32 { UInt32(creditInverses[position]) }

private let creditWeights: [18 of UInt8] = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28, 1]
private let creditInverses: [18 of UInt8] = [1, 21, 7, 23, 18, 6, 2, 11, 14, 15, 5, 12, 4, 22, 28, 30, 10, 1]

/// By byte from `0` to `Z`.
private let creditValues: [43 of UInt8] = [
    0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 255, 255, 255, 255, 255, 255, 255, 10, 11, 12, 13, 14, 15, 16, 17, 255, 18, 19, 20,
    21,
    22, 255, 23, 24, 25, 255, 26, 27, 255, 28, 29, 30, 255,
]
