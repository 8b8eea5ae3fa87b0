import Foundation
import GRDB
import HTTPTypes
import Hummingbird
import Model

/// Forms that are begun and not sent: kept for the department until they are sent or thrown away. A token that is limited to items sees and
/// touches drafts of these alone.
struct Drafts: Sendable {
    let site: Site
    private static let most = 1000

    /// `PUT /api/v1/drafts/{id}`: the sender chooses the id.
    func put(_ request: Request, _ context: WebContext) async throws -> Response {
        let token = try context.token(for: .entry)
        let id = try Drafts.id(context)
        let body = try await EntryBody(request)
        let (item, values) = (try body.required("item"), try body.values())
        guard site.catalogue.item(item) != nil else {
            throw Problem(.badRequest, chinese: "目录中没有该事项", english: "There is no such item")
        }
        guard token.allows(item) else { throw EntryItem.notAllowed(token, item) }
        let text = JSONValue.object(values.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) }).text
        let now = Int(Date().timeIntervalSince1970)
        let mistake = try await site.store.commit { db -> Problem? in
            let former = try Drafts.find(id, token, db)
            guard former.map({ token.allows($0.item) }) ?? true else { return Drafts.taken }
            let count = try Int.fetchOne(
                db, sql: "SELECT count(*) FROM draft WHERE department = ? AND id <> ?",
                arguments: [token.department, id])
            guard (count ?? 0) < Drafts.most else { return Drafts.tooMany }
            try db.execute(
                sql: "INSERT OR REPLACE INTO draft VALUES (?,?,?,?,?)",
                arguments: [token.department, id, item, text, now])
            return nil
        }
        if let mistake { throw mistake }
        return Response(status: .noContent)
    }

    func get(_ request: Request, _ context: WebContext) async throws -> Response {
        let token = try context.token(for: .entry)
        let id = try Drafts.id(context)
        guard let draft = try site.store.read({ try Drafts.find(id, token, $0) }), token.allows(draft.item) else {
            throw Drafts.unknown
        }
        let values = (try JSONSerialization.jsonObject(with: Data(draft.form.utf8)) as? [String: String]) ?? [:]
        return .json(
            .object([
                ("id", .string(id)), ("item", .string(draft.item)),
                ("values", .object(values.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) })),
            ]))
    }

    func list(_ request: Request, _ context: WebContext) async throws -> Response {
        let token = try context.token(for: .entry)
        let rows = try site.store.read { db in
            try Row.fetchAll(
                db, sql: "SELECT id, item FROM draft WHERE department = ? ORDER BY updated DESC, id",
                arguments: [token.department]
            ).filter { token.allows($0["item"]) }.map {
                JSONValue.object([("id", .string($0["id"])), ("item", .string($0["item"]))])
            }
        }
        return .json(.object([("drafts", .array(rows))]))
    }

    func delete(_ request: Request, _ context: WebContext) async throws -> Response {
        let token = try context.token(for: .entry)
        let id = try Drafts.id(context)
        let isGone = try await site.store.commit { db in
            guard let draft = try Drafts.find(id, token, db), token.allows(draft.item) else { return false }
            try db.execute(
                sql: "DELETE FROM draft WHERE department = ? AND id = ?", arguments: [token.department, id])
            return db.changesCount > 0
        }
        guard isGone else { throw Drafts.unknown }
        return Response(status: .noContent)
    }

    private static func find(_ id: String, _ token: AccessToken, _ db: Database) throws -> (item: String, form: String)?
    {
        try Row.fetchOne(
            db, sql: "SELECT item, form FROM draft WHERE department = ? AND id = ?", arguments: [token.department, id]
        ).map { ($0[0], $0[1]) }
    }

    private static let taken = Problem(
        .conflict, chinese: "该 id 已用于另一份草稿，请换一个", english: "Another draft has this id; choose another one")
    private static let tooMany = Problem(
        .conflict, chinese: "草稿已有 \(most) 份，请先清理", english: "There are \(most) drafts already; remove some")
    private static let unknown = Problem(.notFound, chinese: "没有该草稿", english: "There is no such draft")

    private static func id(_ context: WebContext) throws -> String {
        let id = context.parameters.get("id") ?? ""
        guard (1...64).contains(id.utf8.count),
            id.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "_-".contains($0)) })
        else {
            throw Problem(
                .badRequest, chinese: "草稿的 id 为 1 到 64 个字母、数字、下划线或连字符",
                english: "A draft's id is 1 to 64 letters, digits, low lines and hyphens")
        }
        return id
    }
}
