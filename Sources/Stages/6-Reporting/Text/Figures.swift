/// A share with both its counts; without a denominator there is no rate, not a rate of zero (domain §6).
package struct Rate: Sendable, Equatable {
    package var numerator: Int
    package var denominator: Int

    package init(_ numerator: Int, of denominator: Int) {
        self.numerator = numerator
        self.denominator = denominator
    }

    package static func += (left: inout Rate, right: Rate) {
        left.numerator += right.numerator
        left.denominator += right.denominator
    }

    /// Ten-thousandths, half rounded up, but neither 1 nor 0 unless it is exactly so; nil without a denominator.
    package var tenThousandths: Int? {
        guard denominator > 0 else { return nil }
        let rounded = (2 * numerator * 10_000 + denominator) / (2 * denominator)
        if numerator < denominator && rounded >= 10_000 { return 9_999 }
        if numerator > 0 && rounded == 0 { return 1 }
        return rounded
    }

    /// `0.9876`
    package var decimal: String? {
        tenThousandths.map { value in
            let digits = String(value % 10_000)
            return "\(value / 10_000)." + String(repeating: "0", count: 4 - digits.count) + digits
        }
    }

    /// `98.76%`, or `—` without a denominator.
    var percent: String {
        guard let value = tenThousandths else { return "—" }
        let rest = value % 100
        return "\(value / 100).\(rest < 10 ? "0" : "")\(rest)%"
    }

    /// `123/456`, for running text.
    var ratio: String { "\(numerator.grouped)/\(denominator.grouped)" }

    /// `123 / 456`
    var counts: String { "\(numerator.grouped) / \(denominator.grouped)" }
}

extension Int {
    /// `1,234,567`
    var grouped: String {
        let digits = String(magnitude)
        var result = ""
        for (index, digit) in digits.enumerated() {
            if index > 0 && (digits.count - index) % 3 == 0 { result.append(",") }
            result.append(digit)
        }
        return self < 0 ? "-" + result : result
    }
}
