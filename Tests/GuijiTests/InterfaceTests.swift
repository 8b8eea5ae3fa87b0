import Foundation
import Testing

/// The interface, as a department's program meets it: a token, a delivery, its answer.
@Suite(.serialized) struct InterfaceTests {
    private static let department = "market-supervision"

    private func started() throws -> (CommandFolder, RunningService, String) {
        let made = try CommandFolder.withInstance()
        try made.configure("\ninterface: { port: 0 }\n")
        let service = try RunningService(made.folder)
        try #require(RunningService.wait { (try? made.folder.read("service.log"))?.contains("listening") == true })
        let log = try made.folder.read("service.log")
        let port = try #require(log.firstMatch(of: /"address":"[^"]*:(\d+)"/)?.1)
        return (made, service, "http://127.0.0.1:\(port)")
    }

    /// A sender that never ends its delivery is cut off a while after the service was told to stop.
    @Test func aSenderThatHangsDoesNotKeepTheServiceFromEnding() throws {
        let (made, service, _) = try started()
        let token = try made.token(of: Self.department)
        let port = try #require(service.port)
        let descriptor = try #require(PlainRequest.connected(to: port))
        defer { close(descriptor) }
        let request = [
            "POST /api/v1/submissions HTTP/1.1", "Host: l", "Authorization: Bearer \(token)", "Content-Type: text/csv",
            "Content-Length: 1000000", "", "a,b",
        ].joined(separator: "\r\n")
        #expect(request.withCString { write(descriptor, $0, strlen($0)) } > 0)
        // Until it is being read.
        usleep(500_000)
        service.signal(SIGTERM)
        #expect(RunningService.wait(seconds: 60) { !service.isRunning })
        #expect(service.status() == 0 && service.log.contains("\"stopped\""))
    }

    @Test func aDeliveryIsAcceptedTakenInAndAnswered() async throws {
        let (made, service, base) = try started()
        let token = try made.token(of: Self.department)
        let file = try Data(
            contentsOf: URL(filePath: CommandFolder.sample("market-supervision/2025-03-03-registration.csv")))
        let accepted = try await InterfaceAnswer.to(
            "POST", "\(base)/api/v1/submissions?name=registration.csv", token: token, file)
        #expect(accepted.status == 202)
        let place = base + (try #require(accepted.location))
        var state = "received"
        for _ in 0..<600 where state == "received" {
            state = try await InterfaceAnswer.to("GET", place, token: token).members["state"] as? String ?? "?"
            usleep(100_000)
        }
        #expect(state == "published")
        let receipt = try await InterfaceAnswer.to("GET", "\(place)/receipt", token: token)
        #expect(receipt.status == 200 && receipt.members["source"] as? String == "market-supervision")
        let code = try #require(String(decoding: file, as: UTF8.self).firstMatch(of: /\b9[0-9A-Z]{17}\b/)?.0)
        let subject = try await InterfaceAnswer.to("GET", "\(base)/api/v1/subjects/\(code)", token: token)
        #expect(subject.status == 200)
        let ready = try await InterfaceAnswer.to("GET", "\(base)/health/ready")
        #expect(ready.status == 200)
        let metrics = try await InterfaceAnswer.to("GET", "\(base)/metrics")
        #expect(
            metrics.text.contains("guiji_submissions_total{department=\"market-supervision\",state=\"published\"} 1"))
        #expect(metrics.text.contains("guiji_rows_total"))
        // A token that is revoked holds no longer, without a restart.
        let list = try made.guiji.run(["token", "list", "-C", "demo"])
        #expect(!list.text.contains(token) && list.text.contains("有效"))
        let id = try #require(list.text.split(separator: "\n").last?.split(separator: " ").first)
        #expect(try made.guiji.run(["token", "revoke", String(id), "-C", "demo"]).status == 0)
        #expect(try await InterfaceAnswer.to("GET", place, token: token).status == 401)
        #expect(service.stop() == 0)
        #expect(made.folder.has("demo/disclosure.sqlite") && !made.folder.has("demo/disclosure.sqlite-wal"))
        let log = try made.folder.read("service.log")
        #expect(!log.contains(token) && !log.contains("有限公司"))
    }

    /// Killed right after it was answered: the delivery is there at the next start, and its answer by the same address.
    @Test func whatWasAcceptedOutlivesAKill() async throws {
        let (made, service, base) = try started()
        let token = try made.token(of: Self.department)
        let file = try Data(
            contentsOf: URL(filePath: CommandFolder.sample("market-supervision/2025-03-03-registration.csv")))
        let accepted = try await InterfaceAnswer.to("POST", "\(base)/api/v1/submissions", token: token, file)
        #expect(accepted.status == 202)
        service.signal(SIGKILL)
        _ = service.status()
        let place = try #require(accepted.location)
        let again = try RunningService(made.folder, log: "again.log")
        try #require(RunningService.wait { (try? made.folder.read("again.log"))?.contains("listening") == true })
        let port = try #require(try made.folder.read("again.log").firstMatch(of: /"address":"[^"]*:(\d+)"/)?.1)
        var state = "received"
        for _ in 0..<600 where state == "received" {
            state =
                try await InterfaceAnswer.to("GET", "http://127.0.0.1:\(port)\(place)", token: token).members["state"]
                as? String
                ?? "?"
            usleep(100_000)
        }
        #expect(state == "published")
        #expect(again.stop() == 0)
        #expect(made.receipts(of: Self.department).count == 1)
    }

    @Test(arguments: [
        ["add", "--department", "nobody"], ["add", "--department", "culture", "--items", "licens"],
        ["add", "--department", "culture", "--scopes", "all"], ["add", "--department", "culture", "--days", "0"],
        ["revoke", "nothing"],
    ])
    func aWrongTokenCommandIsWrongUsage(_ arguments: [String]) throws {
        let made = try CommandFolder.withInstance()
        let answer = try made.guiji.run(["token", arguments[0], "-C", "demo"] + arguments.dropFirst())
        #expect(answer.status == 64 && !answer.error.isEmpty)
    }
}
