/// A rate on both sides, and by how much it changes.
package struct RateChange: Sendable, Equatable {
    package var before: Rate
    package var after: Rate

    package init(before: Rate, after: Rate) {
        self.before = before
        self.after = after
    }

    /// The change as a fraction with a positive denominator; nil where a side has no rate.
    private var exact: (numerator: Int128, denominator: Int128)? {
        guard before.denominator > 0, after.denominator > 0 else { return nil }
        let (old, new) = (Int128(before.denominator), Int128(after.denominator))
        return (Int128(after.numerator) * old - Int128(before.numerator) * new, old * new)
    }

    /// Whether the rate falls by more than so many millionths of a percentage point; a rate that begins or ends does not fall.
    package func falls(byMoreThan millionths: Int64) -> Bool {
        guard let exact else { return false }
        return -exact.numerator * 100_000_000 > Int128(millionths) * exact.denominator
    }

    /// Whether this rate loses more than another; one without a change loses nothing.
    func fallsFurther(than other: RateChange) -> Bool {
        let (mine, theirs) = (exact ?? (0, 1), other.exact ?? (0, 1))
        // Three denominators of 10¹³ rows would still fit.
        return mine.numerator * theirs.denominator < theirs.numerator * mine.denominator
    }

    /// Hundredths of a percentage point, half away from zero, and not 0 unless it is exactly so; nil where a side has no rate.
    package var hundredths: Int? {
        guard let exact else { return nil }
        let magnitude = exact.numerator.magnitude * 10_000
        let rounded = (2 * magnitude + exact.denominator.magnitude) / (2 * exact.denominator.magnitude)
        let value = Int(rounded == 0 && magnitude > 0 ? 1 : rounded)
        return exact.numerator < 0 ? -value : value
    }

    /// `-1.25`; nil where a side has no rate.
    var decimal: String? {
        hundredths.map { value in
            let rest = value.magnitude % 100
            return "\(value < 0 ? "-" : "")\(value.magnitude / 100).\(rest < 10 ? "0" : "")\(rest)"
        }
    }

    /// `−1.25`, `+0.40`, `0.00`, or `—`.
    var points: String {
        guard let value = hundredths, let decimal else { return "—" }
        return value > 0 ? "+\(decimal)" : decimal.replacing("-", with: "−")
    }
}
