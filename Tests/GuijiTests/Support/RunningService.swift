import Foundation

/// `guiji serve` as a process of its own, which ends with the value.
final class RunningService {
    private let process = Process()
    private let folder: TestFolder

    /// Starts it on the instance `demo`.
    init(_ folder: TestFolder, log: String = "service.log") throws {
        self.folder = folder
        process.executableURL = Guiji.executable
        process.arguments = ["serve", "-C", "demo", "--json-log"]
        process.currentDirectoryURL = URL(filePath: folder.path)
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        let path = "\(folder.path)/\(log)"
        if !FileManager.default.fileExists(atPath: path) {
            _ = FileManager.default.createFile(atPath: path, contents: nil)
        }
        let handle = try FileHandle(forWritingTo: URL(filePath: path))
        _ = try handle.seekToEnd()
        process.standardError = handle
        try process.run()
    }

    deinit { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }

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
