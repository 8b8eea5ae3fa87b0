import Model

/// What the OpenAPI document says of one address and method.
struct Operation: Sendable {
    struct Parameter: Sendable {
        enum Place: String, Sendable { case path, query, header }
        var name: String
        var place: Place
        var schema: JSONValue
        var description: String
    }

    struct Answer: Sendable {
        var status: Int
        var description: String
        /// Media type and schema of the body; nil without one.
        var body: (type: String, schema: JSONValue)?
    }

    var id: String
    var summary: String
    var parameters: [Parameter] = []
    /// Media types of the body with their schemas; empty without a body.
    var body: [(type: String, schema: JSONValue)] = []
    var answers: [Answer]
    var needsToken = true

    /// Problems that every operation with a token may answer with.
    private static let common: [(status: Int, description: String)] = [
        (400, "请求有误 bad request"), (401, "令牌缺失或无效 token missing or not valid"), (403, "令牌无此权限 not allowed"),
        (429, "过于频繁，见 Retry-After too many requests"), (500, "系统故障，可重试 internal error"),
    ]

    func value(problems: [Int]) -> JSONValue {
        var members: [(key: String, value: JSONValue)] = [
            ("operationId", .string(id)), ("summary", .string(summary)),
        ]
        if !needsToken { members.append(("security", .array([]))) }
        if !parameters.isEmpty {
            members.append(("parameters", .array(parameters.map(\.value))))
        }
        if !body.isEmpty {
            let content = body.map { (key: $0.type, value: JSONValue.object([("schema", $0.schema)])) }
            members.append(("requestBody", .object([("required", .bool(true)), ("content", .object(content))])))
        }
        var responses = answers.map { (status: $0.status, value: $0.value) }
        let told = Set(responses.map(\.status))
        for (status, description) in Operation.common + problems.map({ ($0, Operation.words($0)) })
        where !told.contains(status) && (needsToken || status == 500) {
            let schema = Answer(
                status: status, description: description,
                body: ("application/problem+json", Schema.reference("Problem")))
            responses.append((status, schema.value))
        }
        let sorted = responses.sorted { $0.status < $1.status }.map { (key: String($0.status), value: $0.value) }
        members.append(("responses", .object(sorted)))
        return .object(members)
    }

    private static func words(_ status: Int) -> String {
        switch status {
        case 404: "没有找到 not found"
        case 409: "与现状冲突 conflict"
        case 413: "过大 too large"
        case 415: "不支持的类型 unsupported media type"
        case 422: "不能接受 not acceptable as it is"
        case 503: "正忙，见 Retry-After busy"
        default: "problem"
        }
    }
}

extension Operation.Parameter {
    fileprivate var value: JSONValue {
        .object([
            ("name", .string(name)), ("in", .string(place.rawValue)), ("required", .bool(place == .path)),
            ("description", .string(description)), ("schema", schema),
        ])
    }
}

extension Operation.Answer {
    fileprivate var value: JSONValue {
        var members: [(key: String, value: JSONValue)] = [("description", .string(description))]
        if let body {
            members.append(
                ("content", .object([(key: body.type, value: .object([("schema", body.schema)]))])))
        }
        return .object(members)
    }
}
