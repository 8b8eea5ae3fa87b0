import Model

/// Schemas (JSON Schema 2020-12) of what the interface takes and gives.
enum Schema {
    static let string = JSONValue.object([("type", .string("string"))])
    static let integer = JSONValue.object([("type", .string("integer")), ("minimum", .int(0))])
    static let boolean = JSONValue.object([("type", .string("boolean"))])
    static let any = JSONValue.object([])

    static func reference(_ name: String) -> JSONValue { .object([("$ref", .string("#/components/schemas/\(name)"))]) }

    static func text(_ description: String) -> JSONValue {
        .object([("type", .string("string")), ("description", .string(description))])
    }

    static func optional(_ type: String) -> JSONValue {
        .object([("type", .array([.string(type), .string("null")]))])
    }

    static func number(_ range: ClosedRange<Int>, default fallback: Int) -> JSONValue {
        .object([
            ("type", .string("integer")), ("minimum", .int(range.lowerBound)), ("maximum", .int(range.upperBound)),
            ("default", .int(fallback)),
        ])
    }

    static func list(_ items: JSONValue) -> JSONValue { .object([("type", .string("array")), ("items", items)]) }

    static func map(_ values: JSONValue) -> JSONValue {
        .object([("type", .string("object")), ("additionalProperties", values)])
    }

    /// - Parameter required: names that are always there; the others may be absent.
    static func object(
        _ properties: [(key: String, value: JSONValue)], required: [String], isClosed: Bool = true
    ) -> JSONValue {
        .object([
            ("type", .string("object")), ("required", .array(required.map(JSONValue.string))),
            ("additionalProperties", .bool(!isClosed)), ("properties", .object(properties)),
        ])
    }

    static let bilingual = object([("zh", optional("string")), ("en", optional("string"))], required: ["zh", "en"])

    static let problem = object(
        [
            ("type", text("urn:guiji:problem:…")), ("title", string), ("status", integer),
            ("detail", text("中文 / English")), ("findings", list(reference("Finding"))),
        ], required: ["type", "title", "status", "detail"])

    static let submission = object(
        [
            ("id", string), ("state", text("received → published | held | refused；试校验为 check 的结果")),
            ("department", string), ("channel", string), ("name", string), ("received_at", string), ("bytes", integer),
            ("sha256", string), ("item", optional("string")), ("refusal", optional("string")), ("received", integer),
            ("accepted", integer), ("outcomes", map(integer)), ("findings", integer), ("next", bilingual),
            ("links", map(string)),
        ],
        required: [
            "id", "state", "department", "channel", "name", "received_at", "bytes", "sha256", "links",
        ])

    static let finding = object(
        [
            ("row", integer), ("line", integer), ("offset", integer), ("severity", string), ("rule", string),
            ("field", optional("string")), ("value", string), ("expected", string), ("suggestion", string),
            ("zh", string), ("en", string),
        ],
        required: [
            "row", "line", "offset", "severity", "rule", "field", "value", "expected", "suggestion", "zh", "en",
        ])

    static let findings = object(
        [("findings", list(reference("Finding"))), ("next", text("下一页 the next page"))], required: ["findings"])

    static let health = object(
        [
            ("status", string),
            (
                "checks",
                list(
                    object(
                        [("name", string), ("well", boolean), ("detail", string)],
                        required: ["name", "well", "detail"]))
            ),
        ], required: ["status"])
}
