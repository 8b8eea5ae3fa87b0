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

    func read(_ name: String) throws -> String {
        try String(contentsOfFile: "\(path)/\(name)", encoding: .utf8)
    }

    func names(_ folder: String = "") -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: "\(path)/\(folder)")) ?? []).sorted()
    }

    func has(_ name: String) -> Bool { FileManager.default.fileExists(atPath: "\(path)/\(name)") }
}

/// An instance made by `guiji init`, and the program run in the folder beside it.
struct CommandFolder: Sendable {
    let folder: TestFolder
    let guiji: Guiji

    init() throws {
        folder = try TestFolder()
        guiji = Guiji(directory: folder.path)
    }

    /// The instance `demo` with the project's mappings.
    static func withInstance() throws -> CommandFolder {
        let made = try CommandFolder()
        let answer = try made.guiji("init", "demo", "--mappings", "\(Guiji.project)/Mappings")
        guard answer.status == 0 else { throw CocoaError(.fileWriteUnknown) }
        return made
    }

    /// A delivery of the sample month by `<department>/<file>`.
    static func sample(_ delivery: String) -> String { "\(Guiji.project)/Samples/\(delivery)" }

    /// Puts a delivery of the sample month into the instance's inbox.
    func deliver(_ delivery: String) throws {
        try folder.write(
            try Data(contentsOf: URL(filePath: Self.sample(delivery))), to: "demo/inbox/\(delivery)")
    }
}
