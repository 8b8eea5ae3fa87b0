import HTTPTypes
import Hummingbird
import Model
import NIOCore

/// An answer that says what went wrong and how to mend it, as `application/problem+json` (RFC 9457).
struct Problem: Error, HTTPResponseError {
    /// Kinds of problems; programs tell them apart by `type`.
    enum Kind: String, CaseIterable {
        case badRequest = "bad-request"
        case tokenMissing = "token-missing"
        case tokenInvalid = "token-invalid"
        case notAllowed = "not-allowed"
        case notFound = "not-found"
        case methodNotAllowed = "method-not-allowed"
        case conflict = "conflict"
        case tooLarge = "too-large"
        case unsupportedMediaType = "unsupported-media-type"
        case digestDiffers = "digest-differs"
        case keyReused = "key-reused"
        case invalidEntry = "invalid-entry"
        case tooManyRequests = "too-many-requests"
        case busy
        case broken

        var status: HTTPResponse.Status {
            switch self {
            case .badRequest, .digestDiffers: .badRequest
            case .tokenMissing, .tokenInvalid: .unauthorized
            case .notAllowed: .forbidden
            case .notFound: .notFound
            case .methodNotAllowed: .methodNotAllowed
            case .conflict: .conflict
            case .tooLarge: .contentTooLarge
            case .unsupportedMediaType: .unsupportedMediaType
            case .keyReused, .invalidEntry: .unprocessableContent
            case .tooManyRequests: .tooManyRequests
            case .busy: .serviceUnavailable
            case .broken: .internalServerError
            }
        }

        /// What all problems of the kind have in common.
        var title: String {
            switch self {
            case .badRequest: "请求有误 Bad request"
            case .tokenMissing: "缺少令牌 Token missing"
            case .tokenInvalid: "令牌无效 Token not valid"
            case .notAllowed: "令牌无此权限 Not allowed by the token"
            case .notFound: "没有找到 Not found"
            case .methodNotAllowed: "不支持该方法 Method not allowed"
            case .conflict: "与现状冲突 Conflict"
            case .tooLarge: "过大 Too large"
            case .unsupportedMediaType: "不支持的类型 Unsupported media type"
            case .digestDiffers: "校验和不符 Digest differs"
            case .keyReused: "幂等键已用于别的请求 Idempotency key reused"
            case .invalidEntry: "记录有误 Invalid entry"
            case .tooManyRequests: "请求过于频繁 Too many requests"
            case .busy: "正忙 Busy"
            case .broken: "系统故障 Internal error"
            }
        }
    }

    var kind: Kind
    var chinese: String
    var english: String
    var headers: HTTPFields = [:]
    /// Further members of the document.
    var extensions: [(key: String, value: JSONValue)] = []

    init(_ kind: Kind, chinese: String, english: String, headers: HTTPFields = [:]) {
        self.kind = kind
        self.chinese = chinese
        self.english = english
        self.headers = headers
    }

    var status: HTTPResponse.Status { kind.status }

    func response(from request: Request, context: some RequestContext) -> Response {
        let members: [(key: String, value: JSONValue)] = [
            ("type", .string("urn:guiji:problem:\(kind.rawValue)")), ("title", .string(kind.title)),
            ("status", .int(status.code)), ("detail", .string("\(chinese) / \(english)")),
        ]
        var fields = headers
        fields[.contentType] = "application/problem+json"
        return Response(
            status: status, headers: fields,
            body: ResponseBody(byteBuffer: ByteBuffer(string: JSONValue.object(members + extensions).text)))
    }

    static func noSuchSubmission() -> Problem {
        Problem(.notFound, chinese: "没有该报送，或不是本部门的", english: "There is no such submission of your department")
    }
}

extension Response {
    /// A document of JSON.
    static func json(_ value: JSONValue, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]) -> Response {
        var fields = headers
        fields[.contentType] = "application/json"
        return Response(
            status: status, headers: fields, body: ResponseBody(byteBuffer: ByteBuffer(string: value.text)))
    }
}
