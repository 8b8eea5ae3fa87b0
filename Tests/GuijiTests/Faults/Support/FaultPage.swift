import Foundation

/// The page that the shim in the program reads and writes (Shim/faults.c), and the shim itself, compiled when it is first asked for.
final class FaultPage {
    enum Number: Int {
        /// Durable steps of the process that started last.
        case steps
        case matched, killAt, killAfter, error, errorCalls
        /// Calls that gave an error.
        case refused
        /// Seconds that the wall clock is off.
        case clock
    }

    enum Text: Int { case killStep, errorPath, trace }

    /// Which calls fail.
    struct Calls: OptionSet {
        let rawValue: Int
        static let writes = Calls(rawValue: 1)
        static let syncs = Calls(rawValue: 2)
        static let opens = Calls(rawValue: 4)
    }

    private static let textBytes = 256
    let path: String
    private let descriptor: Int32

    init(in folder: TestFolder) throws {
        path = try folder.write([UInt8](repeating: 0, count: 8 * 8 + 3 * FaultPage.textBytes), to: "faults.page")
        descriptor = open(path, O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else { throw CocoaError(.fileReadUnknown) }
    }

    deinit { close(descriptor) }

    subscript(number: Number) -> Int {
        get {
            var value: Int64 = 0
            pread(descriptor, &value, 8, off_t(number.rawValue * 8))
            return Int(value)
        }
        set {
            var value = Int64(newValue)
            pwrite(descriptor, &value, 8, off_t(number.rawValue * 8))
        }
    }

    func set(_ text: Text, _ value: String) {
        var bytes = Array(value.utf8.prefix(FaultPage.textBytes - 1))
        bytes += [UInt8](repeating: 0, count: FaultPage.textBytes - bytes.count)
        pwrite(descriptor, bytes, bytes.count, off_t(8 * 8 + text.rawValue * FaultPage.textBytes))
    }

    /// From now on these calls fail with this error, on paths that have `path` in them.
    func fail(_ calls: Calls, with error: Int32, on path: String = "") {
        set(.errorPath, path)
        self[.errorCalls] = calls.rawValue
        self[.error] = Int(error)
    }

    func heal() { self[.error] = 0 }

    /// The variables with which the program is under this page.
    func environment() throws -> [String: String] {
        ["LD_PRELOAD": try FaultPage.shim.get(), "GUIJI_FAULT_PAGE": path]
    }

    private nonisolated(unsafe) static var shimPath = ""

    private static let shim = Result { () throws -> String in
        shimPath = "\(NSTemporaryDirectory())guiji-faults-\(UUID().uuidString).so"
        let source = "\(Guiji.project)/Tests/GuijiTests/Faults/Shim/faults.c"
        // Swift's own compiler of C.
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["clang", "-shared", "-fPIC", "-O1", "-Wall", "-Werror", "-o", shimPath, source, "-ldl"]
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw CocoaError(.executableLoad) }
        atexit { unlink(FaultPage.shimPath) }
        return shimPath
    }
}
