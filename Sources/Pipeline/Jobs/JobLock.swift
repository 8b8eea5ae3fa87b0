import Foundation
import Model

/// Keeps the jobs of one instance from overlapping, also across processes: a file lock, which the system takes back from a process
/// that ends, however it ends.
struct JobLock {
    private let descriptor: Int32

    private init(_ descriptor: Int32) { self.descriptor = descriptor }

    func release() { close(descriptor) }

    /// - Parameter ledger: path of the instance's ledger; the lock is beside it.
    /// - Returns: nil where another process holds it.
    static func take(besides ledger: String) throws -> JobLock? {
        let path = path(besides: ledger)
        try FileManager.default.createDirectory(
            atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o640)
        guard descriptor >= 0 else { throw SystemError.file("创建", "create", path) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            return nil
        }
        return JobLock(descriptor)
    }

    /// Writes into the file which job holds it, for whoever is refused.
    func note(_ job: String) {
        let text = "\(job) (pid \(getpid()))"
        guard ftruncate(descriptor, 0) == 0 else { return }
        _ = text.withCString { pwrite(descriptor, $0, strlen($0), 0) }
    }

    /// What the holder wrote; empty where it has written nothing yet.
    static func holder(besides ledger: String) -> String {
        (try? String(contentsOfFile: path(besides: ledger), encoding: .utf8)) ?? ""
    }

    private static func path(besides ledger: String) -> String { ledger + ".jobs.lock" }
}
