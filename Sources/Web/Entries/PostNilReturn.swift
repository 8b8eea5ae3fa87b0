import Foundation
import Hummingbird
import Ledger
import Model
import Pipeline

/// `POST /api/v1/nil-returns`: confirms that there was nothing to deliver; taken in as the file that says so would be, so it takes a token
/// that may bring files.
struct PostNilReturn: Sendable {
    let site: Site

    func callAsFunction(_ request: Request, _ context: WebContext) async throws -> Response {
        let token = try context.token(for: .push)
        let body = try await EntryBody(request)
        let (item, period) = (try body.required("item"), try body.required("period"))
        let reason = try body.text("reason", required: false) ?? ""
        guard site.catalogue.item(item) != nil else {
            throw Problem(.badRequest, chinese: "目录中没有该事项", english: "There is no such item")
        }
        guard token.allows(item) else { throw EntryItem.notAllowed(token, item) }
        let received = Int(Date().timeIntervalSince1970)
        try PostEntry.told {
            try site.desk.checkNilReturn(item: item, period: period, department: token.department, received: received)
        }
        let quoted = [item, period, reason].map { "\"\($0.replacing("\"", with: "\"\""))\"" }
        let text = "事项,期间,说明\n\(quoted.joined(separator: ","))\n"
        let key = try IdempotencyKey.of(request)
        let id = AccessToken.random(15)
        return try await site.accept(
            Arrival(
                id: id, token: token.id, department: token.department, channel: "push", name: "零报送-\(item).csv",
                digest: Archive.digest(of: [UInt8](text.utf8)), size: text.utf8.count,
                received: received, items: [item], claim: "", key: key,
                request: "POST nil-returns \(body.digest)"), content: Data(text.utf8))
    }
}
