import Foundation
import Glibc
import Model

/// Where the feeds keep their states and incoming pages: `.feeds` beside the claimed files, for its owner only.
package struct FeedFolder: Sendable {
    package let path: String
    private let name: String

    /// - Parameter claimed: the spool's folder; pages get there by a rename.
    package init(claimed: String, feed name: String) {
        path = "\(claimed)/.feeds"
        self.name = name
    }

    var incoming: String { "\(path)/\(name).incoming" }
    /// Where a program's standard error goes.
    var errors: String { "\(path)/\(name).stderr" }
    /// A small file for a program.
    func file(_ ending: String) -> String { "\(path)/\(name).\(ending)" }

    private var statePath: String { file("json") }

    func prepare() throws {
        for folder in [path, incoming] {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        }
    }

    /// The state as a start finds it; a new one where there is none.
    /// - Throws: where there is one that cannot be read: starting anew would fetch everything again.
    package func state() throws -> FeedState {
        guard FileManager.default.fileExists(atPath: statePath) else { return FeedState() }
        guard let data = FileManager.default.contents(atPath: statePath),
            let state = try? JSONDecoder().decode(FeedState.self, from: data)
        else {
            throw SystemError(
                chinese: "无法读取数据源状态 \(statePath)；请检查权限，或删除它从头拉取。",
                english:
                    "Cannot read the feed's state \(statePath). Check permissions, or remove it to pull from the beginning."
            )
        }
        return state
    }

    func write(_ state: FeedState) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        try DurableFile.write(try encoder.encode(state), to: statePath)
    }

    /// Removes what a stop left behind: pages that belong to no cursor, a state that was not written to its end.
    func removeStrays() throws {
        DurableFile.discardPart(of: statePath)
        for name in try InboxEntry.names(in: incoming) { unlink("\(incoming)/\(name)") }
    }

    /// Keeps other processes away from the feed as long as it lives.
    /// - Returns: nil where one has it.
    func lock() throws -> FileLock? { try FileLock.take(file("lock"), mode: 0o600) }
}
