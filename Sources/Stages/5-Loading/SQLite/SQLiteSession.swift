import Bytes
import GRDB
import Model
import Storage

/// The disclosure store's single writer during a run: one transaction.
final class SQLiteSession: LoadingSession {
    private let own: Connection
    private let connection: OpaquePointer
    private let schemas: [ItemSchema]
    private let writers: [RowWriter]
    private let texts: RepeatedTexts
    private let feed: RowFeed
    private var receipts: [Int: RowReceipt] = [:]
    private let isFirstLoad: Bool
    private let isShared: Bool
    private var isOpen = false

    init(_ store: SQLiteLoader) throws {
        schemas = store.schemas
        isShared = try store.isShared
        own = try Connection(
            path: store.path, pragmas: isShared ? SQLiteLoader.pragmas : [SQLiteLoader.oneFile] + SQLiteLoader.pragmas)
        let connection = own.handle
        self.connection = connection
        let texts = try RepeatedTexts(connection)
        self.texts = texts
        let feed = try RowFeed(connection, width: 4 + (store.schemas.map(\.columns.count).max() ?? 0))
        self.feed = feed
        writers = try zip(store.schemas, store.widths).map {
            try RowWriter(connection, $0, width: $1, texts: texts, feed: feed)
        }
        let applied = try Prepared(connection, "SELECT 1 FROM applied LIMIT 1")
        isFirstLoad = try !applied.next()
        applied.reset()
        if !isFirstLoad { try buildIndexes() }
        try connection.execute("BEGIN IMMEDIATE")
        isOpen = true
    }

    /// A session that ends without a commit leaves nothing behind.
    deinit { if isOpen { sqliteRollback(connection) } }

    private func buildIndexes() throws {
        for schema in schemas {
            if let index = schema.nameIndex { try connection.execute(index) }
            if isShared { for index in schema.numberIndexes { try connection.execute(index) } }
        }
    }

    func note(submission: Int, source: String, day: String) throws {
        let number = try source.withSlice { try texts.number(of: $0) }
        receipts[submission] = RowReceipt(source: number, day: day)
    }

    func apply(_ steps: [(record: RecordView, action: PublishAction)]) throws {
        var puts = [[RecordView]](repeating: [], count: writers.count)
        for (record, action) in steps {
            let writer = writers[record.item]
            switch action {
            case .put: puts[record.item].append(record)
            case .tombstone: try writer.bury(record, receipt(of: record))
            case .remove: try writer.remove(subject: record.subject, key: record.keyHash)
            }
        }
        for (writer, records) in zip(writers, puts) { try writer.put(records, receipt(of:)) }
    }

    private func receipt(of record: RecordView) -> RowReceipt {
        guard let receipt = receipts[record.submission] else {
            preconditionFailure("submission \(record.submission) was not noted before its records")
        }
        return receipt
    }

    func removeAll(of subject: String) throws {
        for schema in schemas {
            let delete = try Prepared(connection, "DELETE FROM \(schema.dataTable) WHERE credit_code = ?")
            delete.bind(1, subject)
            try delete.run()
        }
    }

    /// The indexes of a first load are built now.
    func commit(run: Int) throws {
        if isFirstLoad { try buildIndexes() }
        try connection.execute("INSERT OR IGNORE INTO applied VALUES (\(run))")
        try connection.execute("COMMIT")
        isOpen = false
        // The file itself has all, as far as no reader is in the way. It is committed either way, and the next checkpoint makes up for this one.
        if isShared { try? connection.execute("PRAGMA wal_checkpoint(PASSIVE)") }
    }
}

/// When and from whom a submission came, as its rows show it.
final class RowReceipt {
    /// Number of the source's title among the repeated texts.
    let source: Int64
    /// ISO 8601.
    let day = ByteBuffer(capacity: 64)

    init(source: Int64, day: String) {
        self.source = source
        self.day.append(day)
    }
}
