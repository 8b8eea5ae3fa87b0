package import Foundation
import Glibc
import Model

/// Files that survive a loss of power from the moment a call returns.
package enum DurableFile {
    /// Writes a small file as a whole: there it is complete or not at all.
    /// - Parameter isSynced: false where it need not survive a loss of power, only an end of the program.
    package static func write(_ data: Data, to path: String, isSynced: Bool = true) throws {
        let part = path + ".part"
        let descriptor = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o640)
        guard descriptor >= 0 else { throw SystemError.file("创建", "create", path) }
        do {
            defer { close(descriptor) }
            let written = data.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard written == data.count, !isSynced || fsync(descriptor) == 0 else {
                throw SystemError.file("写入", "write", path)
            }
        }
        guard rename(part, path) == 0 else { throw SystemError.file("移动", "move", part) }
        if isSynced { try sync((path as NSString).deletingLastPathComponent) }
    }

    /// Brings what a file or folder holds to the disk.
    package static func sync(_ path: String) throws {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SystemError.file("打开", "open", path) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw SystemError.file("写入", "write", path) }
    }
}
