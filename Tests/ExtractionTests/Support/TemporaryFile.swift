import Foundation

/// Runs `body` on a file with these bytes, which is gone afterwards.
func withFile<Result>(_ bytes: [UInt8], _ body: (String) throws -> Result) throws -> Result {
    let path = NSTemporaryDirectory() + "guiji-extraction-" + UUID().uuidString
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try body(path)
}

/// Runs `body` on a large file that `write` makes piece by piece.
func withLargeFile<Result>(_ write: ((String) -> Void) -> Void, _ body: (String) throws -> Result) throws -> Result {
    let path = NSTemporaryDirectory() + "guiji-extraction-" + UUID().uuidString
    _ = FileManager.default.createFile(atPath: path, contents: nil)
    defer { try? FileManager.default.removeItem(atPath: path) }
    let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    write { handle.write(Data($0.utf8)) }
    try handle.close()
    return try body(path)
}

/// The third-party data beside the project, or nil where it is absent.
enum SharedData {
    static let root: URL? = {
        let project = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
            .deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let folder = project.deletingLastPathComponent().appendingPathComponent("shared/data")
        return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
    }()

    static func has(_ path: String) -> Bool {
        root.map { FileManager.default.fileExists(atPath: $0.appendingPathComponent(path).path) } ?? false
    }

    static func path(_ path: String) -> String { root.map { $0.appendingPathComponent(path).path } ?? path }

    static func files(_ folder: String, _ ext: String) -> [String] {
        let names = try? FileManager.default.contentsOfDirectory(atPath: path(folder))
        return (names ?? []).filter { $0.hasSuffix("." + ext) }.sorted().map { path(folder) + "/" + $0 }
    }
}
