import Foundation

/// A temporary folder that is gone with the value.
final class TestFolder: Sendable {
    let path: String

    init() throws {
        path = "\(NSTemporaryDirectory())guiji-test-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Writes a file, folders and all, and gives its path.
    @discardableResult
    func write(_ bytes: some Sequence<UInt8>, to name: String) throws -> String {
        let file = "\(path)/\(name)"
        try FileManager.default.createDirectory(
            atPath: (file as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        try Data(bytes).write(to: URL(filePath: file))
        return file
    }

    @discardableResult
    func write(_ text: String, to name: String) throws -> String { try write(text.utf8, to: name) }

    /// A copy of a file under another name.
    func copy(_ source: String, to name: String) throws -> String {
        try write(try Data(contentsOf: URL(filePath: source)), to: name)
    }
}

/// Folders of fixtures that several suites read, removed when the process ends.
enum SharedFolders {
    nonisolated(unsafe) private static var folders: [TestFolder] = []
    private static let lock = NSLock()
    private static let cleaning: Void = { atexit { SharedFolders.removeAll() } }()

    static func make() throws -> TestFolder {
        cleaning
        let folder = try TestFolder()
        lock.withLock { folders.append(folder) }
        return folder
    }

    private static func removeAll() {
        for folder in folders { try? FileManager.default.removeItem(atPath: folder.path) }
    }
}
