import GRDBSQLite

/// SQLite refused something: in which file, what was asked, what it answered, and what whoever looks after the instance can do.
package struct StorageError: Error, CustomStringConvertible {
    /// https://www.sqlite.org/rescode.html
    package let code: Int32
    package let message: String
    package let sql: String
    /// Of the store; empty where it is not known.
    package let path: String
    /// Whether a replay of the archive makes the file anew.
    package let isReplayed: Bool

    package init(code: Int32, message: String, sql: String, path: String = "", isReplayed: Bool = true) {
        (self.code, self.message, self.sql, self.path) = (code, message, sql, path)
        self.isReplayed = isReplayed
    }

    init(_ connection: OpaquePointer, _ code: Int32, _ sql: String) {
        let path = sqlite3_db_filename(connection, "main").map { String(cString: $0) } ?? ""
        self.init(code: code, message: String(cString: sqlite3_errmsg(connection)), sql: sql, path: path)
    }

    package var description: String {
        let what = "SQLite \(code): \(message) [\(path.isEmpty ? sql : "\(path): \(sql)")]"
        return remedy.map { "\(what)\n\($0.chinese)\n\($0.english)" } ?? what
    }

    /// What to do.
    private var remedy: (chinese: String, english: String)? {
        // The lower eight bits are the primary code.
        switch code & 0xFF {
        case SQLITE_CORRUPT where !isReplayed, SQLITE_NOTADB where !isReplayed:
            (
                "文件已损坏，没有写入任何内容。归档中没有它的内容：请停止服务，移走该文件连同它的 -wal、-shm，放回备份再启动；备份之后受理而还没有处理的填报和小文件要请发送方重报。没有备份就不放回，并重新发放令牌（guiji token add）。",
                "The file is damaged; nothing was written. The archive does not hold what was in it: stop the service, move the file away together with its -wal and -shm, restore a backup and start again; forms and small files that were accepted since and are not taken in yet have to be sent again. Without a backup give new tokens (guiji token add)."
            )
        case SQLITE_CORRUPT, SQLITE_NOTADB:
            (
                "文件已损坏，没有写入任何内容。请停止服务，用 guiji replay --to 新文件夹 由归档重建台账与公示库，一起放回原处再启动（guiji doctor 说明坏的是哪个）。",
                "The file is damaged; nothing was written. Stop the service, rebuild ledger and disclosure store from the archive with guiji replay --to a new folder, put both into their places and start again; guiji doctor tells which is damaged."
            )
        case SQLITE_FULL:
            (
                "磁盘已满。请腾出空间；没有写入任何内容，之后自动再试。",
                "The disk is full. Make room; nothing was written, and it is tried again."
            )
        case SQLITE_IOERR:
            (
                "读写磁盘出错。请检查磁盘与系统日志；没有写入任何内容，之后自动再试。",
                "Reading or writing the disk failed. See to the disk and the system's log; nothing was written, and it is tried again."
            )
        case SQLITE_BUSY, SQLITE_LOCKED:
            (
                "另一个程序占用着该文件。请结束它（fuser、lsof 可查）；之后自动再试。",
                "Another program has the file locked. End it (fuser or lsof tell which); it is tried again."
            )
        case SQLITE_READONLY, SQLITE_CANTOPEN, SQLITE_PERM:
            (
                "文件或其文件夹不能写。请检查权限、挂载和磁盘空间；之后自动再试。",
                "The file or its folder cannot be written. Check permissions, mounts and disk space; it is tried again."
            )
        default: nil
        }
    }
}
