import Foundation
import HTTPTypes
import Hummingbird
import Ledger
import Model
import NIOCore
import Pipeline

/// `GET /api/v1/submissions/{id}` and what hangs below it. Answered from the outbox, so a run that is writing keeps nobody waiting.
struct ReadSubmission: Sendable {
    let site: Site

    func status(_ request: Request, _ context: WebContext) async throws -> Response {
        let arrival = try arrival(context)
        return .json(SubmissionAnswer(arrival, site: site).value(arrival.receipts))
    }

    /// The receipt, as the page that people read where that is asked for.
    func receipt(_ request: Request, _ context: WebContext) async throws -> Response {
        let (part, receipt) = try answered(request, try arrival(context))
        guard request.headers[.accept]?.contains("text/html") == true,
            let page = FileManager.default.contents(atPath: "\(part.receipt).receipt.html")
        else {
            return Response(
                status: .ok, headers: [.contentType: "application/json"],
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: receipt.data)))
        }
        return Response(
            status: .ok, headers: [.contentType: "text/html; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: page)))
    }

    /// The rows to mend.
    func repair(_ request: Request, _ context: WebContext) async throws -> Response {
        let (part, receipt) = try answered(request, try arrival(context))
        guard let name = receipt.repairFile else {
            throw Problem(.notFound, chinese: "没有需要改正的行", english: "No row has to be mended")
        }
        let folder = (part.receipt as NSString).deletingLastPathComponent
        let body = try await FileIO().loadFile(path: "\(folder)/\(name)", context: context)
        let escaped = name.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "repair"
        return Response(
            status: .ok,
            headers: [
                .contentType: "application/octet-stream",
                .contentDisposition: "attachment; filename*=UTF-8''\(escaped)",
            ], body: body)
    }

    /// All findings in order of rows, a page at a time.
    func findings(_ request: Request, _ context: WebContext) async throws -> Response {
        let arrival = try arrival(context)
        let after = try number(request, "after", 0...Int.max, default: 0)
        let limit = try number(request, "limit", 1...10_000, default: 1000)
        guard !arrival.parts.isEmpty else { throw ReadSubmission.waiting }
        let number = try part(request, of: arrival)
        guard arrival.channel != DeliveryRow.checkChannel else {
            throw Problem(
                .notFound, chinese: "试校验的发现在其回执里", english: "The findings of a dry run are in its receipt")
        }
        let submission = arrival.parts[number - 1].submission
        let configuration = site.configuration()
        do {
            let page = try await blocking {
                try SubmissionFindings(configuration).page(of: submission, after: after, limit: limit)
            }
            var members: [(key: String, value: JSONValue)] = [("findings", .array(page.findings))]
            if let next = page.next {
                members.append(
                    (
                        "next",
                        .string(
                            "/api/v1/submissions/\(arrival.id)/findings?part=\(number)&after=\(next)&limit=\(limit)")
                    ))
            }
            return .json(.object(members))
        } catch is LedgerBusy {
            throw Problem(
                .busy, chinese: "台账正在写入，请稍后重试；回执和返修文件现在就可以取",
                english: "The ledger is being written to; try again soon. Receipt and repair file can be had now",
                headers: [.retryAfter: "2"])
        }
    }

    private func arrival(_ context: WebContext) throws -> Arrival {
        let token = try context.requireToken()
        let id = context.parameters.get("id") ?? ""
        let found =
            try site.arrivals.store.find(id, of: token.department) ?? site.dryRuns.find(id, of: token.department)
        guard let found, token.mayRead(found) else { throw Problem.noSuchSubmission() }
        return found
    }

    private func answered(_ request: Request, _ arrival: Arrival) throws -> (Arrival.Part, ReceiptDocument) {
        guard !arrival.parts.isEmpty else { throw ReadSubmission.waiting }
        let part = arrival.parts[try part(request, of: arrival) - 1]
        guard let receipt = ReceiptDocument(path: "\(part.receipt).receipt.json") else { throw ReadSubmission.waiting }
        return (part, receipt)
    }

    /// Which of an archive's files is asked for.
    private func part(_ request: Request, of arrival: Arrival) throws -> Int {
        guard arrival.parts.count == 1 || request.uri.queryParameters.get("part") != nil else {
            throw Problem(
                .badRequest, chinese: "该报送有 \(arrival.parts.count) 个文件，请用 part 指明哪一个；报送的 parts 里有各自的链接",
                english:
                    "The delivery has \(arrival.parts.count) files; say by part which one. Its “parts” have links of their own"
            )
        }
        let number = try number(request, "part", 1...100_000, default: 1)
        guard number <= arrival.parts.count else {
            throw Problem(
                .notFound, chinese: "该报送只有 \(arrival.parts.count) 个文件",
                english: "The delivery has \(arrival.parts.count) files only")
        }
        return number
    }

    static let waiting = Problem(
        .conflict, chinese: "还在处理，尚无回执；请稍后再取",
        english: "It is still being taken in and has no receipt yet; ask again soon",
        headers: [.retryAfter: "1"])

    private func number(
        _ request: Request, _ name: String, _ range: ClosedRange<Int>, default fallback: Int
    ) throws -> Int {
        guard let text = request.uri.queryParameters.get(name) else { return fallback }
        guard let number = Int(text), range.contains(number) else {
            throw Problem(
                .badRequest, chinese: "\(name) 应为 \(range.lowerBound) 到 \(range.upperBound) 的整数",
                english: "\(name) is a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }
}

extension Arrival {
    /// The receipts of what it became, where all are written.
    var receipts: [ReceiptDocument] {
        let found = parts.compactMap { ReceiptDocument(path: "\($0.receipt).receipt.json") }
        return found.count == parts.count ? found : []
    }
}
