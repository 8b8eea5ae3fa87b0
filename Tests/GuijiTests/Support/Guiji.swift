import Foundation

/// The built program, run as a process of its own.
struct Guiji: Sendable {
    struct Answer: Sendable, CustomStringConvertible {
        var status: Int32
        var output: Data
        var error: String

        var text: String { String(decoding: output, as: UTF8.self) }
        var description: String { "exit \(status)\n\(text.prefix(600))\n\(error.prefix(600))" }

        /// The output as a JSON object.
        func object() throws -> [String: Any] {
            try JSONSerialization.jsonObject(with: output) as? [String: Any] ?? [:]
        }
    }

    static let project = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path()

    /// Beside the tests' own program in the build folder.
    static let executable: URL = {
        let tests =
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
        return URL(filePath: tests).deletingLastPathComponent().appending(path: "guiji")
    }()

    /// Where it is run.
    let directory: String

    func callAsFunction(_ arguments: String...) throws -> Answer { try run(arguments) }

    /// - Parameters:
    ///   - temporary: the program's folder for temporary files, in place of the tests' own.
    ///   - path: where it looks for other programs, in place of the tests' own.
    ///   - environment: further variables.
    func run(
        _ arguments: [String], temporary: String? = nil, path: String? = nil, environment: [String: String] = [:]
    ) throws -> Answer {
        // Files rather than pipes: nobody has to read while it runs.
        let place = "\(NSTemporaryDirectory())guiji-answer-\(UUID().uuidString)"
        let paths = ["\(place).out", "\(place).err"]
        defer { for path in paths { try? FileManager.default.removeItem(atPath: path) } }
        let process = Process()
        process.executableURL = Self.executable
        process.arguments = arguments
        process.currentDirectoryURL = URL(filePath: directory)
        let changed = ["TMPDIR": temporary, "PATH": path].compactMapValues { $0 }.merging(environment) { $1 }
        if !changed.isEmpty { process.environment = ProcessInfo.processInfo.environment.merging(changed) { $1 } }
        let handles = try paths.map { path in
            _ = FileManager.default.createFile(atPath: path, contents: nil)
            return try FileHandle(forWritingTo: URL(filePath: path))
        }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = handles[0]
        process.standardError = handles[1]
        try process.run()
        process.waitUntilExit()
        for handle in handles { try handle.close() }
        return Answer(
            status: process.terminationStatus, output: try Data(contentsOf: URL(filePath: paths[0])),
            error: String(decoding: try Data(contentsOf: URL(filePath: paths[1])), as: UTF8.self))
    }
}
