import HTTPTypes
import Hummingbird
import Model

extension Site {
    /// Manual entry: forms, records, drafts, nil returns.
    var entryEndpoints: [Endpoint] {
        let (form, post, drafts) = (ReadForm(site: self), PostEntry(site: self), Drafts(site: self))
        let item = Operation.Parameter(
            name: "item", place: .path, schema: Schema.choice(catalogue.items.map(\.id)), description: "事项 the item")
        let draft = Operation.Parameter(
            name: "id", place: .path, schema: Schema.draftID, description: "自定 its sender's")
        let id = Operation.Parameter(name: "id", place: .path, schema: Schema.string, description: "id")
        let key = Operation.Parameter(
            name: "Idempotency-Key", place: .header, schema: Schema.key,
            description: "同一键的重发只受理一次 sent again with it, a request is accepted once")
        let accepted = Operation.Answer(
            status: 202, description: "已受理并落盘 accepted and on disk",
            body: ("application/json", Schema.reference("Submission")))
        func json(_ schema: JSONValue) -> [(type: String, schema: JSONValue)] { [("application/json", schema)] }
        return [
            Endpoint(
                method: .get, path: "/api/v1/forms/{item}",
                operation: Operation(
                    id: "getForm", summary: "事项的表单 The form of an item", parameters: [item],
                    answers: [
                        Operation.Answer(
                            status: 200, description: "字段 fields",
                            body: ("application/json", Schema.reference("Form")))
                    ]), problems: [404], handler: { try await form.definition($0, $1) }),
            Endpoint(
                method: .get, path: "/api/v1/subjects/{code}",
                operation: Operation(
                    id: "getSubject", summary: "登记簿里的主体 A subject of the register",
                    parameters: [
                        Operation.Parameter(
                            name: "code", place: .path, schema: Schema.string, description: "统一社会信用代码 credit code")
                    ],
                    answers: [
                        Operation.Answer(
                            status: 200, description: "登记事项 what the register says",
                            body: ("application/json", Schema.reference("Subject")))
                    ]), problems: [404, 503], handler: { try await form.subject($0, $1) }),
            Endpoint(
                method: .post, path: "/api/v1/entries/{item}",
                operation: Operation(
                    id: "postEntry", summary: "填报一条记录 Fill in a record",
                    parameters: [
                        item, key,
                        Operation.Parameter(
                            name: "dry-run", place: .query, schema: Schema.flag, description: "只校验 validate only"),
                    ], body: json(Schema.reference("Entry")),
                    answers: [
                        Operation.Answer(
                            status: 200, description: "只校验的结果 of a dry run",
                            body: ("application/json", Schema.reference("EntryCheck"))),
                        accepted,
                    ]), problems: [404, 409, 413, 422, 503], handler: { try await post($0, $1) }),
            Endpoint(
                method: .post, path: "/api/v1/submissions/{id}/withdrawal",
                operation: Operation(
                    id: "postWithdrawal", summary: "撤回自己填报的一条 Take back a record one filled in", parameters: [id, key],
                    body: json(Schema.object([("reason", Schema.reason)], required: ["reason"], isClosed: false)),
                    answers: [accepted]), problems: [404, 409, 413, 422, 503],
                handler: { try await post.withdraw($0, $1) }),
            Endpoint(
                method: .post, path: "/api/v1/nil-returns",
                operation: Operation(
                    id: "postNilReturn", summary: "零报送 Nothing to deliver", parameters: [key],
                    body: json(Schema.reference("NilReturn")), answers: [accepted]), problems: [409, 413, 422],
                handler: { try await PostNilReturn(site: self)($0, $1) }),
            Endpoint(
                method: .get, path: "/api/v1/drafts",
                operation: Operation(
                    id: "listDrafts", summary: "草稿 Drafts",
                    answers: [
                        Operation.Answer(
                            status: 200, description: "草稿 drafts",
                            body: (
                                "application/json",
                                Schema.object([("drafts", Schema.list(Schema.any))], required: ["drafts"])
                            ))
                    ]), handler: { try await drafts.list($0, $1) }),
            Endpoint(
                method: .put, path: "/api/v1/drafts/{id}",
                operation: Operation(
                    id: "putDraft", summary: "存草稿 Keep a draft", parameters: [draft],
                    body: json(Schema.reference("DraftForm")),
                    answers: [Operation.Answer(status: 204, description: "已存 kept", body: nil)]),
                problems: [409, 413], handler: { try await drafts.put($0, $1) }),
            Endpoint(
                method: .get, path: "/api/v1/drafts/{id}",
                operation: Operation(
                    id: "getDraft", summary: "取草稿 A draft", parameters: [draft],
                    answers: [
                        Operation.Answer(
                            status: 200, description: "草稿 the draft",
                            body: ("application/json", Schema.reference("Draft")))
                    ]), problems: [404], handler: { try await drafts.get($0, $1) }),
            Endpoint(
                method: .delete, path: "/api/v1/drafts/{id}",
                operation: Operation(
                    id: "deleteDraft", summary: "删草稿 Remove a draft", parameters: [draft],
                    answers: [Operation.Answer(status: 204, description: "已删 removed", body: nil)]), problems: [404],
                handler: { try await drafts.delete($0, $1) }),
        ]
    }
}
