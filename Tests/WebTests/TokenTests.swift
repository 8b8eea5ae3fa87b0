import Foundation
import GuijiConfiguration
import HTTPTypes
import NIOCore
import Testing

@testable import Web

/// Who is let in, and what a refusal says.
@Suite struct TokenTests {
    private static let csv = ByteBuffer(string: "a,b\n1,2\n")

    @Test func onlyATokenThatHoldsIsLetIn() async throws {
        let scene = try Scene()
        let good = try scene.token()
        let (expired, revoked) = (try scene.token(days: -1), try scene.token())
        let id = try #require(try TokenStore(scene.store).find(revoked)?.id)
        try await scene.client { client in
            let missing = try await client.send(.post, "/api/v1/submissions", Self.csv)
            #expect(missing.status == 401 && missing.problem == "token-missing")
            #expect(missing.headers[.wwwAuthenticate] == "Bearer")
            for header in ["Basic YTpi", "Bearer", "Bearer a b", "bearer"] {
                let answer = try await client.send(
                    .post, "/api/v1/submissions", headers: [.authorization: header], Self.csv)
                #expect(answer.problem == "token-missing", "\(header)")
            }
            for secret in [expired, "guiji_x"] {
                let answer = try await client.push(Self.csv, token: secret)
                #expect(answer.status == 401 && answer.problem == "token-invalid")
            }
            #expect(try await client.push(Self.csv, token: revoked).status == 202)
            #expect(try TokenStore(scene.store).revoke(id, at: 1) && !TokenStore(scene.store).revoke(id, at: 2))
            let answer = try await client.push(Self.csv, token: revoked)
            #expect(answer.problem == "token-invalid" && answer["detail"]?.contains("revoked") == true)
            #expect(try await client.push(Self.csv, token: good).status == 202)
        }
    }

    @Test func aTokenAllowsWhatItWasGivenFor() async throws {
        let scene = try Scene()
        let entry = try scene.token(scopes: [.entry])
        let licence = try scene.token(items: ["licence"])
        try await scene.client { client in
            let answer = try await client.push(Self.csv, token: entry)
            #expect(answer.status == 403 && answer.problem == "not-allowed")
            let other = try await client.push(Self.csv, token: licence, query: "?item=penalty")
            #expect(other.status == 403)
            let unknown = try await client.push(Self.csv, token: licence, query: "?item=licens")
            #expect(unknown.status == 400)
            #expect(try await client.push(Self.csv, token: licence, query: "?item=licence").status == 202)
        }
    }

    /// A token that is limited to items sees deliveries of these and its own, whatever else its department delivers.
    @Test func aLimitedTokenSeesItsItemsAlone() async throws {
        let scene = try Scene()
        let (all, licence) = (try scene.token(), try scene.token(items: ["licence"]))
        let penalty = try scene.token(items: ["penalty"])
        let text = String(buffer: try Scene.sample("culture/2025-03-05-licence.csv")).replacing("2025", with: "二〇")
        try await scene.client { client in
            func statuses(_ place: String, _ token: String) async throws -> Set<Int> {
                var found: Set<Int> = []
                for part in ["", "/receipt", "/findings", "/repair"] {
                    found.insert(try await client.send(.get, place + part, token: token).status)
                }
                return found
            }
            let waiting = try await client.push(ByteBuffer(string: text), token: all)
            let place = try #require(waiting.headers[.location])
            for token in [licence, penalty] {
                #expect(try await client.send(.get, place, token: token).status == 404)
            }
            // Its own, which is none of its items: refused, and still its own.
            let own = try #require(
                try await client.push(ByteBuffer(string: text + "\n"), token: penalty).headers[.location])
            let refused = try #require(try await client.push(ByteBuffer(string: "?"), token: all).headers[.location])
            try scene.run()
            #expect(try await statuses(place, all) == [200])
            #expect(try await statuses(place, licence) == [200])
            #expect(try await statuses(place, penalty) == [404])
            #expect(try await client.send(.get, own, token: penalty)["state"] == "refused")
            #expect(try await client.send(.get, own, token: licence).status == 404)
            #expect(try await client.send(.get, refused, token: all)["state"] == "refused")
            #expect(try await client.send(.get, refused, token: licence).status == 404)
            let check = try await client.push(ByteBuffer(string: text), token: all, query: "?dry-run")
            let checked = try #require(check.headers[.location])
            #expect(try await client.send(.get, checked, token: penalty).status == 404)
            #expect(try await client.send(.get, checked, token: licence).status == 200)
        }
    }

    @Test func aLimitedTokenSeesItsItemsDraftsAlone() async throws {
        let scene = try Scene()
        let (all, licence) = (try scene.token(), try scene.token(items: ["licence"]))
        let json: HTTPFields = [.contentType: "application/json"]
        try await scene.client { client in
            func put(_ id: String, _ item: String, _ token: String) async throws -> Int {
                let draft = ByteBuffer(string: "{\"item\":\"\(item)\",\"values\":{}}")
                return try await client.send(.put, "/api/v1/drafts/\(id)", token: token, headers: json, draft).status
            }
            #expect(try await put("one", "penalty", licence) == 403)
            #expect(try await put("one", "penalty", all) == 204)
            #expect(try await put("one", "licence", licence) == 409)
            #expect(try await put("two", "licence", licence) == 204)
            #expect(try await client.send(.get, "/api/v1/drafts/one", token: licence).status == 404)
            #expect(try await client.send(.delete, "/api/v1/drafts/one", token: licence).status == 404)
            #expect(try await client.send(.get, "/api/v1/drafts/one", token: all)["item"] == "penalty")
            for (token, ids) in [(all, ["one", "two"]), (licence, ["two"])] {
                let list = try await client.send(.get, "/api/v1/drafts", token: token)
                let found = (list.members["drafts"] as? [[String: String]] ?? []).compactMap { $0["id"] }
                #expect(found.sorted() == ids)
            }
        }
    }

    /// That there was nothing takes the place of a file.
    @Test func aNilReturnTakesATokenForFiles() async throws {
        let scene = try Scene()
        let (entry, push) = (try scene.token(scopes: [.entry]), try scene.token(scopes: [.push]))
        try await scene.client { client in
            for (token, status) in [(entry, 403), (push, 202)] {
                let answer = try await client.send(
                    .post, "/api/v1/nil-returns", token: token, headers: [.contentType: "application/json"],
                    ByteBuffer(string: "{\"item\":\"penalty\",\"period\":\"2025-W10\"}"))
                #expect(answer.status == status)
            }
        }
    }

    /// A secret is nowhere in the store, and its hash is that of SHA-256 (FIPS 180-4, "abc").
    @Test func onlyTheHashIsKept() throws {
        let scene = try Scene()
        let secret = try scene.token()
        #expect(secret.hasPrefix("guiji_") && secret.count == "guiji_".count + 52)
        for name in scene.names("").filter({ $0.hasPrefix("service.sqlite") }) {
            let bytes = try Data(contentsOf: URL(filePath: "\(scene.path)/\(name)"))
            #expect(bytes.range(of: Data(secret.utf8)) == nil)
        }
        let hash = AccessToken.hash("abc").map { String(format: "%02x", $0) }.joined()
        #expect(hash == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    }

    @Test func tooManyRequestsWaitAsLongAsTheyAreTold() async throws {
        let scene = try Scene()
        let token = try scene.token()
        let other = try scene.token("fire")
        // A clock that stands still: however slow the machine, the bucket does not fill.
        try await scene.client(limiter: RateLimiter(perMinute: 60, now: { 0 })) { client in
            for _ in 0..<10 {
                #expect(try await client.send(.get, "/api/v1/submissions/x", token: token).status == 404)
            }
            let answer = try await client.send(.get, "/api/v1/submissions/x", token: token)
            #expect(answer.status == 429 && answer.problem == "too-many-requests")
            #expect(answer.headers[.retryAfter] == "1")
            #expect(try await client.send(.get, "/api/v1/submissions/x", token: other).status == 404)
        }
    }
}
