import GRDBSQLite

/// A connection of its own for one bulk writer. GRDB keeps its connections to itself (it watches their commits); a writer of millions of rows
/// opens another to the same file.
package final class Connection {
    package let handle: OpaquePointer

    /// - Parameter pragmas: executed in order, such as `cache_size = -8192`.
    package init(path: String, pragmas: [String]) throws {
        var opened: OpaquePointer?
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX
        let status = sqlite3_open_v2(path, &opened, flags, nil)
        guard status == SQLITE_OK, let opened else {
            if let opened { sqlite3_close_v2(opened) }
            throw StorageError(code: status, message: "cannot open", sql: "", path: path)
        }
        handle = opened
        sqlite3_busy_timeout(opened, 10_000)
        for pragma in pragmas { try opened.execute("PRAGMA \(pragma)") }
    }

    /// Statements that are still prepared keep the connection open until they are gone.
    deinit { sqlite3_close_v2(handle) }
}
