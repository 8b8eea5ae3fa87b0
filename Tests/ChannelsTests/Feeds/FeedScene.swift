import Foundation
import Model

@testable import Channels

/// A spool and a feed in a folder that is gone with the value.
final class FeedScene {
    let path = "\(NSTemporaryDirectory())guiji-feed-\(UUID().uuidString)"
    let spool: Spool
    private(set) var taken: [TakenFile] = []

    init() throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        spool = try Spool("\(path)/claimed")
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func runner(
        _ type: String, _ options: [String: FeedOptions.Value], items: [String]? = ["licence"],
        pageBytes: Int = 1 << 20, timeout: Int = 60, spool: Spool? = nil
    ) -> FeedRunner {
        FeedRunner(
            FeedSource(
                name: "feed", type: type, options: FeedOptions(options), folder: path, pageBytes: pageBytes,
                timeout: timeout), department: "culture", items: items, spool: spool ?? self.spool, time: { 1000 })
    }

    /// What came into the spool since the last look.
    func new() throws -> [String] {
        let files = try spool.handOver().files
        taken += files
        return try files.map { try String(contentsOfFile: $0.path, encoding: .utf8) }
    }

    var state: FeedState { get throws { try FeedFolder(claimed: spool.path, feed: "feed").state() } }

    func write(_ text: String, to name: String) throws -> String {
        let file = "\(path)/\(name)"
        try text.write(toFile: file, atomically: true, encoding: .utf8)
        return file
    }

    /// A program of `sh`.
    func program(_ lines: String) throws -> FeedOptions.Value {
        .texts(["sh", try write(lines, to: "program-\(UUID().uuidString).sh")])
    }

    func names(_ folder: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: "\(path)/\(folder)")) ?? []).sorted()
    }
}

/// The failure that a pull ends with.
func failure(_ pull: () async throws -> FeedRunner.Summary) async throws -> FeedFailure? {
    do {
        _ = try await pull()
        return nil
    } catch let failure as FeedFailure {
        return failure
    }
}
