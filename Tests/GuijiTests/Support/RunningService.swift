import Foundation

/// `guiji serve` as a process of its own, which ends with the value.
final class RunningService {
    private let process = Process()
    /// Stays until the process has ended.
    private let folder: TestFolder
    private let logPath: String
    /// Where in the log file this start begins.
    private let logStart: UInt64

    /// Starts it on the instance `demo`.
    /// - Parameters:
    ///   - environment: variables besides the tests' own.
    ///   - launcher: the program that starts it and its arguments, where it is not started directly.
    init(
        _ folder: TestFolder, log: String = "service.log", environment: [String: String] = [:], launcher: [String] = []
    ) throws {
        self.folder = folder
        let command = launcher + [Guiji.executable.path, "serve", "-C", "demo", "--json-log"]
        process.executableURL = URL(filePath: command[0])
        if !environment.isEmpty {
            process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        }
        process.arguments = Array(command.dropFirst())
        process.currentDirectoryURL = URL(filePath: folder.path)
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        logPath = "\(folder.path)/\(log)"
        if !FileManager.default.fileExists(atPath: logPath) {
            _ = FileManager.default.createFile(atPath: logPath, contents: nil)
        }
        let handle = try FileHandle(forWritingTo: URL(filePath: logPath))
        logStart = try handle.seekToEnd()
        process.standardError = handle
        try process.run()
    }

    deinit {
        guard process.isRunning else { return }
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    var isRunning: Bool { process.isRunning }

    var processIdentifier: Int32 { process.processIdentifier }

    /// What it has logged since this start.
    var log: String {
        guard let handle = FileHandle(forReadingAtPath: logPath) else { return "" }
        defer { try? handle.close() }
        try? handle.seek(toOffset: logStart)
        return String(decoding: (try? handle.readToEnd()) ?? Data(), as: UTF8.self)
    }

    /// The port of its interface; nil while it does not listen.
    var port: Int? { log.firstMatch(of: /"address":"[^"]*:(\d+)"/).flatMap { Int($0.1) } }

    func signal(_ number: Int32) { kill(process.processIdentifier, number) }

    /// Ends it and gives its status.
    func stop(_ number: Int32 = SIGTERM) -> Int32 {
        signal(number)
        return status()
    }

    func status() -> Int32 {
        process.waitUntilExit()
        return process.terminationStatus
    }

    /// Waits until something is so; false when it has not come about in time.
    static func wait(seconds: Double = 60, until isSo: () -> Bool) -> Bool {
        for _ in 0..<Int(seconds * 20) {
            if isSo() { return true }
            usleep(50_000)
        }
        return isSo()
    }
}
