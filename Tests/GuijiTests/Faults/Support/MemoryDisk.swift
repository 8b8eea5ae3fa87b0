import Foundation

/// A small file system in memory, which ends with the value.
final class MemoryDisk {
    private let path: String

    init(at path: String, megabytes: Int) throws {
        self.path = path
        guard MemoryDisk.call("mount", "-t", "tmpfs", "-o", "size=\(megabytes)m", "tmpfs", path) else {
            throw CocoaError(.fileWriteNoPermission)
        }
    }

    // Whatever still uses it keeps it for itself.
    deinit { _ = MemoryDisk.call("umount", "-l", path) }

    /// Whether this user may mount one.
    static let isPossible: Bool = {
        guard geteuid() == 0, let folder = try? TestFolder() else { return false }
        return (try? MemoryDisk(at: folder.path, megabytes: 1)) != nil
    }()

    private static func call(_ arguments: String...) -> Bool {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = arguments
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }
}
