import Foundation
import GuijiConfiguration
import HTTPTypes
import Model
import NIOCore
import Testing

@testable import Web

/// Deliveries that are only looked at.
@Suite struct DryRunTests {
    /// A dry run says what a delivery would find and leaves no trace; its repair file can be had.
    @Test func aDryRunTakesNothing() async throws {
        let scene = try Scene { $0.checkBytes = 1 << 20 }
        let token = try scene.token()
        let bad = String(buffer: try Scene.sample("culture/2025-03-05-licence.csv")).replacing("2025", with: "二〇")
        try await scene.client { client in
            let answer = try await client.push(ByteBuffer(string: bad), token: token, query: "?dry-run&name=in.csv")
            #expect(answer.status == 200 && (answer.members["findings"] as? Int ?? 0) > 0)
            let place = try #require(answer.headers[.location])
            #expect(answer["state"] == "checked")
            let links = try #require(answer.members["links"] as? [String: String])
            #expect(links.keys.sorted() == ["receipt", "repair", "self"])
            for link in links.values { #expect(try await client.send(.get, link, token: token).status == 200) }
            let repair = try await client.send(.get, "\(place)/repair", token: token)
            #expect(repair.status == 200 && repair.text.contains("二〇"))
            #expect(try await client.send(.get, "\(place)/receipt", token: token)["state"] == "checked")
            #expect(try await client.send(.get, place, token: token)["channel"] == "check")
            let large = try await client.push(
                ByteBuffer(repeating: 65, count: 1 << 20 + 1), token: token, query: "?dry-run")
            #expect(large.status == 413)
        }
        #expect(scene.claimed("culture").isEmpty && scene.names("outbox").isEmpty)
        #expect(!scene.names("").contains("ledger.sqlite"))
    }

    /// So many answers of dry runs are kept, the newest, and none beyond a start.
    @Test func dryRunsAreKeptInBounds() throws {
        let scene = try Scene()
        let folder = "\(scene.path)/checks"
        try FileManager.default.createDirectory(atPath: "\(folder)/left/in", withIntermediateDirectories: true)
        let runs = try DryRuns(folder: folder)
        #expect(scene.names("checks").isEmpty)
        for number in 0..<(DryRuns.most + 3) {
            _ = try runs.begin("\(number)")
            runs.keep(
                Arrival(
                    id: "\(number)", token: "t", department: "culture", channel: DeliveryRow.checkChannel,
                    name: "a.csv",
                    digest: "",
                    size: 1, received: Int(Date().timeIntervalSince1970), items: nil, claim: "", request: ""))
        }
        #expect(scene.names("checks").count == DryRuns.most)
        #expect(runs.find("2", of: "culture") == nil && runs.find("3", of: "culture") != nil)
        #expect(runs.find("3", of: "fire") == nil)
        runs.keep(
            Arrival(
                id: "later", token: "t", department: "culture", channel: DeliveryRow.checkChannel, name: "a.csv",
                digest: "",
                size: 1,
                received: Int(Date().timeIntervalSince1970) + 3601, items: nil, claim: "", request: ""))
        #expect(scene.names("checks").isEmpty)
    }
}
