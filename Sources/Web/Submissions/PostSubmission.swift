import Channels
import Foundation
import GuijiConfiguration
import HTTPTypes
import Hummingbird
import Model

/// `POST /api/v1/submissions`: takes a delivery over, or only checks it.
struct PostSubmission: Sendable {
    let site: Site

    func callAsFunction(_ request: Request, _ context: WebContext) async throws -> Response {
        let token = try context.token(for: .push)
        let name = try DeliveryName.of(request)
        let items = try items(request, token)
        let key = try IdempotencyKey.of(request)
        if try DryRunFlag.of(request) { return try await DryRun(site: site)(request, token, name: name, items: items) }
        let id = AccessToken.random(15)
        let upload = try await Upload.receive(
            request, to: site.arrivals.path(id), limit: site.interface.bodyBytes)
        let arrival = Arrival(
            id: id, token: token.id, department: token.department, channel: "push", name: name, digest: upload.digest,
            size: upload.size, received: Int(Date().timeIntervalSince1970), items: items, claim: "", key: key,
            request: "POST submissions \(name) \(items?.joined(separator: ",") ?? "*") \(upload.digest)")
        return try await site.accept(arrival, content: upload.content)
    }

    /// The items that the delivery may be of: what the token allows, or the one that is asked for.
    private func items(_ request: Request, _ token: AccessToken) throws -> [String]? {
        guard let item = request.uri.queryParameters.get("item") else { return token.items }
        guard site.catalogue.items.contains(where: { $0.id == item }) else {
            throw Problem(
                .badRequest, chinese: "目录中没有事项“\(item)”", english: "The catalogue has no item “\(item)”")
        }
        guard token.allows(item) else {
            throw Problem(
                .notAllowed, chinese: "令牌 \(token.id) 不准报送“\(item)”",
                english: "The token \(token.id) may not deliver “\(item)”")
        }
        return [item]
    }
}

/// `?dry-run`: look, and take nothing.
enum DryRunFlag {
    static func of(_ request: Request) throws -> Bool {
        guard let value = request.uri.queryParameters.get("dry-run") else { return false }
        switch value.lowercased() {
        case "", "true": return true
        case "false": return false
        default:
            throw Problem(.badRequest, chinese: "dry-run 应为 true 或 false", english: "dry-run is true or false")
        }
    }
}

/// The `Idempotency-Key` of a request: sent again with it, a request is accepted once.
enum IdempotencyKey {
    static func of(_ request: Request) throws -> String? {
        guard var key = request.headers[.idempotencyKey]?.trimmingCharacters(in: .whitespaces) else { return nil }
        let length = key.utf8.count
        // The draft standard has it as a quoted string, many senders do not.
        if length >= 2, key.hasPrefix("\""), key.hasSuffix("\"") { key = String(key.dropFirst().dropLast()) }
        guard length <= 200, !key.isEmpty, key.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw Problem(
                .badRequest, chinese: "Idempotency-Key 应为 1 到 200 个可见 ASCII 字符，例如一个 UUID",
                english: "Idempotency-Key is 1 to 200 visible ASCII characters, such as a UUID")
        }
        return key
    }
}
