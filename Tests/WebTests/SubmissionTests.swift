import Channels
import Crypto
import Foundation
import GRDB
import GuijiConfiguration
import HTTPTypes
import Model
import NIOCore
import Pipeline
import Synchronization
import TestKit
import Testing

@testable import Web

/// Deliveries by the interface: accepted once, kept, answered.
@Suite struct SubmissionTests {
    @Test func aDeliveryIsKeptAndItsAnswerIsHadByItsId() async throws {
        let scene = try Scene()
        let token = try scene.token()
        let (file, stranger) = (try Scene.sample("culture/2025-03-05-licence.csv"), try scene.token("fire"))
        try await scene.client { client in
            let accepted = try await client.push(file, token: token, query: "?name=许可.csv".encoded)
            #expect(accepted.status == 202 && accepted["state"] == "received" && accepted["name"] == "许可.csv")
            let place = try #require(accepted.headers[.location])
            #expect(try await client.send(.get, place, token: token)["state"] == "received")
            let early = try await client.send(.get, "\(place)/receipt", token: token)
            #expect(early.status == 409 && early.headers[.retryAfter] == "1")
            #expect(scene.claimed("culture").count == 1 && scene.names("inbox.claimed/.incoming").isEmpty)

            let summary = try scene.run()
            let line = try #require(summary.submissions.first)
            let done = try await client.send(.get, place, token: token)
            #expect(done["state"] == "published" && done["channel"] == "push")
            #expect(done.members["received"] as? Int == line.received)
            #expect(done.members["accepted"] as? Int == line.outcomes.accepted)

            let receipt = try await client.send(.get, "\(place)/receipt", token: token)
            #expect(receipt.members["received"] as? Int == line.received)
            let page = try await client.send(.get, "\(place)/receipt", token: token, headers: [.accept: "text/html"])
            #expect(page.text.hasPrefix("<!DOCTYPE html>"))
            // Another department does not even learn that it is there.
            for path in [place, "\(place)/receipt", "\(place)/findings", "\(place)/repair"] {
                #expect(try await client.send(.get, path, token: stranger).status == 404)
            }
        }
    }

    /// Pages of findings are all findings, in order, each once; the repair file is that of the outbox.
    @Test func findingsComeInPagesAndFailedRowsComeBack() async throws {
        let scene = try Scene()
        let culture = try scene.token("culture")
        let text = String(buffer: try Scene.sample("culture/2025-03-05-licence.csv")).replacing("2025", with: "二〇")
        let body = ByteBuffer(string: text)
        try await scene.client { client in
            let accepted = try await client.push(body, token: culture)
            let place = try #require(accepted.headers[.location])
            try scene.run()
            let whole = try await client.send(.get, "\(place)/findings", token: culture)
            let all = try #require(whole.members["findings"] as? [[String: Any]])
            #expect(all.count > 3 && whole["next"] == nil)
            var pages: [[String: Any]] = []
            var next: String? = "\(place)/findings?limit=2"
            while let path = next {
                let page = try await client.send(.get, path, token: culture)
                let found = try #require(page.members["findings"] as? [[String: Any]])
                #expect((1...2).contains(found.count))
                pages += found
                next = page["next"]
            }
            #expect(NSArray(array: pages) == NSArray(array: all))
            let status = try await client.send(.get, place, token: culture)
            #expect(status.members["findings"] as? Int == all.count)
            let repair = try await client.send(.get, "\(place)/repair", token: culture)
            let outbox = try #require(scene.names("outbox/culture").first { $0.contains(".repair.") })
            #expect(
                repair.text == (try String(contentsOfFile: "\(scene.path)/outbox/culture/\(outbox)", encoding: .utf8)))
            for query in ["after=-1", "limit=0", "limit=10001", "after=x"] {
                #expect(try await client.send(.get, "\(place)/findings?\(query)", token: culture).status == 400)
            }
        }
    }

    @Test func aKeyIsAcceptedOnce() async throws {
        let scene = try Scene()
        let (token, other) = (try scene.token(), try scene.token("fire"))
        let file = try Scene.sample("culture/2025-03-05-licence.csv")
        try await scene.client { client in
            let key: HTTPFields = [.idempotencyKey: "\"4b2c\""]
            let first = try await client.push(file, token: token, headers: key)
            let again = try await client.push(file, token: token, headers: [.idempotencyKey: "4b2c"])
            #expect(again.status == 202 && again["id"] == first["id"])
            #expect(first.headers[.idempotentReplayed] == nil && again.headers[.idempotentReplayed] == "true")
            let changed = try await client.push(ByteBuffer(string: "x\n"), token: token, headers: key)
            #expect(changed.status == 422 && changed.problem == "key-reused")
            let renamed = try await client.push(file, token: token, query: "?name=b.csv", headers: key)
            #expect(renamed.problem == "key-reused")
            #expect(try await client.push(file, token: other, headers: key)["id"] != first["id"])
            // All at once.
            let ids = try await withThrowingTaskGroup(of: String?.self) { group in
                for _ in 0..<20 {
                    group.addTask { try await client.push(file, token: token, headers: [.idempotencyKey: "k"])["id"] }
                }
                return try await group.reduce(into: Set<String?>()) { $0.insert($1) }
            }
            #expect(ids.count == 1 && ids.first != .some(nil))
            for bad in ["a b", "密钥", String(repeating: "x", count: 201)] {
                let answer = try await client.push(file, token: token, headers: [.idempotencyKey: bad])
                #expect(answer.status == 400)
            }
        }
        #expect(scene.claimed("culture").count == 2 && scene.claimed("fire").count == 1)
        #expect(scene.names("inbox.claimed/.incoming").isEmpty)
    }

    @Test func whatCannotBeTakenLeavesNothing() async throws {
        let scene = try Scene { $0.bodyBytes = 100 }
        let token = try scene.token()
        let digest = Data(SHA256.hash(data: Data("abc".utf8))).base64EncodedString()
        try await scene.client { client in
            let large = try await client.push(ByteBuffer(repeating: 65, count: 101), token: token)
            #expect(large.status == 413 && large.problem == "too-large")
            let empty = try await client.push(ByteBuffer(), token: token)
            #expect(empty.status == 400)
            let form = try await client.push(
                ByteBuffer(string: "x"), token: token, headers: [.contentType: "multipart/form-data; boundary=x"])
            #expect(form.status == 415 && form.problem == "unsupported-media-type")
            for (body, status) in [("abc", 202), ("abd", 400)] {
                let answer = try await client.push(
                    ByteBuffer(string: body), token: token, headers: [.contentDigest: "sha-256=:\(digest):"])
                #expect(answer.status == status)
            }
            #expect(try await client.push(ByteBuffer(string: "x"), token: token, query: "?dry-run=maybe").status == 400)
        }
        #expect(scene.claimed("culture").count == 1 && scene.names("inbox.claimed/.incoming").isEmpty)
    }

    /// A token for licences brings no penalties, whatever the file is called.
    @Test func aFileOfAnItemThatTheTokenDoesNotAllowIsRefused() async throws {
        let scene = try Scene()
        let token = try scene.token(items: ["penalty"])
        let file = try Scene.sample("culture/2025-03-05-licence.csv")
        try await scene.client { client in
            let accepted = try await client.push(file, token: token)
            let place = try #require(accepted.headers[.location])
            try scene.run()
            let answer = try await client.send(.get, place, token: token)
            #expect(answer["state"] == "refused" && answer["refusal"]?.contains("penalty") == true)
        }
    }

    /// Each file of an archive is a submission of its own, and is answered as one.
    @Test func anArchiveIsAnsweredByItsParts() async throws {
        let scene = try Scene()
        let token = try scene.token()
        let members = try ["2025-03-05-licence.csv", "2025-03-19-penalty.csv"].map {
            (name: $0, text: String(buffer: try Scene.sample("culture/\($0)")))
        }
        let archive = ByteBuffer(bytes: PackedFiles(members).bytes)
        try await scene.client { client in
            let accepted = try await client.push(
                archive, token: token, query: "?name=a.zip", headers: [.contentType: "application/zip"])
            let place = try #require(accepted.headers[.location])
            try scene.run()
            let answer = try await client.send(.get, place, token: token)
            let parts = try #require(answer.members["parts"] as? [[String: Any]])
            #expect(parts.compactMap { $0["item"] as? String } == ["licence", "penalty"])
            #expect(answer["state"] == "published" && parts.allSatisfy { $0["state"] as? String == "published" })
            for part in 1...2 {
                let receipt = try await client.send(.get, "\(place)/receipt?part=\(part)", token: token)
                #expect(receipt["item"] == parts[part - 1]["item"] as? String)
                let findings = try await client.send(.get, "\(place)/findings?part=\(part)", token: token)
                #expect((findings.members["findings"] as? [Any])?.count == parts[part - 1]["findings"] as? Int)
            }
            #expect(try await client.send(.get, "\(place)/receipt?part=3", token: token).status == 404)
            // Without a part it is not known which is meant, and none is linked.
            for kind in ["receipt", "findings", "repair"] {
                #expect(try await client.send(.get, "\(place)/\(kind)", token: token).status == 400)
            }
            #expect((answer.members["links"] as? [String: String]).map { Array($0.keys) } == ["self"])
        }
    }

    /// Noted is accepted: where the claim fails the bytes are kept, and the claim is made up for.
    @Test(arguments: [1, 20_000])
    func whatCannotBeClaimedAtOnceIsNotLost(rows: Int) async throws {
        let scene = try Scene()
        let body = ByteBuffer(string: "a,b\n" + String(repeating: "1,2\n", count: rows))
        let token = try scene.token()
        let notes = "\(scene.path)/inbox.claimed/.notes"
        try "in the way".write(toFile: notes, atomically: false, encoding: .utf8)
        try await scene.client { client in
            let key: HTTPFields = [.idempotencyKey: "k"]
            let accepted = try await client.push(body, token: token, headers: key)
            #expect(accepted.status == 202 && scene.claimed("culture").isEmpty)
            let again = try await client.push(body, token: token, headers: key)
            #expect(again["id"] == accepted["id"] && scene.names("inbox.claimed/.incoming").count == 1)
        }
        // Not at every look.
        #expect(scene.site.arrivals.hasUnclaimed && scene.claimed("culture").isEmpty)
        // A start that cannot claim it says so, goes on and keeps it; the next that can, does.
        let reported = Mutex(0)
        let start = Arrivals(scene.store, spool: scene.spool) { _ in reported.withLock { $0 += 1 } }
        try start.resume { _ in [] }
        start.claimAccepted()
        #expect(reported.withLock { $0 } == 1)
        #expect(scene.names("inbox.claimed/.incoming").count == 1)
        try FileManager.default.removeItem(atPath: notes)
        try scene.site.arrivals.resume { _ in [] }
        scene.site.arrivals.claimAccepted()
        let taken = try scene.spool.handOver().files
        #expect(taken.count == 1 && scene.names("inbox.claimed/.incoming").isEmpty)
        #expect(try Data(contentsOf: URL(filePath: taken[0].path)) == Data(body.readableBytesView))
    }

    /// Stopped between the steps of accepting: nothing that was answered is lost, nothing that was not is taken.
    @Test func whatAStopLeftIsFinished() async throws {
        let scene = try Scene()
        let folder = "\(scene.path)/inbox.claimed/.incoming"
        try "unanswered".write(toFile: "\(folder)/one", atomically: false, encoding: .utf8)
        try "answered".write(toFile: "\(folder)/two", atomically: false, encoding: .utf8)
        func arrival(_ id: String, _ claim: String) -> Arrival {
            Arrival(
                id: id, token: "t", department: "culture", channel: "push", name: "a.csv", digest: "", size: 1,
                received: 1000, items: ["licence"], claim: claim, request: "")
        }
        let arrivals = ArrivalStore(scene.store)
        #expect(try await arrivals.insert(arrival("two", "culture/1000-0001-a.csv"), content: nil) == nil)
        #expect(try await arrivals.insert(arrival("three", "culture/900-0001-a.csv"), content: nil) == nil)
        try scene.site.arrivals.resume { claims in
            #expect(Set(claims) == ["culture/900-0001-a.csv", "culture/1000-0001-a.csv"])
            return [SettledClaim(claim: "culture/900-0001-a.csv", submission: 7, receipt: "r")]
        }
        #expect(scene.names("inbox.claimed/.incoming").isEmpty)
        let taken = try scene.spool.handOver().files
        #expect(taken.map(\.file.claim) == ["culture/1000-0001-a.csv"])
        #expect(taken[0].note == DeliveryNote(channel: "push", items: ["licence"]))
        #expect(try arrivals.find("three", of: "culture")?.parts == [Arrival.Part(submission: 7, receipt: "r")])
        #expect(try arrivals.open().map(\.id) == ["two"])
    }

    /// Thousands of forms that a stop left do not keep the inbox waiting: they are made files as those that come are.
    @Test func whatAStopLeftWaitsItsTurn() async throws {
        let scene = try Scene()
        let token = try scene.token()
        try await scene.client { client in
            for number in 1...5 {
                let answer = try await client.push(ByteBuffer(string: "a\n\(number)\n"), token: token)
                #expect(answer.status == 202)
            }
        }
        let start = Arrivals(scene.store, spool: scene.spool) { error in Issue.record(error) }
        try start.resume { _ in [] }
        #expect(scene.names("inbox.claimed/culture").isEmpty && start.hasUnclaimed)
        start.claimAccepted(most: 2)
        #expect(try scene.spool.handOver().files.count == 2)
        start.claimAccepted()
        #expect(try scene.spool.handOver().files.count == 3 && !start.hasUnclaimed)
    }

    /// The disk failed at the commit and the sender was told so; the note got to the disk all the same, the bytes were removed.
    @Test func whatWasNeverAcceptedGivesItsKeyBack() async throws {
        let scene = try Scene()
        let token = try scene.token()
        let body = ByteBuffer(string: "a,b\n" + String(repeating: "1,2\n", count: 20_000))
        let key: HTTPFields = [.idempotencyKey: "k"]
        try await scene.client { client in
            let first = try await client.push(body, token: token, headers: key)
            let id = try #require(first["id"])
            for name in scene.claimed("culture") {
                try FileManager.default.removeItem(atPath: "\(scene.path)/inbox.claimed/culture/\(name)")
            }
            let told = Mutex<[String]>([])
            try Arrivals(scene.store, spool: scene.spool) { error in told.withLock { $0.append("\(error)") } }
                .resume { _ in [] }
            #expect(told.withLock { $0 }.count == 1 && told.withLock { $0 }[0].contains(id))
            #expect(try ArrivalStore(scene.store).open().isEmpty)
            let second = try await client.push(body, token: token, headers: key)
            #expect(second.status == 202 && second["id"] != id && scene.claimed("culture").count == 1)
        }
    }

    /// A stop, or a look by its sender, between two transactions must not find an archive with some of its files.
    @Test func whatAnArchiveHeldIsNotedAsAWhole() async throws {
        let scene = try Scene()
        let arrivals = ArrivalStore(scene.store)
        let claims = ["culture/1000-0001-a.csv", "culture/1000-0002-b.zip"]
        for (number, claim) in claims.enumerated() {
            let arrival = Arrival(
                id: "\(number)", token: "t", department: "culture", channel: "push", name: "a", digest: "", size: 1,
                received: 1000, items: nil, claim: claim, request: "")
            #expect(try await arrivals.insert(arrival, content: nil) == nil)
        }
        try scene.store.write {
            try $0.execute(
                sql:
                    "CREATE TEMP TRIGGER broken BEFORE INSERT ON part WHEN NEW.submission = 70 BEGIN SELECT RAISE(ABORT, 'x'); END"
            )
        }
        let settled = [(claims[0], 1, "r")] + (2...90).map { (claims[1], $0, "r") }
        #expect(throws: (any Error).self) { try arrivals.settle(settled) }
        #expect(
            try arrivals.open().map(\.id) == ["0", "1"] && arrivals.find("1", of: "culture")?.parts.isEmpty == true)
        try scene.store.write { try $0.execute(sql: "DROP TRIGGER broken") }
        try arrivals.settle(settled)
        #expect(try arrivals.open().isEmpty && arrivals.find("1", of: "culture")?.parts.count == 89)
    }

    /// A small delivery's sender waits for one commit only; after a loss of power its file may be gone, torn or without a name.
    @Test func whatIsSmallOutlivesALossOfPower() async throws {
        let scene = try Scene()
        let token = try scene.token()
        let bodies = [
            "gone": "a,b\n1,2\n", "torn": "a,b\n3,4\n", "unnamed": "a,b\n5,6\n", "taken": "a,b\n7,8\n",
            "settled": "a,b\n9,0\n",
        ]
        var claims: [String: String] = [:]
        try await scene.client { client in
            for name in bodies.keys.sorted() {
                let body = ByteBuffer(string: bodies[name] ?? "")
                let answer = try await client.push(body, token: token, query: "?name=\(name).csv")
                #expect(answer.status == 202)
            }
        }
        scene.site.arrivals.claimAccepted()
        let arrivals = scene.site.arrivals.store
        for arrival in try arrivals.open() {
            claims[String(arrival.name.prefix { $0 != "." })] = arrival.claim
            let file = "\(scene.path)/inbox.claimed/\(arrival.claim)"
            switch arrival.name {
            case "gone.csv", "taken.csv": try FileManager.default.removeItem(atPath: file)
            case "torn.csv": try "a,".write(toFile: file, atomically: false, encoding: .utf8)
            case "settled.csv": break
            default:
                try FileManager.default.moveItem(
                    atPath: file, toPath: "\(scene.path)/inbox.claimed/.incoming/\(arrival.id)")
            }
        }
        // No note of them reached the disk.
        for name in scene.names("inbox.claimed/.notes") {
            try "".write(toFile: "\(scene.path)/inbox.claimed/.notes/\(name)", atomically: false, encoding: .utf8)
        }
        let spool = try Spool("\(scene.path)/inbox.claimed")
        let site = Arrivals(scene.store, spool: spool) { error in Issue.record(error) }
        let done = try ["taken", "settled"].map { try #require(claims[$0]) }
        try site.resume { _ in done.map { SettledClaim(claim: $0, submission: 7, receipt: "r") } }
        site.claimAccepted()
        let files = try spool.handOver().files
        #expect(Set(files.map(\.file.claim)) == Set(claims.values).subtracting(done.prefix(1)))
        for file in files {
            let name = String(file.name.prefix { $0 != "." })
            let text = try String(contentsOfFile: file.path, encoding: .utf8)
            #expect(text == bodies[name], "\(name)")
        }
        // What is settled needs no bytes any more.
        let kept = try scene.store.read {
            try Int.fetchOne($0, sql: "SELECT count(*) FROM arrival WHERE content IS NOT NULL")
        }
        #expect(kept == 3)
        // What is whole is left as it is.
        let before = try files.map {
            try FileManager.default.attributesOfItem(atPath: $0.path)[.systemFileNumber] as? Int
        }
        try site.resume { _ in [] }
        let after = try files.map {
            try FileManager.default.attributesOfItem(atPath: $0.path)[.systemFileNumber] as? Int
        }
        #expect(before == after)
    }
}

extension String {
    fileprivate var encoded: String { addingPercentEncoding(withAllowedCharacters: .urlQueryAllowed) ?? self }
}
