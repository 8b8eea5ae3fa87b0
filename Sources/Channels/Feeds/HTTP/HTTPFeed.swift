import Crypto
import Foundation
package import Model

/// An interface that answers in pages: JSON, NDJSON, XML or CSV, each page a delivery as it came.
///
/// Goes on where the last pull stopped. The last page is asked for again, for rows may have been added to it; where it is the same it is no delivery.
package struct HTTPFeed: Feed {
    package static let kind = FeedKind(
        type: "http",
        keys: [
            FeedKey("url", .text, isRequired: true), FeedKey("format", .choice(HTTPFormat.allCases.map(\.rawValue))),
            FeedKey("headers", .variables), FeedKey("query", .variables),
            FeedKey("token", .secret, excludes: ["password"]), FeedKey("user", .text, needs: ["password"]),
            FeedKey("password", .secret, needs: ["user"]),
            FeedKey("certificate", .path, needs: ["key"]), FeedKey("key", .path, needs: ["certificate"]),
            FeedKey("authorities", .path),
            FeedKey(
                "pages",
                .section([
                    FeedKey("by", .choice(["cursor", "number", "link"]), isRequired: true),
                    FeedKey("next", .text), FeedKey("parameter", .text), FeedKey("first", .integer(0...1)),
                    FeedKey("size", .integer(1...1_000_000)), FeedKey("size_parameter", .text, needs: ["size"]),
                    FeedKey("rows", .text), FeedKey("resume", .flag),
                ])),
        ])

    private let source: FeedSource
    private let paging: HTTPPaging
    private let format: HTTPFormat

    package init(_ source: FeedSource) throws {
        self.source = source
        format = source.options.text("format").flatMap(HTTPFormat.init) ?? .json
        paging = try HTTPPaging(source.options.section("pages"), format: format)
    }

    /// Where the last pull stopped.
    private struct Cursor: Codable {
        var place: HTTPPaging.Place
        /// Of the last page at that place.
        var digest: String?
    }

    package func pull(_ pull: FeedPull) async throws {
        let session = try HTTPSession(source)
        do {
            try await pages(pull, session)
        } catch {
            try? await session.close()
            throw error
        }
        try await session.close()
    }

    private func pages(_ pull: FeedPull, _ session: HTTPSession) async throws {
        let stored = try pull.cursor.map { try JSONDecoder().decode(Cursor.self, from: Data($0.utf8)) }
        var place = stored?.place ?? paging.first
        var seen: Set<HTTPPaging.Place> = []
        while true {
            guard seen.insert(place).inserted else { throw HTTPFeed.circle }
            let answer = try await session.page(try paging.request(place, base: session.base))
            let content = try HTTPContent(answer.body, format, rows: paging.rows)
            let next = try paging.next(after: place, content, answer, base: session.base)
            let digest = SHA256.hash(data: answer.body).reduce(into: "") {
                $0 += ($1 < 16 ? "0" : "") + String($1, radix: 16)
            }
            // The place behind this page, or this one again, which may grow.
            var kept: Cursor? = Cursor(place: next ?? place, digest: next == nil ? digest : nil)
            if next == nil, !paging.resumes { kept = nil }
            let cursor = try kept.map { String(decoding: try JSONEncoder.sorted.encode($0), as: UTF8.self) }
            let isKnown = place == stored?.place && digest == stored?.digest
            if content.hasRows, !isKnown {
                let page = try pull.page(ending: format.rawValue)
                try page.write(answer.body)
                try pull.commit([page], cursor: cursor)
            } else if cursor != pull.cursor {
                try pull.commit([], cursor: cursor)
            }
            guard let next else { return }
            place = next
        }
    }

    private static let circle = FeedFailure(
        chinese: "分页绕回了已取过的一页，已停止；请检查 pages。",
        english: "The pages lead back to one that was fetched before. Check pages.",
        isTemporary: false)
}
