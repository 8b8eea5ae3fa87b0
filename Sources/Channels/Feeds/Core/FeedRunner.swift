import Foundation
import Model

/// Pulls one feed, and keeps what came of it in the feed's state.
package struct FeedRunner: Sendable {
    private let source: FeedSource
    private let department: String
    private let items: [String]?
    private let spool: Spool
    private let time: @Sendable () -> Int
    package let folder: FeedFolder

    /// What came of a pull.
    package struct Summary: Sendable, Equatable {
        package var pages: Int
        package var bytes: Int
        package var notices: [String]
    }

    /// - Parameters:
    ///   - items: the only items that it may deliver; nil for any.
    ///   - time: seconds since 1970.
    package init(
        _ source: FeedSource, department: String, items: [String]?, spool: Spool,
        time: @escaping @Sendable () -> Int = { Int(Date().timeIntervalSince1970) }
    ) {
        self.source = source
        self.department = department
        self.items = items
        self.spool = spool
        self.time = time
        folder = FeedFolder(claimed: spool.path, feed: source.name)
    }

    /// Pulls once; what a stop left is finished first.
    /// - Throws: why it stopped; pages before that are taken.
    package func pull() async throws -> Summary {
        try await run(.spool(spool, department: department, items: items, time: time))
    }

    /// Fetches the first pages into files, and leaves everything as it was.
    package func look(to path: String) async throws -> Summary { try await run(.look(path)) }

    /// Finishes what a stop left between two steps, and pulls nothing.
    package func recover() async throws {
        guard FileManager.default.fileExists(atPath: folder.path) else { return }
        try removeStrays()
        let state = try folder.state()
        guard !state.pending.isEmpty || state.unfinished != nil else { return }
        _ = try await run(.spool(spool, department: department, items: items, time: time), pulls: false)
    }

    private func removeStrays() throws {
        // Whoever has the feed is at work on them.
        guard let lock = try folder.lock() else { return }
        defer { lock.release() }
        if try folder.state().pending.isEmpty { try folder.removeStrays() }
    }

    private func run(_ target: FeedPull.Target, pulls: Bool = true) async throws -> Summary {
        try folder.prepare()
        guard let lock = try folder.lock() else {
            throw FeedFailure(
                chinese: "数据源 \(source.name) 正由另一进程拉取。",
                english: "The feed \(source.name) is being pulled by another process.")
        }
        defer { lock.release() }
        var state = try folder.state()
        let feed = try source.feed()
        if state.type.isEmpty { state.type = source.type }
        let pull = FeedPull(source, feed, folder: folder, state: state, target: target)
        let isLook = if case .look = target { true } else { false }
        do {
            try await pull.recover()
            guard pulls else { return Summary(pages: 0, bytes: 0, notices: []) }
            if pull.state.type != source.type {
                // Another kind's cursor means nothing to this one.
                pull.state.type = source.type
                pull.state.cursor = nil
            }
            pull.state.started = time()
            do { try await feed.pull(pull) } catch is FeedPull.Enough {}
        } catch {
            if !isLook, !(error is CancellationError), !Task.isCancelled { try note(error, pull) }
            throw error
        }
        if !isLook {
            pull.state.succeeded = time()
            (pull.state.pages, pull.state.bytes) = (pull.pages, pull.bytes)
            (pull.state.failures, pull.state.failed, pull.state.retry, pull.state.error) = (0, nil, nil, nil)
            try folder.write(pull.state)
        }
        return Summary(pages: pull.pages, bytes: pull.bytes, notices: pull.notices)
    }

    private func note(_ error: any Error, _ pull: FeedPull) throws {
        pull.state.failures += 1
        pull.state.failed = time()
        pull.state.error = "\(error)"
        let asked = (error as? FeedFailure)?.retryAfter
        let pause = FeedBackOff.pause(failures: pull.state.failures, asked: asked, chance: .random(in: 0...1))
        pull.state.retry = time() + Int(pause.rounded(.up))
        // What cannot be kept is told by the error itself.
        try? folder.write(pull.state)
    }
}

/// How long a feed that failed is left alone.
package enum FeedBackOff {
    /// The longest pause that it takes by itself, in seconds.
    package static let longest = 900.0
    /// The longest one that a source may ask for.
    package static let longestAsked = 86_400.0

    /// Doubles from 2 seconds with each failure, less up to a half of it by chance, so that many feeds do not come back at once; never
    /// less than the source asks for.
    /// - Parameter chance: 0 to 1.
    package static func pause(failures: Int, asked: Double?, chance: Double) -> Double {
        let whole = min(longest, Double(1 << min(max(failures, 1), 20)))
        return max(whole * (1 - chance / 2), min(asked ?? 0, longestAsked))
    }
}
