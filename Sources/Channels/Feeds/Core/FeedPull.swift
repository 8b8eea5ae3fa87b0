import Foundation
import Glibc
import Model

/// One pull of a feed: gives out pages to write, and makes what is written part of the instance together with the cursor behind it.
///
/// A page is first brought to the disk, then noted with its cursor, then handed to the spool, then struck off: killed at any instant, it is taken
/// exactly once. Belongs to one task.
package final class FeedPull {
    /// Where pages go.
    package enum Target {
        case spool(Spool, department: String, items: [String]?, time: @Sendable () -> Int)
        /// A look without consequences: the first pages become these files, and nothing is kept.
        case look(String)
    }

    /// Ends a look.
    struct Enough: Error {}

    private let source: FeedSource
    private let feed: any Feed
    private let folder: FeedFolder
    private let target: Target
    var state: FeedState
    private var next: Int
    package private(set) var pages = 0
    package private(set) var bytes = 0
    /// What whoever looks after the feed should know; no value of any row.
    package private(set) var notices: [String] = []

    init(
        _ source: FeedSource, _ feed: any Feed, folder: FeedFolder, state: FeedState, target: Target
    ) {
        self.source = source
        self.feed = feed
        self.folder = folder
        self.state = state
        self.target = target
        next = state.number
    }

    /// Where this pull goes on; nil at the beginning.
    package var cursor: String? { state.cursor }

    /// Where a program's standard error goes.
    package var errorFile: String { folder.errors }

    /// The path of a small private file for a program, which is empty or not there.
    package func file(_ ending: String) throws -> String {
        let path = folder.file(ending)
        guard unlink(path) == 0 || errno == ENOENT else { throw SystemError.file("删除", "remove", path) }
        return path
    }

    package func note(_ notice: String) { notices.append(notice) }

    /// A new page.
    /// - Parameters:
    ///   - ending: `csv`, `ndjson`, `xml`, `json`.
    ///   - part: what of the feed it is, where it has parts.
    ///   - items: the only items that it may hold, where the feed has parts.
    ///   - limit: most bytes, where that is not the feed's.
    package func page(ending: String, part: String? = nil, items: [String]? = nil, limit: Int? = nil) throws -> FeedPage
    {
        next += 1
        let digits = String(next)
        let number = String(repeating: "0", count: max(0, 6 - digits.count)) + digits
        let name = [source.name, part, number].compactMap(\.self).joined(separator: "-") + ".\(ending)"
        return try FeedPage(
            folder: folder.incoming, file: "\(number).\(ending)", name: name, items: items,
            limit: limit ?? source.pageBytes)
    }

    /// Takes pages in, together with the cursor behind them.
    /// - Parameter pages: none where only the cursor moves.
    package func commit(_ pages: [FeedPage], cursor: String?) throws {
        try commit(pages, cursor, unfinished: nil)
    }

    /// Takes pages in, and does at the source then what is left to do there.
    /// - Parameter unfinished: what ``Feed/finish(_:)`` gets.
    package func commit(_ pages: [FeedPage], cursor: String?, unfinished: String) async throws {
        try commit(pages, cursor, unfinished: unfinished)
        try await finish()
    }

    private func commit(_ pages: [FeedPage], _ cursor: String?, unfinished: String?) throws {
        for page in pages { try page.finish() }
        if !pages.isEmpty { try DurableFile.sync(folder.incoming) }
        switch target {
        case .look(let path):
            try look(pages, path)
            throw Enough()
        case .spool(let spool, let department, let items, let time):
            state.cursor = cursor
            state.unfinished = unfinished
            if !pages.isEmpty { state.number = next }
            state.pending = pages.map { FeedState.Page(file: $0.file, name: $0.name, items: $0.items ?? items) }
            try folder.write(state)
            self.pages += pages.count
            bytes += pages.reduce(0) { $0 + $1.count }
            try take(into: spool, department, time)
        }
    }

    /// Finishes what a stop left between two steps.
    func recover() async throws {
        guard case .spool(let spool, let department, _, let time) = target else { return }
        if !state.pending.isEmpty { try take(into: spool, department, time) }
        try folder.removeStrays()
        try await finish()
    }

    private func finish() async throws {
        guard let unfinished = state.unfinished else { return }
        // What another kind left to do means nothing to this one.
        if state.type == source.type { try await feed.finish(unfinished) }
        state.unfinished = nil
        try folder.write(state)
    }

    private func take(into spool: Spool, _ department: String, _ time: () -> Int) throws {
        for page in state.pending {
            // What is gone was taken before.
            _ = try spool.take(
                "\(folder.incoming)/\(page.file)", department: department, name: page.name, at: time(),
                note: DeliveryNote(channel: state.type, items: page.items))
        }
        guard !state.pending.isEmpty else { return }
        state.pending = []
        try folder.write(state)
    }

    private func look(_ pages: [FeedPage], _ path: String) throws {
        for (number, page) in pages.enumerated() {
            var place = path
            if number > 0 {
                let stem = (path as NSString).deletingPathExtension
                let ending = (path as NSString).pathExtension
                place = "\(stem)-\(number + 1)" + (ending.isEmpty ? "" : ".\(ending)")
            }
            try? FileManager.default.removeItem(atPath: place)
            do {
                try FileManager.default.moveItem(atPath: "\(folder.incoming)/\(page.file)", toPath: place)
            } catch { throw SystemError.file("写入", "write", place) }
            self.pages += 1
            bytes += page.count
        }
    }
}
