import Foundation
import Model

/// What stands in a department's folder, as one look shows it.
package struct InboxEntry: Sendable, Equatable {
    package enum Kind: String, Sendable {
        case file, folder, link
        /// Pipes, sockets, devices.
        case other
    }

    /// The folder's name: the department.
    package var department: String
    package var name: String
    package var kind: Kind
    /// Bytes.
    package var size: Int
    /// Time of the last change in nanoseconds since 1970.
    package var changed: Int
    package var inode: UInt64

    package init(department: String, name: String, kind: Kind = .file, size: Int, changed: Int, inode: UInt64) {
        self.department = department
        self.name = name
        self.kind = kind
        self.size = size
        self.changed = changed
        self.inode = inode
    }

    package var place: InboxPlace { InboxPlace(department: department, name: name) }
}

/// Where a file stands in the inbox.
package struct InboxPlace: Hashable, Sendable, Comparable {
    package var department: String
    package var name: String

    package init(department: String, name: String) {
        self.department = department
        self.name = name
    }

    package static func < (left: InboxPlace, right: InboxPlace) -> Bool {
        (left.department, left.name) < (right.department, right.name)
    }
}

extension InboxEntry {
    /// Looks at all departments' folders; nothing is followed or opened. What is gone meanwhile is left out.
    /// - Throws: ``SystemError`` where a folder is there and cannot be read: what waits in it must not pass for nothing.
    package static func all(in inbox: String) throws -> [InboxEntry] {
        try folders(of: inbox).flatMap { try all(in: inbox, of: $0) }
    }

    /// The same for one department's folder.
    static func all(in inbox: String, of department: String) throws -> [InboxEntry] {
        try names(in: "\(inbox)/\(department)").compactMap {
            InboxEntry(inbox: inbox, department: department, name: $0)
        }
    }

    /// The departments' folders, in order.
    package static func folders(of inbox: String) throws -> [String] {
        try names(in: inbox).filter { !$0.hasPrefix(".") && status("\(inbox)/\($0)").map(kind) == .folder }
    }

    /// nil where nothing stands there.
    package init?(inbox: String, department: String, name: String) {
        guard let status = InboxEntry.status("\(inbox)/\(department)/\(name)") else { return nil }
        self.init(
            department: department, name: name, kind: InboxEntry.kind(status), size: Int(status.st_size),
            changed: status.st_mtim.tv_sec * 1_000_000_000 + status.st_mtim.tv_nsec, inode: UInt64(status.st_ino))
    }

    /// Names of what stands in a folder, in order; none where there is no such folder.
    package static func names(in folder: String) throws -> [String] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        } catch {
            // Gone since it was listed.
            guard status(folder) != nil else { return [] }
            throw SystemError.file("读取", "read", folder)
        }
    }

    private static func status(_ path: String) -> stat? {
        var status = stat()
        return lstat(path, &status) == 0 ? status : nil
    }

    private static func kind(_ status: stat) -> Kind {
        switch status.st_mode & S_IFMT {
        case S_IFREG: .file
        case S_IFDIR: .folder
        case S_IFLNK: .link
        default: .other
        }
    }
}
