/// Pseudo-random numbers that depend on the seed and on what they are for only, not on what was drawn before: any row can be made
/// again at any time, so nothing has to be remembered.
///
/// SplitMix64 (Steele, Lea, Flood 2014).
struct Dice {
    private var state: UInt64

    /// What a draw is for.
    enum Stream: UInt64 {
        case subject = 1
        case licence, licenceFate, penalty, penaltyFate, registerDirt, selfLicence, dirt, person
    }

    init(_ seed: UInt64, _ stream: Stream, _ first: Int, _ second: Int = 0) {
        var mixed = Dice.mix(seed &+ 0x9E37_79B9_7F4A_7C15 &* stream.rawValue)
        mixed = Dice.mix(mixed ^ UInt64(bitPattern: Int64(first)))
        state = Dice.mix(mixed &+ UInt64(bitPattern: Int64(second)) &* 0xD1B5_4A32_D192_ED03)
    }

    private static func mix(_ value: UInt64) -> UInt64 {
        var mixed = value
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        return Dice.mix(state)
    }

    /// 0 ..< limit
    mutating func below(_ limit: Int) -> Int { Int(next().multipliedFullWidth(by: UInt64(max(1, limit))).high) }

    /// True in `share` of all cases.
    mutating func chance(_ share: Double) -> Bool { Double(next() >> 11) * 0x1p-53 < share }
}
