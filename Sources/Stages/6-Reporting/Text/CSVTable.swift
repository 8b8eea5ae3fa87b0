/// CSV for people's spreadsheets: UTF-8 with a byte order mark, CR LF, quoted as RFC 4180 says, and no cell a formula.
struct CSVTable {
    private(set) var text = "\u{FEFF}"

    init(header: [String]) { append(header) }

    mutating func append(_ cells: [String]) {
        text += cells.map { CSVTable.quoted(CSVTable.harmless($0)) }.joined(separator: ",") + "\r\n"
    }

    /// A text that no spreadsheet takes for a formula: what begins like one gets a leading `'`.
    static func harmless(_ text: String) -> String {
        guard let first = text.unicodeScalars.first else { return text }
        switch first {
        case "=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠": return "'" + text
        default: return text
        }
    }

    static func quoted(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { [",", "\"", "\r", "\n"].contains($0) }) else { return text }
        return CSVTable.enclosed(text)
    }

    /// A text in quotes, the quotes in it doubled: by scalars, since a quote may have a combining mark behind it.
    static func enclosed(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            if scalar == "\"" { result.append("\"") }
            result.unicodeScalars.append(scalar)
        }
        return result + "\""
    }
}
