import Channels
import Foundation
import GuijiConfiguration
import Logging
import Model
import Pipeline
import ServiceLifecycle
import Synchronization

/// Watches the departments' folders and hands what is complete to the engine, in order of receipt.
struct InboxService: Service {
    let engine: Engine
    let channel: Confined<FolderChannel>
    let spool: Spool
    /// Has the spool hold what the interface accepted, the first so many.
    let claimAccepted: @Sendable (Int) -> Void
    /// Told what claims became.
    let settle: @Sendable ([SettledClaim]) async throws -> Void
    let log: Logger

    /// Most files in one run: the first need not wait for the answers of thousands that came with them.
    private static let mostFiles = 500
    /// The longest pause after failures, in seconds.
    private static let longestPause = 60.0

    func run() async throws {
        // Signals are heeded by now.
        let settings = engine.configuration.withLock { $0.settings }
        log.notice("started", metadata: ["instance": "\(settings.instance)", "inbox": "\(settings.paths.inbox)"])
        var waiting: [TakenFile] = []
        // What failed stays in hand and is tried again, apart from what comes meanwhile, which does not wait for it.
        var failed: [TakenFile] = []
        var pause = 1.0
        var next = 0.0
        var troubles = ToldTroubles()
        while !Task.isShuttingDownGracefully, !Task.isCancelled {
            if waiting.isEmpty {
                let taken = await take()
                waiting = taken.files
                engine.status.looked(takesFiles: !taken.isBlocked)
                for trouble in troubles.news(taken.troubles, now: uptime) {
                    log.error("inbox: not all can be taken", metadata: ["error": "\(trouble)"])
                }
                // A look that failed at once is not repeated at once.
                if taken.isBlocked, waiting.isEmpty {
                    try? await cancelWhenGracefulShutdown { try await Task.sleep(for: .seconds(1)) }
                }
            }
            var left: [TakenFile] = []
            if !failed.isEmpty, uptime >= next {
                let again = batch(of: failed)
                failed.removeFirst(again.count)
                left = await process(again)
                pause = left.isEmpty ? 1 : min(pause * 2, InboxService.longestPause)
            }
            if !waiting.isEmpty {
                let batch = self.batch(of: waiting)
                waiting.removeFirst(batch.count)
                left += await process(batch)
            }
            failed += left
            if !left.isEmpty { next = uptime + pause }
        }
    }

    /// Seconds of a clock that only goes forward.
    private var uptime: Double { ProcessInfo.processInfo.systemUptime }

    /// What was read last.
    private var folders: FolderSettings { engine.configuration.withLock { $0.settings.folders } }

    private func take() async -> Taken {
        await channel { [claimAccepted, rules = InboxRules(folders)] channel in
            claimAccepted(InboxService.mostFiles)
            channel.rules = rules
            return channel.take(
                within: 0.5, now: { ProcessInfo.processInfo.systemUptime }, time: { Int(Date().timeIntervalSince1970) })
        }
    }

    /// The first files whose bytes go into one run; at least one.
    private func batch(of files: [TakenFile]) -> [TakenFile] {
        var bytes = 0
        let batchBytes = folders.batchBytes
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

extension InboxRules {
    init(_ folders: FolderSettings) {
        self.init(quiet: folders.quiet, settle: folders.settle, rescan: folders.rescan)
    }
}

/// Troubles that stay are told again after a pause that doubles, not at every look.
struct ToldTroubles {
    private var told: [String: (next: Double, pause: Double)] = [:]
    private static let shortest = 10.0
    private static let longest = 3600.0

    /// - Parameter now: seconds of a clock that only goes forward.
    /// - Returns: what is to be told now.
    mutating func news(_ troubles: [any Error], now: Double) -> [String] {
        // What was not met for twice its pause is over.
        told = told.filter { now < $0.value.next + $0.value.pause }
        return troubles.map { "\($0)" }.filter { trouble in
            let before = told[trouble]
            guard now >= before?.next ?? 0 else { return false }
            let pause = min(before.map { $0.pause * 2 } ?? ToldTroubles.shortest, ToldTroubles.longest)
            told[trouble] = (now + pause, pause)
            return true
        }
    }
}
