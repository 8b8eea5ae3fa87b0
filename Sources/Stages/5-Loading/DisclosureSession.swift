package import Bytes
import GRDB
package import Model
import Storage

/// What is done to one key's row in the disclosure store.
package enum PublishAction: UInt8, Sendable {
    /// The record's values are shown.
    case put
    /// The record was withdrawn: its identity stays, its values go.
    case tombstone
    /// Nothing is shown, as of what is withheld.
    case remove
}

/// The disclosure store's single writer during a run: one transaction.
package final class DisclosureSession {
    private let own: Connection
    private let connection: OpaquePointer
    private let schemas: [DisclosureSchema]
    private let upserts: [Prepared]
    private let removals: [Prepared]
    private let widths: [Int]
    /// For each item its columns, without their names: what binding a row needs.
    private let columns: [[(place: Int, storage: DisclosureSchema.Column.Storage)]]
    private let cells: UnsafeMutablePointer<Cell>
    private let insertText: Prepared
    private let selectText: Prepared
    private var texts: [UInt64: (id: Int64, bytes: [UInt8])] = [:]
    private var receipts: [Int: (source: Int64, day: [UInt8])] = [:]
    private let isFirstLoad: Bool
    private var isOpen = false
    /// Repeated texts kept in memory; further ones are looked up in the store.
    private static let textLimit = 50_000

    /// - Parameter widths: number of stored cells of each item's records.
    package init(_ store: DisclosureStore, widths: [Int]) throws {
        schemas = store.schemas
        self.widths = widths
        columns = store.schemas.map { $0.columns.map { ($0.place, $0.storage) } }
        cells = .allocate(capacity: (widths.max() ?? 0) + 1)
        own = try Connection(path: store.path, pragmas: DisclosureStore.pragmas)
        let connection = own.handle
        self.connection = connection
        upserts = try store.schemas.map { try Prepared(connection, $0.upsert) }
        removals = try store.schemas.map {
            try Prepared(connection, "DELETE FROM \($0.dataTable) WHERE credit_code = ? AND record = ?")
        }
        insertText = try Prepared(connection, "INSERT INTO text (value) VALUES (?) RETURNING id")
        selectText = try Prepared(connection, "SELECT id FROM text WHERE value = ?")
        let applied = try Prepared(connection, "SELECT 1 FROM applied LIMIT 1")
        isFirstLoad = try !applied.next()
        applied.reset()
        if !isFirstLoad { try Self.buildIndexes(connection, store.schemas) }
        try connection.execute("BEGIN IMMEDIATE")
        isOpen = true
    }

    /// A session that ends without a commit leaves nothing behind.
    deinit {
        if isOpen { sqliteRollback(connection) }
        cells.deallocate()
    }

    private static func buildIndexes(_ connection: OpaquePointer, _ schemas: [DisclosureSchema]) throws {
        for schema in schemas {
            if let index = schema.nameIndex { try connection.execute(index) }
        }
    }

    /// Says when and from whom a submission came, before its first record.
    package func note(submission: Int, source: String, day: String) throws {
        let id = try source.withSlice { try text($0) }
        receipts[submission] = (id, Array(day.utf8))
    }

    /// Shows, or stops showing, what a record says.
    package func apply(_ record: RecordView, _ action: PublishAction) throws {
        let item = record.item
        if action == .remove { return try remove(subject: record.subject, item: item, key: record.keyHash) }
        let statement = upserts[item]
        let columns = columns[item]
        statement.clear()
        statement.bind(1, record.subject)
        statement.bind(2, record.keyHash)
        if action == .put {
            record.readCells(widths[item], into: cells)
            for (position, column) in columns.enumerated() where cells[column.place].length > 0 {
                let value = record.value(cells[column.place])
                try bind(value, as: column.storage, at: Int32(position + 3), of: statement)
            }
        }
        let index = Int32(columns.count + 3)
        statement.bind(index, action == .tombstone ? 1 : 0)
        if let receipt = receipts[record.submission] {
            statement.bind(index + 1, receipt.source)
            try receipt.day.withSlice { day in
                statement.bind(index + 2, day)
                try statement.run()
            }
        } else {
            try statement.run()
        }
    }

    package func remove(subject: ByteSlice, item: Int, key: Int64) throws {
        removals[item].bind(1, subject)
        removals[item].bind(2, key)
        try removals[item].run()
    }

    /// Removes everything shown about a subject: it became another.
    package func removeAll(of subject: String) throws {
        for schema in schemas {
            let delete = try Prepared(connection, "DELETE FROM \(schema.dataTable) WHERE credit_code = ?")
            delete.bind(1, subject)
            try delete.run()
        }
    }

    /// Notes the run as applied and commits; the indexes of a first load are built now.
    package func commit(run: Int) throws {
        if isFirstLoad { try Self.buildIndexes(connection, schemas) }
        try connection.execute("INSERT OR IGNORE INTO applied VALUES (\(run))")
        try connection.execute("COMMIT")
        isOpen = false
    }

    private func bind(
        _ value: ByteSlice, as storage: DisclosureSchema.Column.Storage, at index: Int32, of statement: Prepared
    ) throws {
        switch storage {
        case .text: statement.bind(index, value)
        case .repeated: statement.bind(index, try text(value))
        case .real:
            if case .value(let millionths, _) = NumberText.parseDecimal(value) {
                statement.bind(index, Double(millionths) / 1_000_000)
            } else {
                statement.bind(index, value)
            }
        case .integer:
            if case .value(let millionths, _) = NumberText.parseDecimal(value) {
                statement.bind(index, millionths / 1_000_000)
            } else {
                statement.bind(index, value)
            }
        }
    }

    /// The number of a repeated text.
    private func text(_ value: ByteSlice) throws -> Int64 {
        let hash = sipHash64(value)
        if let known = texts[hash], known.bytes.withSlice({ $0 == value }) { return known.id }
        selectText.bind(1, value)
        var id: Int64
        if try selectText.next() {
            id = selectText.int64(0)
            selectText.reset()
        } else {
            insertText.bind(1, value)
            _ = try insertText.next()
            id = insertText.int64(0)
            insertText.reset()
        }
        if texts.count < Self.textLimit { texts[hash] = (id, value.bytes) }
        return id
    }
}
