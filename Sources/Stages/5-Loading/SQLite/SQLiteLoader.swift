import Foundation
package import GRDB
package import Model

/// What may be shown, in a SQLite file of its own: typed tables, masked, nothing private; it can be copied and served alone (while a
/// service shares it, by `guiji export` or SQLite's own backup).
package final class SQLiteLoader: Loader {
    package static let type = "sqlite"

    package let queue: DatabaseQueue
    package let path: String
    static let pragmas = ["synchronous = FULL", "cache_size = -24576", "journal_size_limit = 67108864"]
    /// A first load writes each page once, and the store is one file that can be copied.
    static let oneFile = "journal_mode = TRUNCATE"
    let schemas: [ItemSchema]
    /// Number of stored cells of each item's records.
    let widths: [Int]

    /// Opens or creates the store with a table for each item.
    package init(location path: String, items: [LoadedItem]) throws {
        let schemas = items.map(ItemSchema.init)
        self.schemas = schemas
        widths = items.map(\.width)
        self.path = path
        var configuration = GRDB.Configuration()
        configuration.busyMode = .timeout(10)
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA page_size = 8192")
            try SQLiteLoader.keepInOneFile(db)
        }
        do {
            queue = try DatabaseQueue(path: path, configuration: configuration)
            try queue.write { db in
                try db.execute(sql: "CREATE TABLE IF NOT EXISTS applied (run INTEGER PRIMARY KEY)")
                try db.execute(
                    sql: "CREATE TABLE IF NOT EXISTS text (id INTEGER PRIMARY KEY, value TEXT NOT NULL UNIQUE)")
                try SQLiteLoader.forgetOtherColumns(db, schemas)
                for schema in schemas {
                    for statement in schema.statements { try db.execute(sql: statement) }
                }
            }
        } catch {
            throw SystemError(
                chinese: "无法打开公示库 \(path)：\(error)。请检查权限与磁盘空间；公示库可由台账与归档重建。",
                english:
                    "Cannot open the disclosure store \(path): \(error). Check permissions and disk space; it can be rebuilt from ledger and archive."
            )
        }
    }

    /// Where the catalogue shows other fields than the store was made for, the store begins anew: it then holds no run, and the next start
    /// rebuilds it from ledger and archive. What is no longer shown must not stay in it.
    private static func forgetOtherColumns(_ db: Database, _ schemas: [ItemSchema]) throws {
        let isOutdated = try schemas.contains { schema in
            let held = try Row.fetchAll(db, sql: "PRAGMA table_info(\(schema.dataTable))").map { row -> String in
                row["name"]
            }
            return !held.isEmpty && held != schema.columnNames
        }
        guard isOutdated else { return }
        for schema in schemas {
            for view in [schema.item.table, schema.item.title] {
                try db.execute(sql: "DROP VIEW IF EXISTS \(quoted(view))")
            }
            try db.execute(sql: "DROP TABLE IF EXISTS \(schema.dataTable)")
        }
        try db.execute(sql: "DELETE FROM text")
        try db.execute(sql: "DELETE FROM applied")
    }

    /// What others have open as a file and a write-ahead log stays so.
    private static func keepInOneFile(_ db: Database) throws {
        do { try db.execute(sql: "PRAGMA \(oneFile)") } catch let error as DatabaseError
            where error.resultCode == .SQLITE_BUSY || error.resultCode == .SQLITE_LOCKED
        {}
    }

    package func beginSharing() throws {
        try queue.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA journal_mode = WAL")
            // A first load builds its indexes at its end.
            guard try Row.fetchOne(db, sql: "SELECT 1 FROM applied LIMIT 1") != nil else { return }
            for index in schemas.flatMap(\.numberIndexes) { try db.execute(sql: index) }
        }
    }

    package func endSharing() throws { try queue.writeWithoutTransaction(SQLiteLoader.keepInOneFile) }

    /// Whether readers and a session go beside each other.
    var isShared: Bool {
        get throws {
            try queue.read { db in
                // The file tells, once it is looked at.
                _ = try Row.fetchOne(db, sql: "SELECT 1 FROM applied LIMIT 1")
                return try String.fetchOne(db, sql: "PRAGMA journal_mode") == "wal"
            }
        }
    }

    package func lastApplied() throws -> Int {
        try queue.read { try Int.fetchOne($0, sql: "SELECT max(run) FROM applied") ?? 0 }
    }

    package func begin() throws -> any LoadingSession { try SQLiteSession(self) }
}
