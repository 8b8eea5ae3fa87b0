import CLinux
import Foundation
import Glibc
import Model

/// A file's name that is no UTF-8, as programs of Windows leave them by FTP (GB 18030). No text can hold it; the file gets its name in UTF-8 where
/// it stands and is then taken like any other.
package struct ForeignName {
    /// As the file system has it.
    private var bytes: [UInt8]
    /// The same in UTF-8.
    package var readable: String
    /// Time of the last change, seconds since 1970.
    package var changed: Int

    /// Those in a folder, in order; none where it cannot be read: whoever looks for names tells that.
    package static func all(in folder: String) -> [ForeignName] {
        guard let directory = opendir(folder) else { return [] }
        defer { closedir(directory) }
        var found: [ForeignName] = []
        while let entry = readdir(directory) {
            let bytes = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
            guard String(validating: bytes, as: UTF8.self) == nil else { continue }
            var status = stat()
            guard path(folder, bytes).withUnsafeBufferPointer({ lstat($0.baseAddress!, &status) }) == 0 else {
                continue
            }
            found.append(ForeignName(bytes: bytes, readable: readable(bytes), changed: status.st_mtim.tv_sec))
        }
        return found.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
    }

    /// Gives the files of a folder readable names, where nobody is writing to them. Where one of that name waits, they wait for it to be taken.
    /// - Parameters:
    ///   - quiet: seconds for which a file has not changed.
    ///   - now: seconds since 1970.
    static func mend(in folder: String, quiet: Double, now: Int) throws {
        // A program that gives its file the final name when it is complete must find it under the temporary one.
        for name in all(in: folder) where !InboxRules.isTemporary(name.readable) {
            guard Double(abs(now - name.changed)) >= quiet else { continue }
            try path(folder, name.bytes).withUnsafeBufferPointer { path in
                guard let path = path.baseAddress, FileReadiness(of: path) != .beingWritten,
                    !rename(path, "\(folder)/\(name.readable)"), ![ENOENT, EEXIST].contains(errno)
                else { return }
                throw SystemError.file("改名", "rename", "\(folder)/\(name.readable)")
            }
        }
    }

    /// Where the file system cannot promise that no other file is lost, it looks first. `errno` says why it did not.
    private static func rename(_ path: UnsafePointer<CChar>, _ target: String) -> Bool {
        if rename_to_free_name(path, target) == 0 { return true }
        guard [EINVAL, ENOSYS].contains(errno) else { return false }
        guard access(target, F_OK) != 0 else {
            errno = EEXIST
            return false
        }
        return Glibc.rename(path, target) == 0
    }

    private static func path(_ folder: String, _ name: [UInt8]) -> [CChar] {
        (Array(folder.utf8) + [UInt8(ascii: "/")] + name + [0]).map { CChar(bitPattern: $0) }
    }

    private static let gb18030 = String.Encoding(rawValue: 0x8000_0632)
    /// Bytes of a name: three of UTF-8 may stand for two.
    private static let most = 200

    private static func readable(_ bytes: [UInt8]) -> String {
        FileName.shortened(String(data: Data(bytes), encoding: gb18030) ?? escaped(bytes), to: most)
    }

    /// A name in no encoding that is known: its bytes beyond ASCII as in an address.
    private static func escaped(_ bytes: [UInt8]) -> String {
        bytes.map { $0 < 0x80 ? String(UnicodeScalar($0)) : "%" + String($0, radix: 16, uppercase: true) }.joined()
    }
}
