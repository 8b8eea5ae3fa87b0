package import Bytes
import GRDBSQLite

/// A value on its way into a table.
package enum FeedValue {
    case null
    case integer(Int64)
    case real(Double)
    /// Stays in place until the feed's next row is asked for.
    case text(ByteSlice)
    case blob(ByteSlice)
}

/// Rows that SQLite asks for: `INSERT … SELECT c0, c1 … FROM feed` takes any number of them in one statement.
///
/// A bound statement is begun, stepped and reset for each row, which costs more than the row itself; here SQLite's own loop runs over the
/// rows. It is an eponymous virtual table (https://www.sqlite.org/vtab.html §2.1.2) of one connection, and belongs to the connection's thread.
package final class RowFeed {
    /// The row in hand; what is not set stays from the row before.
    package let values: UnsafeMutablePointer<FeedValue>
    private let width: Int
    private var next: (() throws -> Bool)?
    private var isAtEnd = true
    private var failure: (any Error)?

    /// - Parameter width: number of columns, `c0` and so on.
    package init(_ connection: OpaquePointer, width: Int) throws {
        self.width = width
        values = .allocate(capacity: width)
        values.initialize(repeating: .null, count: width)
        let status = sqlite3_create_module_v2(
            connection, "feed", RowFeed.module, Unmanaged.passUnretained(self).toOpaque(), nil)
        guard status == SQLITE_OK else {
            throw StorageError(connection, status, "feed")
        }
    }

    deinit { values.deallocate() }

    /// Executes a statement that selects from `feed`.
    /// - Parameter next: sets the values of one more row; false where there is none.
    package func run(_ statement: Prepared, next: () throws -> Bool) throws {
        try withoutActuallyEscaping(next) { next in
            self.next = next
            failure = nil
            defer { self.next = nil }
            do {
                try statement.run()
            } catch {
                throw failure ?? error
            }
        }
    }

    private func advance() -> Int32 {
        do {
            isAtEnd = try !(next?() ?? false)
            return SQLITE_OK
        } catch {
            failure = error
            return SQLITE_ERROR
        }
    }

    /// What SQLite keeps of the table and of a pass over it; its own part comes first.
    private struct Table {
        var base = sqlite3_vtab()
        var feed: Unmanaged<RowFeed>
    }

    private struct Cursor {
        var base = sqlite3_vtab_cursor()
        var feed: Unmanaged<RowFeed>
        var values: UnsafeMutablePointer<FeedValue>
    }

    private static func cursor(_ base: UnsafeMutablePointer<sqlite3_vtab_cursor>?) -> UnsafeMutablePointer<Cursor> {
        UnsafeMutableRawPointer(base.unsafelyUnwrapped).assumingMemoryBound(to: Cursor.self)
    }

    nonisolated(unsafe) private static let module: UnsafeMutablePointer<sqlite3_module> = {
        var module = sqlite3_module()
        module.xConnect = { connection, feed, _, _, table, _ in
            guard let feed, let table else { return SQLITE_MISUSE }
            let feedReference = Unmanaged<RowFeed>.fromOpaque(feed)
            let columns = (0..<feedReference.takeUnretainedValue().width).map { "c\($0)" }.joined(separator: ",")
            let status = sqlite3_declare_vtab(connection, "CREATE TABLE feed (\(columns))")
            guard status == SQLITE_OK else { return status }
            let made = UnsafeMutablePointer<Table>.allocate(capacity: 1)
            made.initialize(to: Table(feed: feedReference))
            table.pointee = UnsafeMutableRawPointer(made).assumingMemoryBound(to: sqlite3_vtab.self)
            return SQLITE_OK
        }
        module.xBestIndex = { _, _ in SQLITE_OK }
        module.xDisconnect = { table in
            UnsafeMutableRawPointer(table.unsafelyUnwrapped).assumingMemoryBound(to: Table.self).deallocate()
            return SQLITE_OK
        }
        module.xOpen = { table, cursor in
            let feed = UnsafeMutableRawPointer(table.unsafelyUnwrapped).assumingMemoryBound(to: Table.self).pointee.feed
            let made = UnsafeMutablePointer<Cursor>.allocate(capacity: 1)
            made.initialize(to: Cursor(feed: feed, values: feed.takeUnretainedValue().values))
            cursor?.pointee = UnsafeMutableRawPointer(made).assumingMemoryBound(to: sqlite3_vtab_cursor.self)
            return SQLITE_OK
        }
        module.xClose = { cursor in
            RowFeed.cursor(cursor).deallocate()
            return SQLITE_OK
        }
        module.xFilter = { cursor, _, _, _, _ in
            RowFeed.cursor(cursor).pointee.feed.takeUnretainedValue().advance()
        }
        module.xNext = { cursor in RowFeed.cursor(cursor).pointee.feed.takeUnretainedValue().advance() }
        module.xEof = { cursor in RowFeed.cursor(cursor).pointee.feed.takeUnretainedValue().isAtEnd ? 1 : 0 }
        module.xColumn = { cursor, context, column in
            switch RowFeed.cursor(cursor).pointee.values[Int(column)] {
            case .null: sqlite3_result_null(context)
            case .integer(let value): sqlite3_result_int64(context, value)
            case .real(let value): sqlite3_result_double(context, value)
            case .text(let value):
                value.base.withMemoryRebound(to: CChar.self, capacity: value.count) {
                    sqlite3_result_text(context, $0, Int32(value.count), nil)
                }
            case .blob(let value): sqlite3_result_blob(context, value.base, Int32(value.count), nil)
            }
            return SQLITE_OK
        }
        module.xRowid = { _, row in
            row?.pointee = 0
            return SQLITE_OK
        }
        let kept = UnsafeMutablePointer<sqlite3_module>.allocate(capacity: 1)
        kept.initialize(to: module)
        return kept
    }()
}
