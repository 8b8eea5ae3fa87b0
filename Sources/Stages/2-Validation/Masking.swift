import Bytes

/// Makes texts safe to show: no citizen number, mobile number or personal value in clear (domain §3, 脱敏).
enum Masking {
    /// Longest text of a finding, in characters.
    static let longest = 80

    /// `text` as a person may see it, cut to ``longest`` characters.
    ///
    /// A personal value keeps its first character, a citizen number its first six digits; citizen and mobile numbers inside other
    /// texts are masked where they stand, also in full width and with spaces or hyphens between the digits.
    static func shown(_ text: String, isPersonal: Bool) -> String {
        var scalars = Array(text.unicodeScalars)
        let numbers = PersonalNumbers.find(in: scalars)
        if isPersonal {
            if let whole = numbers.first, whole.range.count == scalars.count, !whole.isMobile {
                return masked(Array(scalars), keeping: 6)
            }
            return scalars.first.map { "\($0)**" } ?? ""
        }
        for run in numbers.reversed() {
            let digits = Array(scalars[run.range])
            scalars.replaceSubrange(run.range, with: masked(digits, keeping: run.isMobile ? 1 : 6).unicodeScalars)
        }
        guard scalars.count > longest else { return string(scalars) }
        return string(Array(scalars.prefix(longest - 1))) + "…"
    }

    private static func masked(_ scalars: [Unicode.Scalar], keeping kept: Int) -> String {
        string(Array(scalars.prefix(kept))) + String(repeating: "*", count: max(0, min(18, scalars.count) - kept))
    }

    private static func string(_ scalars: [Unicode.Scalar]) -> String {
        var result = String.UnicodeScalarView()
        result.append(contentsOf: scalars)
        return String(result)
    }
}
