import Foundation
import HTTPTypes
import Hummingbird
import Logging

/// Lets in who shows a bearer token that holds (RFC 6750), as often as the limit allows.
struct TokenMiddleware: RouterMiddleware {
    typealias Context = WebContext
    let tokens: TokenStore
    let limiter: RateLimiter

    @concurrent
    func handle(
        _ request: Request, context: WebContext, next: @concurrent (Request, WebContext) async throws -> Response
    ) async throws -> Response {
        guard let secret = TokenMiddleware.secret(request) else {
            throw Problem(
                .tokenMissing, chinese: "请在 Authorization 首部给出令牌：Bearer guiji_…，向管理员申请",
                english: "Give the token in the header: Authorization: Bearer guiji_…; an administrator makes one",
                headers: [.wwwAuthenticate: "Bearer"])
        }
        let token = try tokens.find(secret)
        let standing = token?.standing(at: Int(Date().timeIntervalSince1970))
        guard let token, standing == .valid else {
            let reason: (String, String) =
                switch standing {
                case .expired: ("令牌已过期", "The token has expired")
                case .revoked: ("令牌已撤销", "The token was revoked")
                default: ("令牌不存在", "There is no such token")
                }
            throw Problem(
                .tokenInvalid, chinese: "\(reason.0)，请向管理员申请新的",
                english: "\(reason.1); ask an administrator for a new one",
                headers: [.wwwAuthenticate: "Bearer error=\"invalid_token\""])
        }
        if let wait = limiter.take(token.id) {
            throw Problem(
                .tooManyRequests, chinese: "请在 \(wait) 秒后重试", english: "Try again in \(wait) s",
                headers: [.retryAfter: String(wait)])
        }
        var context = context
        context.token = token
        context.logger[metadataKey: "token"] = "\(token.id)"
        return try await next(request, context)
    }

    private static func secret(_ request: Request) -> String? {
        guard let header = request.headers[.authorization] else { return nil }
        let parts = header.split(separator: " ", omittingEmptySubsequences: true)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
        return String(parts[1])
    }
}

extension WebContext {
    /// The token of a request, where it allows what is asked.
    func token(for scope: TokenScope) throws -> AccessToken {
        let token = try requireToken()
        guard token.scopes.contains(scope) else {
            throw Problem(
                .notAllowed, chinese: "令牌 \(token.id) 不含“\(scope.rawValue)”权限",
                english: "The token \(token.id) does not allow “\(scope.rawValue)”")
        }
        return token
    }

    func requireToken() throws -> AccessToken {
        guard let token else { throw Problem(.tokenMissing, chinese: "缺少令牌", english: "The token is missing") }
        return token
    }
}
