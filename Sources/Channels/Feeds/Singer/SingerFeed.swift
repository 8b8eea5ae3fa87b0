import Foundation
import Glibc
package import Model

/// A tap: a program that writes messages of the Singer specification (https://hub.meltano.com/singer/spec).
///
/// A stream's records become NDJSON of one item. What is kept is the last STATE before which all records were taken.
package struct SingerFeed: Feed {
    package static let kind = FeedKind(
        type: "singer",
        keys: [
            FeedKey("command", .texts, isRequired: true), FeedKey("directory", .path), FeedKey("env", .variables),
            FeedKey("config", .path), FeedKey("catalog", .path, excludes: ["properties"]), FeedKey("properties", .path),
            FeedKey("streams", .items, isRequired: true),
        ])

    private let source: FeedSource

    package init(_ source: FeedSource) { self.source = source }

    package func pull(_ pull: FeedPull) async throws {
        let options = source.options
        var arguments = options.texts("command") ?? []
        for name in ["config", "catalog", "properties"] {
            if let path = options.text(name) { arguments += ["--\(name)", absolutePath(path)] }
        }
        let stateFile = try pull.file("singer-state")
        defer { unlink(stateFile) }
        if let state = pull.cursor {
            guard
                FileManager.default.createFile(
                    atPath: stateFile, contents: Data(state.utf8), attributes: [.posixPermissions: 0o600])
            else { throw SystemError.file("写入", "write", stateFile) }
            arguments += ["--state", absolutePath(stateFile)]
        }
        let intake = SingerIntake(
            pull, items: options.names("streams"), splitBytes: min(source.pageBytes / 2, 64 << 20),
            lineBytes: source.pageBytes)
        let plan = ChildProgram.Plan(
            arguments: arguments, directory: options.text("directory") ?? source.folder,
            environment: try options.variables("env"), errorFile: pull.errorFile, timeout: source.timeout)
        try await ChildProgram(plan).run { try intake.read($0) }
        try intake.finish()
    }
}

/// A path that means the same in every folder.
func absolutePath(_ path: String) -> String {
    path.hasPrefix("/") ? path : "\(FileManager.default.currentDirectoryPath)/\(path)"
}
