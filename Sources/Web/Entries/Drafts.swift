import Foundation
import GRDB
import HTTPTypes
import Hummingbird
import Model

/// Forms that are begun and not sent: kept for the department until they are sent or thrown away.
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
        let text = JSONValue.object(values.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) }).text
        let now = Int(Date().timeIntervalSince1970)
        let isKept = try await site.store.commit { db in
            let count = try Int.fetchOne(
                db, sql: "SELECT count(*) FROM draft WHERE department = ? AND id <> ?",
                arguments: [token.department, id])
            guard (count ?? 0) < Drafts.most else { return false }
            try db.execute(
                sql: "INSERT OR REPLACE INTO draft VALUES (?,?,?,?,?)",
                arguments: [token.department, id, item, text, now])
            return true
        }
        guard isKept else {
            throw Problem(
                .conflict, chinese: "草稿已有 \(Drafts.most) 份，请先清理",
                english: "There are \(Drafts.most) drafts already; remove some")
        }
        return Response(status: .noContent)
    }

    func get(_ request: Request, _ context: WebContext) async throws -> Response {
        let token = try context.token(for: .entry)
        let id = try Drafts.id(context)
        let draft = try site.store.read { db -> (item: String, form: String)? in
            try Row.fetchOne(
                db, sql: "SELECT item, form FROM draft WHERE department = ? AND id = ?",
                arguments: [token.department, id]
            ).map { ($0[0], $0[1]) }
        }
        guard let draft else { throw Drafts.unknown }
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
            ).map { JSONValue.object([("id", .string($0["id"])), ("item", .string($0["item"]))]) }
        }
        return .json(.object([("drafts", .array(rows))]))
    }

    func delete(_ request: Request, _ context: WebContext) async throws -> Response {
        let token = try context.token(for: .entry)
        let id = try Drafts.id(context)
        let isGone = try await site.store.commit { db in
            try db.execute(
                sql: "DELETE FROM draft WHERE department = ? AND id = ?", arguments: [token.department, id])
            return db.changesCount > 0
        }
        guard isGone else { throw Drafts.unknown }
        return Response(status: .noContent)
    }

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
