/// Compact JSON as the ledger keeps lists of fields; keys stand in the order they are given.
enum JSONText {
    static func of(_ list: [KeyValuePairs<StaticString, String>]) -> String {
        var text = "["
        for object in list {
            text += text.utf8.count == 1 ? "{" : ",{"
            var isFirst = true
            for (key, value) in object {
                text += isFirst ? "\"" : ",\""
                isFirst = false
                text += "\(key)\":\""
                append(value, to: &text)
                text += "\""
            }
            text += "}"
        }
        return text + "]"
    }

    /// Quotes, backslashes and control characters are escaped (RFC 8259 §7); all else stands as it is.
    private static func append(_ value: String, to text: inout String) {
        guard value.utf8.contains(where: { $0 < 0x20 || $0 == 0x22 || $0 == 0x5C }) else {
            text += value
            return
        }
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\u{0}"..<"\u{20}":
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
    }
}
