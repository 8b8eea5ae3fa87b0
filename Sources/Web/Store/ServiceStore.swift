import Foundation
import GRDB
import Pipeline

/// What the interface has to know that is no part of the record: tokens, and which delivery came by which request. One SQLite file beside the
/// ledger, in write-ahead mode: requests are answered while a run has the ledger.
package final class ServiceStore: Sendable {
    package let path: String
    private let pool: DatabasePool
    private let commits: CommitQueue

    /// Opens or creates it.
    /// - Parameter isReadOnly: for whoever only looks: it is there, and stays as it is.
    package init(path: String, isReadOnly: Bool = false) throws {
        self.path = path
        var configuration = Configuration()
        configuration.busyMode = .timeout(10)
        configuration.readonly = isReadOnly
        do {
            let folder = (path as NSString).deletingLastPathComponent
            if !folder.isEmpty {
                try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            }
            pool = try DatabasePool(path: path, configuration: configuration)
            commits = CommitQueue(pool)
            if isReadOnly { return }
            // An answer promises that its delivery is kept: each commit reaches the disk. A pool has NORMAL otherwise, whatever its connections
            // are prepared with.
            try pool.writeWithoutTransaction { db in
                try db.execute(sql: "PRAGMA synchronous = FULL")
                // Whoever commits seldom has to write the log back as well: at most so many pages of 4 KiB are in it.
                _ = try Int.fetchOne(db, sql: "PRAGMA wal_autocheckpoint = 8000")
            }
            try ServiceStore.migrator.migrate(pool)
        } catch { throw explained(error, of: path, isReplayed: false) }
    }

    func read<Result>(_ body: (Database) throws -> Result) throws -> Result {
        do { return try pool.read(body) } catch { throw explained(error, of: path, isReplayed: false) }
    }

    /// One look-up by one statement, which needs no transaction.
    func find<Result>(_ body: (Database) throws -> Result) throws -> Result {
        do { return try pool.unsafeRead(body) } catch { throw explained(error, of: path, isReplayed: false) }
    }

    func write<Result>(_ body: (Database) throws -> Result) throws -> Result {
        do { return try pool.write(body) } catch { throw explained(error, of: path, isReplayed: false) }
    }

    /// A small change by a request that waits for it: it shares its way to the disk with others.
    func commit<Result: Sendable>(_ change: @escaping @Sendable (Database) throws -> Result) async throws -> Result {
        do { return try await commits(change) } catch { throw explained(error, of: path, isReplayed: false) }
    }

    private static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { db in
            for statement in tables { try db.execute(sql: statement) }
        }
        // The bytes of a small delivery, until it is known what it became.
        migrator.registerMigration("content") { try $0.execute(sql: "ALTER TABLE arrival ADD COLUMN content BLOB") }
        return migrator
    }

    /// Times are seconds since 1970.
    private static let tables = [
        // `items`, `channels`: names parted by commas; NULL for all items.
        """
        CREATE TABLE token (
            id TEXT PRIMARY KEY, hash BLOB NOT NULL UNIQUE, department TEXT NOT NULL, items TEXT,
            channels TEXT NOT NULL, note TEXT NOT NULL, created INTEGER NOT NULL, expires INTEGER NOT NULL,
            revoked INTEGER)
        """,
        // One request that was accepted.
        """
        CREATE TABLE arrival (
            id TEXT PRIMARY KEY, token TEXT NOT NULL, department TEXT NOT NULL, channel TEXT NOT NULL,
            name TEXT NOT NULL, digest TEXT NOT NULL, size INTEGER NOT NULL, received INTEGER NOT NULL,
            items TEXT, claim TEXT NOT NULL UNIQUE, key TEXT, request TEXT NOT NULL, is_open INTEGER NOT NULL)
        """,
        // What it became: an archive's members are submissions of their own. `receipt`: where the answer lies, without its ending.
        """
        CREATE TABLE part (
            claim TEXT NOT NULL, submission INTEGER NOT NULL, receipt TEXT NOT NULL,
            PRIMARY KEY (claim, submission)) WITHOUT ROWID
        """,
        // A form that is begun and not sent, as JSON by field names.
        """
        CREATE TABLE draft (
            department TEXT NOT NULL, id TEXT NOT NULL, item TEXT NOT NULL, form TEXT NOT NULL, updated INTEGER NOT NULL,
            PRIMARY KEY (department, id)) WITHOUT ROWID
        """,
        "CREATE UNIQUE INDEX arrival_key ON arrival (department, key) WHERE key IS NOT NULL",
        "CREATE INDEX arrival_open ON arrival (received) WHERE is_open",
    ]
}
