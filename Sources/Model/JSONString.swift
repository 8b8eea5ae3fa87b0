extension String {
    /// Appends `text` as a JSON string in quotes (RFC 8259 §7); control characters and U+2028, U+2029 are escaped, so that it may stand in a script.
    package mutating func appendJSON(_ text: String) {
        self += "\""
        if text.utf8.allSatisfy(isPlain) {
            self += text
        } else {
            for scalar in text.unicodeScalars { appendJSON(scalar) }
        }
        self += "\""
    }

    private mutating func appendJSON(_ scalar: Unicode.Scalar) {
        switch scalar {
        case "\"": self += "\\\""
        case "\\": self += "\\\\"
        case "\n": self += "\\n"
        case "\r": self += "\\r"
        case "\t": self += "\\t"
        case "\u{0}"..<"\u{20}", "\u{7F}", "\u{2028}", "\u{2029}":
            let digits = String(scalar.value, radix: 16)
            self += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        default: unicodeScalars.append(scalar)
        }
    }
}

/// Whether a byte of UTF-8 needs no escape whatever follows; U+2028 and U+2029 begin with E2.
private func isPlain(_ byte: UInt8) -> Bool {
    byte >= 0x20 && byte != 0x22 && byte != 0x5C && byte != 0x7F && byte != 0xE2
}
