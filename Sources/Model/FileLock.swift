import Glibc
import Synchronization

/// A lock on a file, for as long as it lives: one has it alone, or several share it. The system takes it back from a program that ends, however it
/// ends.
package final class FileLock: Sendable {
    package enum Kind: Sendable {
        case alone, shared

        fileprivate var operation: Int32 { self == .alone ? LOCK_EX : LOCK_SH }
    }

    package let path: String
    private let descriptor: Mutex<Int32>

    /// - Parameters:
    ///   - path: is made where it lacks; its folder is there.
    ///   - mode: of a file that is made.
    /// - Returns: nil where somebody has it.
    package static func take(_ path: String, _ kind: Kind = .alone, mode: UInt32 = 0o640) throws -> FileLock? {
        try FileLock(path, kind.operation | LOCK_NB, mode)
    }

    /// Waits until whoever has it lets go.
    package static func wait(for path: String, _ kind: Kind = .alone, mode: UInt32 = 0o640) throws -> FileLock {
        while true {
            if let lock = try FileLock(path, kind.operation, mode) { return lock }
        }
    }

    private init?(_ path: String, _ operation: Int32, _ mode: UInt32) throws {
        self.path = path
        let opened = open(path, O_RDWR | O_CREAT | O_CLOEXEC, mode)
        descriptor = Mutex(opened)
        guard opened >= 0 else { throw SystemError.file("创建", "create", path) }
        guard flock(opened, operation) == 0 else {
            if errno == EWOULDBLOCK || errno == EINTR { return nil }
            throw SystemError.file("锁定", "lock", path)
        }
    }

    /// Lets go before it ends.
    package func release() {
        descriptor.withLock { descriptor in
            guard descriptor >= 0 else { return }
            // Closing alone would leave the lock to a program that is just being started and has a copy of the descriptor.
            flock(descriptor, LOCK_UN)
            close(descriptor)
            descriptor = -1
        }
    }

    deinit { release() }
}
