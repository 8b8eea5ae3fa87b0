import Foundation
import GuijiConfiguration
import HTTPTypes
import Hummingbird
import Ledger
import Model
import Pipeline

/// `POST /api/v1/entries/{item}`: one record by form, judged by the same rules as a file's rows; and taking one back.
struct PostEntry: Sendable {
    let site: Site

    func callAsFunction(_ request: Request, _ context: WebContext) async throws -> Response {
        let token = try context.token(for: .entry)
        let item = try EntryItem.of(context, token, site)
        let body = try await EntryBody(request)
        let (values, reason) = (try body.values(), try body.text("reason", required: false))
        return try await accept(
            request, token, item, values, reason, reason == nil ? .record : .correction,
            isDryRun: try DryRunFlag.of(request), as: "POST entries \(item) \(body.digest)")
    }

    /// `POST /api/v1/submissions/{id}/withdrawal`: takes back a record that the department filled in, as a new version of it.
    func withdraw(_ request: Request, _ context: WebContext) async throws -> Response {
        let token = try context.token(for: .entry)
        let arrival = try Withdrawable(site).form(context.parameters.get("id") ?? "", token)
        let (id, item) = (arrival.id, arrival.items?.first ?? "")
        let body = try await EntryBody(request)
        let reason = try body.required("reason")
        let archive = Archive(directory: site.settings.paths.archive)
        guard archive.contains(arrival.digest) else { throw ReadSubmission.waiting }
        let digest = arrival.digest
        let form = try await blocking { () -> Data in
            let reader = try archive.reader(of: digest)
            return Data(try reader.read(offset: 0, length: reader.size))
        }
        guard let members = try JSONSerialization.jsonObject(with: form) as? [String: Any] else {
            throw SystemError(
                chinese: "归档中的表单 \(digest) 无法读取", english: "The archived form \(digest) cannot be read")
        }
        var values = members.compactMapValues { $0 as? String }
        for label in EntryDesk.notes { values[label] = nil }
        let desk = site.desk
        let withdrawn = try PostEntry.told { [values] in try desk.withdrawn(values, item: item) }
        return try await accept(
            request, token, item, withdrawn, reason, .withdrawal, isDryRun: false,
            as: "POST withdrawal \(id) \(body.digest)")
    }

    private func accept(
        _ request: Request, _ token: AccessToken, _ item: String, _ values: [String: String], _ reason: String?,
        _ purpose: EntryDesk.Purpose, isDryRun: Bool, as asked: String
    ) async throws -> Response {
        let (desk, received) = (site.desk, Int(Date().timeIntervalSince1970))
        let department = token.department
        let key = try IdempotencyKey.of(request)
        let id = AccessToken.random(15)
        // Some look-ups and some rules: less than handing it to another thread.
        let data: [UInt8]
        let stated: FormKey?
        do {
            let filled = try PostEntry.told {
                try desk.filled(values, item: item, department: department, received: received, purpose: purpose)
            }
            let form = PostEntry.form(filled.fields, reason, id)
            let checked = try PostEntry.told {
                try desk.check(
                    form, subject: filled.subject, item: item, department: department, received: received,
                    purpose: purpose)
            }
            if isDryRun {
                let findings = JSONValue.array(checked.findings)
                return .json(.object([("valid", .bool(!checked.isRejected)), ("findings", findings)]))
            }
            guard !checked.isRejected else { throw PostEntry.invalid(checked.findings) }
            (data, stated) = (form, checked.key)
        } catch {
            // What passed before and was taken need not pass again.
            if !isDryRun, let known = try site.replayed(key, asked, of: department) { return known }
            throw error
        }
        let answer = try await site.accept(
            Arrival(
                id: id, token: token.id, department: department, channel: EntryDesk.channel, name: "\(item)~\(id).json",
                digest: Archive.digest(of: data), size: data.count, received: received, items: [item], claim: "",
                key: key, request: asked), content: Data(data))
        desk.accepted(stated)
        return answer
    }

    /// The form as it is delivered.
    private static func form(_ filled: [(field: String, value: String?)], _ reason: String?, _ id: String) -> [UInt8] {
        var members = filled.map { (key: $0.field, value: JSONValue.optional($0.value)) }
        if let reason { members.append((EntryDesk.notes[0], .string(reason))) }
        // Filled in again with the values of before, it is another statement and no repetition.
        members.append((EntryDesk.notes[1], .string(id)))
        return Array(JSONValue.object(members).text.utf8)
    }

    private static func invalid(_ findings: [JSONValue]) -> Problem {
        var problem = Problem(
            .invalidEntry, chinese: "记录有误，没有受理；见 findings",
            english: "The record has errors and was not taken; see findings")
        problem.extensions = [("findings", .array(findings))]
        return problem
    }

    /// Turns what is wrong with a form into a problem.
    static func told<Result>(_ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let mistake as EntryDesk.Mistake {
            throw Problem(
                mistake.kind == .conflict ? .conflict : .invalidEntry, chinese: mistake.chinese,
                english: mistake.english)
        } catch is StoreBusy {
            throw Problem(
                .busy, chinese: "公示库正在更新，请稍后重试",
                english: "The disclosure store is being written to; try again soon",
                headers: [.retryAfter: "1"])
        }
    }
}

/// The item that an address names, where the token may fill it in.
enum EntryItem {
    static func of(_ context: WebContext, _ token: AccessToken, _ site: Site) throws -> String {
        let item = context.parameters.get("item") ?? ""
        guard site.catalogue.item(item) != nil else {
            let known = site.catalogue.items.map(\.id).joined(separator: ", ")
            throw Problem(
                .notFound, chinese: "目录中没有该事项；有：\(known)", english: "There is no such item; there are: \(known)")
        }
        guard token.allows(item) else { throw notAllowed(token, item) }
        return item
    }

    static func notAllowed(_ token: AccessToken, _ item: String) -> Problem {
        Problem(
            .notAllowed, chinese: "令牌 \(token.id) 不准报送“\(item)”",
            english: "The token \(token.id) may not deliver “\(item)”")
    }
}
