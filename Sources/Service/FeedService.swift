import Channels
import Foundation
import GuijiConfiguration
import Logging
import Metrics
import Model
import Pipeline
import ServiceLifecycle
import Synchronization

/// Pulls each feed at its times, in a task of its own: one that fails or hangs costs no other.
struct FeedService: Service {
    let engine: Engine
    let spool: Spool
    let log: Logger

    /// What was read last, also while a run is at work.
    private var configuration: Configuration { engine.configuration.withLock { $0 } }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled { await watch(configuration) }
        }
    }

    /// Until the feeds are configured otherwise.
    private func watch(_ configuration: Configuration) async {
        await withTaskGroup { group in
            for feed in configuration.settings.feeds {
                group.addTask { await watch(feed, configuration.catalogue.calendar) }
            }
            while !Task.isCancelled, self.configuration.settings.feeds == configuration.settings.feeds {
                try? await Task.sleep(for: .seconds(1))
            }
            group.cancelAll()
        }
    }

    private var now: Int { Int(Date().timeIntervalSince1970) }

    private func watch(_ feed: FeedDefinition, _ calendar: WorkingCalendar) async {
        var log = log
        log[metadataKey: "feed"] = "\(feed.name)"
        let runner = feed.runner(into: spool)
        var since = now
        var failures = 0
        // A start takes what a stop left at once, whenever the feed is due.
        var isRecovered = false
        while !Task.isCancelled {
            do {
                if !isRecovered {
                    try await runner.recover()
                    isRecovered = true
                }
                let now = now
                // The clock may have been set back.
                since = min(since, now)
                guard let due = try feed.due(runner.folder.state(), since: since, now: now, calendar: calendar),
                    due <= now
                else {
                    try? await Task.sleep(for: .seconds(0.5))
                    continue
                }
                let summary = try await runner.pull()
                failures = 0
                log.info("feed pulled", metadata: ["pages": "\(summary.pages)", "bytes": "\(summary.bytes)"])
                for notice in summary.notices { log.notice("feed", metadata: ["notice": "\(notice)"]) }
            } catch {
                if Task.isCancelled { return }
                failures += 1
                Counter(label: "guiji.feed.failures", dimensions: [("feed", feed.name)]).increment()
                // The feed's state says when it is tried again, if it could be written.
                let pause = FeedBackOff.pause(failures: failures, asked: nil, chance: .random(in: 0...1))
                log.error("feed failed", metadata: ["error": "\(error)", "failures": "\(failures)"])
                try? await Task.sleep(for: .seconds(pause))
            }
        }
    }
}
