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
    let spool: Spool
    let batchBytes: Int
    /// Has the spool hold what the interface accepted, the first so many.
    let claimAccepted: @Sendable (Int) throws -> Void
    /// Told what claims became.
    let settle: @Sendable ([SettledClaim]) async throws -> Void
    let log: Logger

    /// Most files in one run: the first need not wait for the answers of thousands that came with them.
    private static let mostFiles = 500
    /// The longest pause after failures, in seconds.
    private static let longestPause = 60.0

    func run() async throws {
        var waiting: [TakenFile] = []
        // What failed stays in hand and is tried again; what comes meanwhile does not wait for it.
        var failed: [TakenFile] = []
        var pause = 1.0
        var next = 0.0
        while !Task.isShuttingDownGracefully, !Task.isCancelled {
            if waiting.isEmpty {
                do {
                    waiting = try await take()
                    engine.status.looked(takesFiles: true)
                } catch {
                    engine.status.looked(takesFiles: false)
                    log.error("inbox cannot be read", metadata: ["error": "\(error)", "again_in": "\(pause) s"])
                    try? await cancelWhenGracefulShutdown { [pause] in try await Task.sleep(for: .seconds(pause)) }
                }
            }
            if waiting.isEmpty, !failed.isEmpty, uptime >= next { swap(&waiting, &failed) }
            guard !waiting.isEmpty else { continue }
            let batch = self.batch(of: waiting)
            waiting.removeFirst(batch.count)
            let left = await process(batch)
            failed += left
            pause = left.isEmpty ? 1 : min(pause * 2, InboxService.longestPause)
            if !left.isEmpty { next = uptime + pause }
        }
    }

    /// Seconds of a clock that only goes forward.
    private var uptime: Double { ProcessInfo.processInfo.systemUptime }

    private func take() async throws -> [TakenFile] {
        try await channel { [claimAccepted] channel in
            try claimAccepted(InboxService.mostFiles)
            return try channel.take(
                within: 0.5, now: { ProcessInfo.processInfo.systemUptime }, time: { Int(Date().timeIntervalSince1970) })
        }
    }

    /// The first files whose bytes go into one run; at least one.
    private func batch(of files: [TakenFile]) -> [TakenFile] {
        var bytes = 0
        let count = files.prefix(InboxService.mostFiles).prefix { file in
            bytes += (try? FileManager.default.attributesOfItem(atPath: file.path)[.size] as? Int) ?? 0
            return bytes <= batchBytes
        }.count
        return Array(files.prefix(max(1, count)))
    }

    /// Takes a batch in; where it fails as a whole each file is tried by itself, so that one costs no other.
    /// - Returns: the files that failed.
    private func process(_ batch: [TakenFile]) async -> [TakenFile] {
        do {
            let settled = try await engine.run(batch.map(ReceivedFile.init))
            // Known again at the next start where this fails.
            try await settle(settled)
            // What could not be put away is put away later; taken in it is already.
            let left = batch.filter { spool.holds($0.file.claim) }
            for file in batch where !spool.holds(file.file.claim) { spool.release(file.file.claim) }
            if !left.isEmpty { log.error("files cannot be put away", metadata: ["files": "\(left.count)"]) }
            return left
        } catch {
            log.error("run failed", metadata: ["error": "\(explained(error))", "files": "\(batch.count)"])
            guard batch.count > 1 else { return batch }
        }
        var failed: [TakenFile] = []
        for file in batch { failed += await process([file]) }
        return failed
    }
}
