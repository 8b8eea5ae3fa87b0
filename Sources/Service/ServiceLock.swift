import Foundation
import Model

/// Keeps a second service away from an instance.
enum ServiceLock {
    /// - Parameter ledger: the instance's, beside which the lock lies.
    /// - Throws: where a service runs.
    static func take(besides ledger: String) throws -> FileLock {
        if let lock = try takeUnlessHeld(besides: ledger) { return lock }
        throw SystemError(
            chinese: "该实例已有服务在运行（\(path(ledger))）；请先停止它。",
            english: "A service is running on this instance already (\(path(ledger))); stop it first.")
    }

    /// - Returns: nil where a service runs.
    static func takeUnlessHeld(besides ledger: String) throws -> FileLock? {
        let folder = (ledger as NSString).deletingLastPathComponent
        if !folder.isEmpty {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        }
        return try FileLock.take(path(ledger))
    }

    private static func path(_ ledger: String) -> String { "\(ledger).service.lock" }
}
