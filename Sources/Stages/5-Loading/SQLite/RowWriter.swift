import Bytes
import Model
import Storage

/// Writes the rows of one item's table.
///
/// Departments fill perhaps half of an item's fields. The statement names the columns that any row so far had a value for; the others stay
/// NULL without being looped over.
final class RowWriter {
    private let connection: OpaquePointer
    private let schema: ItemSchema
    private let columns: [(place: Int, storage: ItemSchema.Column.Storage)]
    private let texts: RepeatedTexts
    private let feed: RowFeed
    private let width: Int
    private let cells: UnsafeMutablePointer<Cell>
    /// Positions of the columns that have had a value.
    private var filled: [Int] = []
    private var isFilled: [Bool]
    private var insert: Prepared?
    private let tombstone: Prepared
    private let delete: Prepared

    /// - Parameter width: number of stored cells of the item's records.
    init(
        _ connection: OpaquePointer, _ schema: ItemSchema, width: Int, texts: RepeatedTexts, feed: RowFeed
    ) throws {
        self.connection = connection
        self.schema = schema
        self.width = width
        self.texts = texts
        self.feed = feed
        columns = schema.columns.map { ($0.place, $0.storage) }
        isFilled = columns.map { _ in false }
        cells = .allocate(capacity: max(1, width))
        tombstone = try Prepared(connection, schema.tombstone)
        delete = try Prepared(connection, "DELETE FROM \(schema.dataTable) WHERE credit_code = ? AND record = ?")
    }

    deinit { cells.deallocate() }

    /// Writes records with their values.
    func put(_ records: [RecordView], _ receipt: (RecordView) -> RowReceipt) throws {
        var place = 0
        while place < records.count {
            // A row with a value in a column that no row had before begins another statement.
            let end = records[place...].firstIndex(where: fillsMore) ?? records.endIndex
            if end > place, let insert {
                try feed.run(insert) { [self] in
                    guard place < end else { return false }
                    try offer(records[place], receipt(records[place]))
                    place += 1
                    return true
                }
            }
            if end < records.count { try extend(records[end]) }
        }
    }

    /// The record was withdrawn: its identity stays, its values go.
    func bury(_ record: RecordView, _ receipt: RowReceipt) throws {
        tombstone.bind(1, record.subject)
        tombstone.bind(2, record.keyHash)
        tombstone.bind(3, receipt.source)
        tombstone.bind(4, receipt.day.all)
        try tombstone.run()
    }

    func remove(subject: ByteSlice, key: Int64) throws {
        delete.bind(1, subject)
        delete.bind(2, key)
        try delete.run()
    }

    private func fillsMore(_ record: RecordView) -> Bool {
        guard insert != nil else { return true }
        guard filled.count < columns.count else { return false }
        record.readCells(width, into: cells)
        return columns.indices.contains { !isFilled[$0] && cells[columns[$0].place].length > 0 }
    }

    /// Prepares the statement that also has the columns of `record`.
    private func extend(_ record: RecordView) throws {
        record.readCells(width, into: cells)
        for position in columns.indices where cells[columns[position].place].length > 0 { isFilled[position] = true }
        filled = columns.indices.filter { isFilled[$0] }
        insert = try Prepared(connection, schema.insert(filled.map { schema.columns[$0].name }))
    }

    /// Sets the feed's values to those of one record, in the order of ``ItemSchema/insert(_:)``.
    private func offer(_ record: RecordView, _ receipt: RowReceipt) throws {
        record.readCells(width, into: cells)
        let values = feed.values
        values[0] = .text(record.subject)
        values[1] = .integer(record.keyHash)
        values[2] = .integer(receipt.source)
        values[3] = .text(receipt.day.all)
        var index = 4
        for position in filled {
            let (place, storage) = columns[position]
            values[index] = try value(record.value(cells[place]), as: storage)
            index += 1
        }
    }

    private func value(_ bytes: ByteSlice, as storage: ItemSchema.Column.Storage) throws -> FeedValue {
        guard !bytes.isEmpty else { return .null }
        switch storage {
        case .text: return .text(bytes)
        case .repeated: return .integer(try texts.number(of: bytes))
        case .real:
            guard case .value(let millionths, _) = NumberText.parseDecimal(bytes) else { return .text(bytes) }
            return .real(Double(millionths) / 1_000_000)
        case .integer:
            guard case .value(let millionths, _) = NumberText.parseDecimal(bytes) else { return .text(bytes) }
            return .integer(millionths / 1_000_000)
        }
    }
}
