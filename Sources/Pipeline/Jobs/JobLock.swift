import Foundation
import Model

/// Keeps the jobs of one instance from overlapping, also across processes: a file lock, which the system takes back from a process
/// that ends, however it ends.
struct JobLock {
    private let lock: FileLock

    func release() { lock.release() }

    /// - Parameter ledger: path of the instance's ledger; the lock is beside it.
    /// - Returns: nil where another process holds it.
    static func take(besides ledger: String) throws -> JobLock? {
        let path = path(besides: ledger)
        try FileManager.default.createDirectory(
            atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        return try FileLock.take(path).map(JobLock.init)
    }

    /// Writes into the file which job holds it, for whoever is refused.
    func note(_ job: String) {
        try? "\(job) (pid \(getpid()))".write(toFile: lock.path, atomically: false, encoding: .utf8)
    }

    /// What the holder wrote; empty where it has written nothing yet.
    static func holder(besides ledger: String) -> String {
        (try? String(contentsOfFile: path(besides: ledger), encoding: .utf8)) ?? ""
    }

    private static func path(besides ledger: String) -> String { ledger + ".jobs.lock" }
}
