import Channels
import Foundation
import Logging
import Model
import Pipeline
import ServiceLifecycle

/// Watches the departments' folders and hands what is complete to the engine, in order of receipt.
struct InboxService: Service {
    let engine: Engine
    let channel: Confined<FolderChannel>
    let batchBytes: Int
    let log: Logger

    /// The longest pause after failures, in seconds.
    private static let longestPause = 60.0

    func run() async throws {
        var waiting: [TakenFile] = []
        var pause = 1.0
        while !Task.isShuttingDownGracefully, !Task.isCancelled {
            do {
                if waiting.isEmpty { waiting = try await take() }
                guard !waiting.isEmpty else { continue }
                let batch = next(waiting)
                try await process(batch)
                waiting.removeFirst(batch.count)
                pause = 1
            } catch {
                // Nothing is lost: what was claimed stays in hand.
                log.error("run failed", metadata: ["error": "\(error)", "again_in": "\(pause) s"])
                try? await Task.sleep(for: .seconds(pause))
                pause = min(pause * 2, InboxService.longestPause)
            }
        }
    }

    private func take() async throws -> [TakenFile] {
        try await channel { channel in
            try channel.take(
                within: 0.5, now: { ProcessInfo.processInfo.systemUptime }, time: { Int(Date().timeIntervalSince1970) })
        }
    }

    /// The first files whose bytes go into one run; at least one.
    private func next(_ files: [TakenFile]) -> [TakenFile] {
        var bytes = 0
        let count = files.prefix { file in
            bytes += (try? FileManager.default.attributesOfItem(atPath: file.path)[.size] as? Int) ?? 0
            return bytes <= batchBytes
        }.count
        return Array(files.prefix(max(1, count)))
    }

    /// Takes a batch in; where it fails as a whole each file is tried by itself, so that one costs no other.
    private func process(_ batch: [TakenFile]) async throws {
        do {
            try await engine.run(batch.map(ReceivedFile.init))
        } catch  where batch.count > 1 {
            log.warning("batch failed, each file is tried by itself", metadata: ["error": "\(error)"])
            for file in batch { try await engine.run([ReceivedFile(file)]) }
        }
        let claims = batch.map(\.file.claim)
        try await channel { channel in for claim in claims { channel.release(claim) } }
    }
}
