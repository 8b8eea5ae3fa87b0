/// Texts within what Excel takes.
enum SheetText {
    /// Units of UTF-16 in a cell.
    static let limit = 32_767
    static let nameLimit = 31

    /// A cell's text: what no page should hold becomes U+FFFD, what is too long ends in `…`.
    static func cell(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars { result.append(Markup.isHidden(scalar) ? "\u{FFFD}" : scalar) }
        return cut(String(result), to: limit)
    }

    /// A cell's data as it is: only what XML 1.0 cannot hold (§2.2) becomes U+FFFD, what is too long ends in `…`.
    static func data(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars { result.append(isXML(scalar) ? scalar : "\u{FFFD}") }
        return cut(String(result), to: limit)
    }

    static func isTooLong(_ text: String) -> Bool { text.utf16.count > limit }

    private static func isXML(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A, 0x0D: true
        case ..<0x20, 0xFFFE, 0xFFFF: false
        default: true
        }
    }

    /// A sheet's name: 1…31 units without `[ ] : * ? / \`, with no apostrophe at its ends.
    static func sheetName(_ name: String, suffix: String = "") -> String {
        var result = String.UnicodeScalarView()
        for scalar in name.unicodeScalars {
            result.append(
                "[]:*?/\\'".unicodeScalars.contains(scalar) || Markup.isHidden(scalar) || scalar == "\n" ? "_" : scalar)
        }
        let text = String(result)
        return cut(text.isEmpty ? "_" : text, to: nameLimit - suffix.utf16.count) + suffix
    }

    /// At most `limit` units of UTF-16, whole scalars.
    private static func cut(_ text: String, to limit: Int) -> String {
        guard text.utf16.count > limit else { return text }
        var kept = String.UnicodeScalarView()
        var used = 1
        for scalar in text.unicodeScalars {
            used += scalar.utf16.count
            if used > limit { break }
            kept.append(scalar)
        }
        return String(kept) + "…"
    }
}

extension Unicode.Scalar {
    fileprivate var utf16: String.UTF16View { String(self).utf16 }
}
