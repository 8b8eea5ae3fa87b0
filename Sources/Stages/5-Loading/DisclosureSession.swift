import Bytes
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
    private let writers: [RowWriter]
    private let texts: RepeatedTexts
    private let feed: RowFeed
    private var receipts: [Int: DisclosureReceipt] = [:]
    private let isFirstLoad: Bool
    private var isOpen = false

    /// - Parameter widths: number of stored cells of each item's records.
    package init(_ store: DisclosureStore, widths: [Int]) throws {
        schemas = store.schemas
        own = try Connection(path: store.path, pragmas: DisclosureStore.pragmas)
        let connection = own.handle
        self.connection = connection
        let texts = try RepeatedTexts(connection)
        self.texts = texts
        let feed = try RowFeed(connection, width: 4 + (store.schemas.map(\.columns.count).max() ?? 0))
        self.feed = feed
        writers = try zip(store.schemas, widths).map {
            try RowWriter(connection, $0, width: $1, texts: texts, feed: feed)
        }
        let applied = try Prepared(connection, "SELECT 1 FROM applied LIMIT 1")
        isFirstLoad = try !applied.next()
        applied.reset()
        if !isFirstLoad { try Self.buildIndexes(connection, store.schemas) }
        try connection.execute("BEGIN IMMEDIATE")
        isOpen = true
    }

    /// A session that ends without a commit leaves nothing behind.
    deinit { if isOpen { sqliteRollback(connection) } }

    private static func buildIndexes(_ connection: OpaquePointer, _ schemas: [DisclosureSchema]) throws {
        for schema in schemas {
            if let index = schema.nameIndex { try connection.execute(index) }
        }
    }

    /// Says when and from whom a submission came, before its first record.
    package func note(submission: Int, source: String, day: String) throws {
        let number = try source.withSlice { try texts.number(of: $0) }
        receipts[submission] = DisclosureReceipt(source: number, day: day)
    }

    /// Shows, or stops showing, what records say; no two of them are of one key.
    package func apply(_ steps: [(record: RecordView, action: PublishAction)]) throws {
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

    private func receipt(of record: RecordView) -> DisclosureReceipt {
        guard let receipt = receipts[record.submission] else {
            preconditionFailure("submission \(record.submission) was not noted before its records")
        }
        return receipt
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
}

/// When and from whom a submission came, as its rows show it.
final class DisclosureReceipt {
    /// Number of the source's title among the repeated texts.
    let source: Int64
    /// ISO 8601.
    let day = ByteBuffer(capacity: 64)

    init(source: Int64, day: String) {
        self.source = source
        self.day.append(day)
    }
}
