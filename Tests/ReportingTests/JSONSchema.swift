import Foundation

/// As much of JSON Schema 2020-12 as the project's schema uses; a keyword that is not known is a problem, so that nothing is passed over.
struct JSONSchema {
    static let monthlyReport = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("../../Documentation/MonthlyReport.schema.json")

    private let root: JSON

    init(contentsOf file: URL) throws { root = try JSON(String(contentsOf: file, encoding: .utf8)) }

    /// What in `value` is not as the schema says, with its place.
    func problems(_ value: JSON) -> [String] { problems(value, root, "$") }

    private static let silent: Set<String> = ["$schema", "$id", "$defs", "title", "description"]

    private func problems(_ value: JSON, _ schema: JSON, _ place: String) -> [String] {
        var result: [String] = []
        for (keyword, argument) in schema.members where !JSONSchema.silent.contains(keyword) {
            switch keyword {
            case "$ref":
                result += definition(argument).map { problems(value, $0, place) } ?? ["\(place): no \(argument)"]
            case "type":
                let types = argument.text.map { [$0] } ?? argument.elements.compactMap(\.text)
                if !types.contains(where: { JSONSchema.matches(value, $0) }) { result.append("\(place): not \(types)") }
            case "const": if value != argument { result.append("\(place): not \(argument)") }
            case "enum": if !argument.elements.contains(value) { result.append("\(place): not in \(argument)") }
            case "pattern":
                guard let text = value.text, let pattern = try? Regex(argument.text ?? "") else { continue }
                if text.firstMatch(of: pattern) == nil { result.append("\(place): \(text) is not like \(argument)") }
            case "minimum":
                if let number = value.value, number < argument.value ?? 0 { result.append("\(place): too small") }
            case "maximum":
                if let number = value.value, number > argument.value ?? 0 { result.append("\(place): too large") }
            case "items":
                for (index, one) in value.elements.enumerated() {
                    result += problems(one, argument, "\(place)[\(index)]")
                }
            case "required":
                for name in argument.elements.compactMap(\.text) where value[name] == nil {
                    result.append("\(place): no \(name)")
                }
            case "properties":
                for (name, one) in value.members {
                    if let member = argument[name] { result += problems(one, member, "\(place).\(name)") }
                }
            case "unevaluatedProperties":
                let known = evaluated(schema)
                for name in value.members.keys where !known.contains(name) {
                    result.append("\(place): unknown \(name)")
                }
            default: result.append("\(place): keyword \(keyword) is not known")
            }
        }
        return result
    }

    private func definition(_ reference: JSON) -> JSON? {
        root["$defs"]?[String((reference.text ?? "").dropFirst("#/$defs/".count))]
    }

    /// The properties that a schema and what it refers to name.
    private func evaluated(_ schema: JSON) -> Set<String> {
        var names = Set((schema["properties"] ?? .null).members.keys)
        if let target = schema["$ref"].flatMap(definition) { names.formUnion(evaluated(target)) }
        return names
    }

    private static func matches(_ value: JSON, _ type: String) -> Bool {
        switch (value, type) {
        case (.null, "null"), (.bool, "boolean"), (.integer, "integer"), (.integer, "number"), (.number, "number"),
            (.string, "string"), (.array, "array"), (.object, "object"):
            true
        default: false
        }
    }
}
