package import Foundation
import Glibc

/// Files that survive a loss of power from the moment a call returns, and that a kill leaves whole or not at all.
package enum DurableFile {
    /// What of a file survives a loss of power when its writing returns.
    package enum Sync: Sendable {
        /// Nothing is sure to; an end of the program it survives.
        case nothing
        /// What is in it. The caller brings its folder to the disk, with other files' names.
        case content
        case all
    }

    /// Writes a small file as a whole: there it is complete or not at all.
    ///
    /// What is written stands beside it as `<name>.part` until then; a kill leaves that behind, and the next write takes its place. Two who write one
    /// file at once, threads or programs, do so one after the other.
    package static func write(_ data: Data, to path: String, sync: Sync = .all) throws {
        let part = partPath(path)
        let descriptor = try openAlone(part)
        defer { close(descriptor) }
        do {
            try write(data, to: descriptor, of: part, isSynced: sync != .nothing)
            guard rename(part, path) == 0 else { throw SystemError.file("移动", "move", part) }
        } catch {
            // Where the disk is full this makes room.
            unlink(part)
            throw error
        }
        if sync == .all { try self.sync((path as NSString).deletingLastPathComponent) }
    }

    package static func write(_ text: String, to path: String, sync: Sync = .all) throws {
        try write(Data(text.utf8), to: path, sync: sync)
    }

    private static func partPath(_ path: String) -> String { path + ".part" }

    /// Removes what a kill left of a write.
    package static func discardPart(of path: String) { unlink(partPath(path)) }

    /// Opens a file, empty, that nobody else has until the descriptor is closed.
    private static func openAlone(_ path: String) throws -> Int32 {
        while true {
            let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o666)
            guard descriptor >= 0 else { throw SystemError.file("创建", "create", path) }
            // A file system that knows no locks gives none; then it is as if there were one writer.
            while flock(descriptor, LOCK_EX) != 0, errno == EINTR {}
            var (own, named) = (stat(), stat())
            guard fstat(descriptor, &own) == 0 else {
                defer { close(descriptor) }
                throw SystemError.file("读取", "read", path)
            }
            // Whoever had it before has given it its name, or removed it.
            if stat(path, &named) == 0, named.st_ino == own.st_ino, named.st_dev == own.st_dev {
                if own.st_size == 0 || ftruncate(descriptor, 0) == 0 { return descriptor }
                defer { close(descriptor) }
                throw SystemError.file("写入", "write", path)
            }
            close(descriptor)
        }
    }

    private static func write(_ data: Data, to descriptor: Int32, of path: String, isSynced: Bool) throws {
        try data.withUnsafeBytes { bytes in
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = Glibc.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
                if count < 0, errno == EINTR { continue }
                guard count >= 0 else { throw SystemError.file("写入", "write", path) }
                rest = rest.dropFirst(count)
            }
        }
        guard !isSynced || fsync(descriptor) == 0 else { throw SystemError.file("写入", "write", path) }
    }

    /// Brings what a file or folder holds to the disk.
    package static func sync(_ path: String) throws {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SystemError.file("打开", "open", path) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw SystemError.file("写入", "write", path) }
    }
}
