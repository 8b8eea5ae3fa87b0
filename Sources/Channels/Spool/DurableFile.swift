package import Foundation
import Glibc
import Model

/// Files that survive a loss of power from the moment a call returns.
package enum DurableFile {
    /// Writes a small file as a whole: there it is complete or not at all.
    package static func write(_ data: Data, to path: String) throws {
        let part = path + ".part"
        guard FileManager.default.createFile(atPath: part, contents: data) else {
            throw SystemError.file("写入", "write", path)
        }
        try sync(part)
        try move(part, to: path)
    }

    /// Renames, and has the folder that it then stands in remember it.
    package static func move(_ source: String, to target: String) throws {
        guard rename(source, target) == 0 else { throw SystemError.file("移动", "move", source) }
        try sync((target as NSString).deletingLastPathComponent)
    }

    /// Brings what a file or folder holds to the disk.
    package static func sync(_ path: String) throws {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SystemError.file("打开", "open", path) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw SystemError.file("写入", "write", path) }
    }
}
