/// JSON whose keys stand in a chosen order and whose numbers are exact, so that the same figures give the same bytes.
package enum JSONValue: Sendable {
    case null
    case bool(Bool)
    case int(Int)
    /// A number as text, such as `0.9876`.
    case decimal(String)
    case string(String)
    case array([JSONValue])
    case object([(key: String, value: JSONValue)])

    package static func optional(_ text: String?) -> JSONValue { text.map(JSONValue.string) ?? .null }

    /// The document, indented by two spaces, with a line break at its end.
    package var text: String {
        var result = ""
        write(to: &result, indent: 0)
        result.append("\n")
        return result
    }

    private func write(to result: inout String, indent: Int) {
        switch self {
        case .null: result += "null"
        case .bool(let value): result += value ? "true" : "false"
        case .int(let value): result += String(value)
        case .decimal(let value): result += value
        case .string(let value): result.appendJSON(value)
        case .array(let values):
            JSONValue.list(values, "[", "]", to: &result, indent: indent) { $0.write(to: &$1, indent: indent + 1) }
        case .object(let members):
            JSONValue.list(members, "{", "}", to: &result, indent: indent) { member, result in
                result.appendJSON(member.key)
                result += ": "
                member.value.write(to: &result, indent: indent + 1)
            }
        }
    }

    private static func list<Element>(
        _ elements: [Element], _ open: String, _ close: String, to result: inout String, indent: Int,
        _ write: (Element, inout String) -> Void
    ) {
        result += open
        for (index, element) in elements.enumerated() {
            result += index == 0 ? "\n" : ",\n"
            result += String(repeating: "  ", count: indent + 1)
            write(element, &result)
        }
        if !elements.isEmpty { result += "\n" + String(repeating: "  ", count: indent) }
        result += close
    }
}
