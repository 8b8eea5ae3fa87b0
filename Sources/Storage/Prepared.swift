package import Bytes
import GRDBSQLite

/// One prepared statement for bulk work on a connection that this thread alone uses.
///
/// GRDB opens, migrates and reads the stores; rows by the million go through this: bound, stepped and reset without an
/// allocation. Parameters are counted from 1, columns from 0, as in SQLite.
package final class Prepared {
    package let sql: String
    private let connection: OpaquePointer
    private let handle: OpaquePointer
    /// Tells SQLite that the bytes stay where they are until the statement is reset.
    private static let stays: sqlite3_destructor_type? = nil

    package init(_ connection: OpaquePointer, _ sql: String) throws {
        self.sql = sql
        self.connection = connection
        var statement: OpaquePointer?
        let status = sqlite3_prepare_v3(connection, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil)
        guard status == SQLITE_OK, let statement else {
            throw StorageError(connection, status, sql)
        }
        handle = statement
    }

    deinit { sqlite3_finalize(handle) }

    package func bind(_ index: Int32, _ value: Int64) { sqlite3_bind_int64(handle, index, value) }

    package func bind(_ index: Int32, _ value: Int) { sqlite3_bind_int64(handle, index, Int64(value)) }

    package func bind(_ index: Int32, _ value: Double) { sqlite3_bind_double(handle, index, value) }

    /// Makes every parameter NULL.
    package func clear() { sqlite3_clear_bindings(handle) }

    package func bindNull(_ index: Int32) { sqlite3_bind_null(handle, index) }

    /// Binds text that stays in place until ``run()`` or ``reset()``; no bytes at all are NULL.
    package func bind(_ index: Int32, _ slice: ByteSlice) {
        guard slice.count > 0 else { return bindNull(index) }
        slice.base.withMemoryRebound(to: CChar.self, capacity: slice.count) {
            _ = sqlite3_bind_text(handle, index, $0, Int32(slice.count), Prepared.stays)
        }
    }

    /// Binds bytes that stay in place until the statement has run.
    package func bindBlob(_ index: Int32, _ bytes: ByteSlice) {
        sqlite3_bind_blob(handle, index, bytes.base, Int32(bytes.count), Prepared.stays)
    }

    /// Binds a copy of `text`; nil is NULL.
    package func bind(_ index: Int32, _ text: String?) {
        guard let text else { return bindNull(index) }
        let copies = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        _ = sqlite3_bind_text(handle, index, text, Int32(text.utf8.count), copies)
    }

    /// Executes a statement that gives no rows, and makes it ready for the next.
    package func run() throws {
        let status = sqlite3_step(handle)
        sqlite3_reset(handle)
        guard status == SQLITE_DONE || status == SQLITE_ROW else { throw failure(status) }
    }

    /// Steps to the next row; false, and reset, at the end.
    package func next() throws -> Bool {
        switch sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE:
            sqlite3_reset(handle)
            return false
        case let status:
            sqlite3_reset(handle)
            throw failure(status)
        }
    }

    package func reset() { sqlite3_reset(handle) }

    package func int(_ column: Int32) -> Int { Int(sqlite3_column_int64(handle, column)) }

    package func int64(_ column: Int32) -> Int64 { sqlite3_column_int64(handle, column) }

    package func isNull(_ column: Int32) -> Bool { sqlite3_column_type(handle, column) == SQLITE_NULL }

    package func string(_ column: Int32) -> String {
        sqlite3_column_text(handle, column).map { String(cString: $0) } ?? ""
    }

    /// The column's text, valid until the next step.
    package func slice(_ column: Int32) -> ByteSlice {
        guard let text = sqlite3_column_text(handle, column) else { return .empty }
        return ByteSlice(base: text, count: Int(sqlite3_column_bytes(handle, column)))
    }

    /// The column's bytes, valid until the next step.
    package func blob(_ column: Int32) -> ByteSlice {
        guard let bytes = sqlite3_column_blob(handle, column) else { return .empty }
        let count = Int(sqlite3_column_bytes(handle, column))
        return ByteSlice(base: bytes.assumingMemoryBound(to: UInt8.self), count: count)
    }

    private func failure(_ status: Int32) -> StorageError {
        StorageError(connection, status, sql)
    }
}

extension OpaquePointer {
    /// Executes SQL text on this SQLite connection.
    package func execute(_ sql: String) throws {
        let status = sqlite3_exec(self, sql, nil, nil, nil)
        guard status == SQLITE_OK else {
            throw StorageError(self, status, sql)
        }
    }
}

/// Rolls back what a connection has open: for ends where no error can be thrown any more; SQLite rolls back at closing as well.
package func sqliteRollback(_ connection: OpaquePointer) { sqlite3_exec(connection, "ROLLBACK", nil, nil, nil) }
