#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Something outside the data is broken: disk, store, configuration. Says what, where and how to mend it; exit status 1.
package struct SystemError: Error, Sendable, CustomStringConvertible {
    package var chinese: String
    package var english: String

    package init(chinese: String, english: String) {
        self.chinese = chinese
        self.english = english
    }

    package var description: String { "\(chinese)\n\(english)" }

    /// A file operation that failed, with the system's reason (`errno`).
    package static func file(_ chinese: String, _ english: String, _ path: String) -> SystemError {
        let reason = String(cString: strerror(errno))
        return SystemError(
            chinese: "无法\(chinese) \(path)：\(reason)。请检查路径、权限和磁盘空间。",
            english: "Cannot \(english) \(path): \(reason). Check the path, permissions and disk space.")
    }
}
