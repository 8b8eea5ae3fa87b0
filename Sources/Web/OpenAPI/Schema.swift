import Model

/// Schemas (JSON Schema 2020-12) of what the interface takes and gives.
enum Schema {
    static let string = JSONValue.object([("type", .string("string"))])
    static let integer = JSONValue.object([("type", .string("integer")), ("minimum", .int(0))])
    static let boolean = JSONValue.object([("type", .string("boolean"))])
    static let bytes = JSONValue.object([("type", .string("string")), ("minLength", .int(1))])
    static let any = JSONValue.object([])

    /// `?dry-run` as much as `?dry-run=true`.
    static let flag = choice(["", "true", "false"])
    /// What a draft is called by its sender.
    static let draftID = JSONValue.object([("type", .string("string")), ("pattern", .string("^[A-Za-z0-9_-]{1,64}$"))])

    static func choice(_ values: [String]) -> JSONValue {
        .object([("type", .string("string")), ("enum", .array(values.map(JSONValue.string)))])
    }

    static let key = JSONValue.object([
        ("type", .string("string")), ("minLength", .int(1)), ("maxLength", .int(200)),
        // Quotes around it are taken off.
        ("pattern", .string("^(?!\"\"$)[!-~]+$")),
    ])
    static let reason = JSONValue.object([
        ("type", .string("string")), ("minLength", .int(1)), ("maxLength", .int(1000)),
    ])

    private static let optionalReason = JSONValue.object([
        ("type", .array([.string("string"), .string("null")])), ("minLength", .int(1)), ("maxLength", .int(1000)),
    ])

    /// Of a form.
    private static let entryReason = JSONValue.object([
        ("type", .array([.string("string"), .string("null")])), ("minLength", .int(1)), ("maxLength", .int(1000)),
        (
            "description",
            .string("更正的原因：本部门报送过的记录必须写 why a record is corrected; required for one that the department has stated")
        ),
    ])

    static func reference(_ name: String) -> JSONValue { .object([("$ref", .string("#/components/schemas/\(name)"))]) }

    static func text(_ description: String) -> JSONValue {
        .object([("type", .string("string")), ("description", .string(description))])
    }

    static func optional(_ type: String) -> JSONValue {
        .object([("type", .array([.string(type), .string("null")]))])
    }

    static func number(_ range: ClosedRange<Int>, default fallback: Int? = nil) -> JSONValue {
        var members: [(key: String, value: JSONValue)] = [
            ("type", .string("integer")), ("minimum", .int(range.lowerBound)), ("maximum", .int(range.upperBound)),
        ]
        if let fallback { members.append(("default", .int(fallback))) }
        return .object(members)
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
            ("id", string),
            (
                "state",
                choice(["received", "published", "held", "refused", "checked"])
            ),
            ("department", string), ("channel", string), ("name", string), ("received_at", string), ("bytes", integer),
            ("sha256", string), ("item", optional("string")), ("refusal", optional("string")), ("received", integer),
            ("accepted", integer), ("outcomes", map(integer)), ("findings", integer), ("next", bilingual),
            ("parts", list(object([], required: ["state", "links"], isClosed: false))), ("links", map(string)),
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

    private static let values = map(optional("string"))

    static let entry = object(
        [("values", values), ("reason", entryReason)], required: ["values"], isClosed: false)
    static let entryCheck = object(
        [("valid", boolean), ("findings", list(reference("Finding")))], required: ["valid", "findings"])
    private static func nilReturn(_ items: [String]) -> JSONValue {
        object(
            [("item", choice(items)), ("period", reason), ("reason", optionalReason)], required: ["item", "period"],
            isClosed: false)
    }
    private static func draftForm(_ items: [String]) -> JSONValue {
        object([("item", choice(items)), ("values", values)], required: ["item", "values"], isClosed: false)
    }
    static let draft = object(
        [("id", string), ("item", string), ("values", values)], required: ["id", "item", "values"])
    static let subject = object([("code", string), ("values", map(string))], required: ["code", "values"])
    static let form = object(
        [
            ("item", string), ("title", string), ("subject_code", optional("string")),
            (
                "withdrawal",
                object([("field", string), ("value", string)], required: ["field", "value"])
            ),
            (
                "fields",
                list(
                    object(
                        [
                            ("name", string), ("title", string), ("type", string), ("required", boolean),
                            ("filled_in", boolean), ("max_length", integer), ("unit", string), ("default", string),
                            ("choices", list(string)),
                        ], required: ["name", "title", "type", "required", "filled_in"]))
            ),
        ], required: ["item", "title", "subject_code", "fields"])

    /// All that the document's operations refer to.
    /// - Parameter items: ids of the catalogue's items.
    static func components(items: [String]) -> [(key: String, value: JSONValue)] {
        [
            ("Problem", problem), ("Submission", submission), ("Finding", finding), ("Findings", findings),
            ("Health", health), ("Form", form), ("Subject", subject), ("Entry", entry), ("EntryCheck", entryCheck),
            ("NilReturn", nilReturn(items)), ("DraftForm", draftForm(items)), ("Draft", draft),
        ]
    }
}
