import Foundation
import Model

/// Keeps a second service away from an instance, for as long as it lives.
final class ServiceLock: Sendable {
    private let descriptor: Int32

    /// - Parameter ledger: the instance's ledger, beside which the lock lies.
    init(besides ledger: String) throws {
        let path = "\(ledger).service.lock"
        let folder = (path as NSString).deletingLastPathComponent
        if !folder.isEmpty {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        }
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o640)
        guard descriptor >= 0 else { throw SystemError.file("创建", "create", path) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw SystemError(
                chinese: "该实例已有服务在运行（\(path)）；请先停止它。",
                english: "A service is running on this instance already (\(path)); stop it first.")
        }
    }

    deinit { close(descriptor) }
}
