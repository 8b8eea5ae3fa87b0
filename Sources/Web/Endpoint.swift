import GuijiConfiguration
import HTTPTypes
import Hummingbird
import Model
import NIOCore

/// One address and method: what answers it, and what the OpenAPI document says of it.
struct Endpoint: Sendable {
    var method: HTTPRequest.Method
    /// `{name}` stands for any one part.
    var path: String
    var operation: Operation
    /// Statuses of problems besides those that every operation may answer with.
    var problems: [Int] = []
    var handler: @Sendable (Request, WebContext) async throws -> Response
}

extension Site {
    /// All addresses, in the order in which the document shows them.
    var endpoints: [Endpoint] { submissionEndpoints + entryEndpoints + operationEndpoints }

    private var submissionEndpoints: [Endpoint] {
        let read = ReadSubmission(site: self)
        let id = Operation.Parameter(name: "id", place: .path, schema: Schema.string, description: "报送的 id")
        let part = Operation.Parameter(
            name: "part", place: .query, schema: Schema.number(1...100_000),
            description: "压缩包里的第几个文件；只有一个文件时可以不给 which file of an archive; needed where there are several")
        let receipt = Operation.Answer(
            status: 200, description: "回执 the receipt",
            body: ("application/json", Schema.object([], required: ["receipt", "state"], isClosed: false)))
        return [
            Endpoint(
                method: .post, path: "/api/v1/submissions",
                operation: Operation(
                    id: "postSubmission", summary: "报送一个文件 Deliver a file",
                    parameters: [
                        Operation.Parameter(
                            name: "dry-run", place: .query, schema: Schema.flag,
                            description: "只校验，不入库 validate only"),
                        Operation.Parameter(
                            name: "item", place: .query, schema: Schema.choice(catalogue.items.map(\.id)),
                            description: "事项，缺省按内容认 the item"),
                        Operation.Parameter(
                            name: "name", place: .query, schema: Schema.string, description: "文件名 the file's name"),
                        Operation.Parameter(
                            name: "Idempotency-Key", place: .header, schema: Schema.key,
                            description: "同一键的重发只受理一次 sent again with it, a request is accepted once"),
                    ],
                    body: DeliveryName.endings.keys.sorted().map {
                        ($0, $0 == "application/json" ? Schema.any : Schema.bytes)
                    },
                    answers: [
                        Operation.Answer(
                            status: 200, description: "试校验的结果 of a dry run",
                            body: ("application/json", Schema.reference("Submission"))),
                        Operation.Answer(
                            status: 202, description: "已受理并落盘 accepted and on disk",
                            body: ("application/json", Schema.reference("Submission"))),
                    ]), problems: [413, 415, 422], handler: { try await PostSubmission(site: self)($0, $1) }),
            Endpoint(
                method: .get, path: "/api/v1/submissions/{id}",
                operation: Operation(
                    id: "getSubmission", summary: "报送的状态 How a delivery stands", parameters: [id],
                    answers: [
                        Operation.Answer(
                            status: 200, description: "状态 how it stands",
                            body: ("application/json", Schema.reference("Submission")))
                    ]), problems: [404], handler: { try await read.status($0, $1) }),
            Endpoint(
                method: .get, path: "/api/v1/submissions/{id}/receipt",
                operation: Operation(
                    id: "getReceipt", summary: "回执 The receipt", parameters: [id, part], answers: [receipt]),
                problems: [404, 409], handler: { try await read.receipt($0, $1) }),
            Endpoint(
                method: .get, path: "/api/v1/submissions/{id}/findings",
                operation: Operation(
                    id: "getFindings", summary: "全部发现，分页 All findings, by pages",
                    parameters: [
                        id, part,
                        Operation.Parameter(
                            name: "after", place: .query, schema: Schema.number(0...Int.max, default: 0),
                            description: "上一页的末尾 where the page before ended"),
                        Operation.Parameter(
                            name: "limit", place: .query, schema: Schema.number(1...10_000, default: 1000),
                            description: "每页条数 how many"),
                    ],
                    answers: [
                        Operation.Answer(
                            status: 200, description: "发现 findings",
                            body: ("application/json", Schema.reference("Findings")))
                    ]), problems: [404, 409, 503], handler: { try await read.findings($0, $1) }),
            Endpoint(
                method: .get, path: "/api/v1/submissions/{id}/repair",
                operation: Operation(
                    id: "getRepair", summary: "返修文件 The rows to mend", parameters: [id, part],
                    answers: [
                        Operation.Answer(
                            status: 200, description: "与原文件同格式 in the form of the delivery",
                            body: ("application/octet-stream", Schema.any))
                    ]), problems: [404, 409], handler: { try await read.repair($0, $1) }),
        ]
    }

    private var operationEndpoints: [Endpoint] {
        let health = Health(site: self)
        let healthAnswer = Operation.Answer(
            status: 200, description: "正常 well", body: ("application/json", Schema.reference("Health")))
        return [
            Endpoint(
                method: .get, path: "/health/live",
                operation: Operation(
                    id: "getLive", summary: "进程在 The process answers", answers: [healthAnswer], needsToken: false),
                handler: { health.live($0, $1) }),
            Endpoint(
                method: .get, path: "/health/ready",
                operation: Operation(
                    id: "getReady", summary: "可以受理 Deliveries are taken",
                    answers: [
                        healthAnswer,
                        Operation.Answer(
                            status: 503, description: "暂不受理 not now",
                            body: ("application/json", Schema.reference("Health"))),
                    ], needsToken: false), handler: { health.ready($0, $1) }),
            Endpoint(
                method: .get, path: "/metrics",
                operation: Operation(
                    id: "getMetrics", summary: "指标，Prometheus 文本 Metrics",
                    answers: [
                        Operation.Answer(status: 200, description: "metrics", body: ("text/plain", Schema.string))
                    ], needsToken: false),
                handler: { _, _ in
                    Response(
                        status: .ok, headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
                        body: ResponseBody(byteBuffer: ByteBuffer(string: metrics.text)))
                }),
            Endpoint(
                method: .get, path: "/api/v1/openapi.json",
                operation: Operation(
                    id: "getOpenAPI", summary: "本文档 This document",
                    answers: [
                        Operation.Answer(
                            status: 200, description: "OpenAPI 3.1",
                            body: ("application/json", Schema.object([], required: ["openapi"], isClosed: false)))
                    ], needsToken: false),
                handler: { _, _ in
                    .json(
                        OpenAPIDocument(
                            endpoints: endpoints, title: settings.instance, items: catalogue.items.map(\.id)
                        ).value)
                }),
        ]
    }
}
