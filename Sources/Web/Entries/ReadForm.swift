import Hummingbird
import Model
import Pipeline

/// What a form asks for, and what the register fills in.
struct ReadForm: Sendable {
    let site: Site

    func definition(_ request: Request, _ context: WebContext) async throws -> Response {
        let token = try context.token(for: .entry)
        let item = try EntryItem.of(context, token, site)
        guard let form = site.desk.definition(item, department: token.department) else {
            throw Problem(.notFound, chinese: "目录中没有该事项", english: "There is no such item")
        }
        return .json(form)
    }

    /// The register's entry of a credit code, as it is disclosed.
    func subject(_ request: Request, _ context: WebContext) async throws -> Response {
        _ = try context.token(for: .entry)
        let (desk, code) = (site.desk, (context.parameters.get("code") ?? "").uppercased())
        let known = try await blocking { try PostEntry.told { try desk.subject(code) } }
        guard let known else {
            throw Problem(.notFound, chinese: "登记簿里没有该代码", english: "The register does not know this code")
        }
        let values = known.sorted { $0.key < $1.key }.map { (key: $0.key, value: JSONValue.string($0.value)) }
        return .json(.object([("code", .string(code)), ("values", .object(values))]))
    }
}
