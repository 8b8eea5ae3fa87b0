package import Bytes

/// What is done to one key's row in the disclosure store.
package enum PublishAction: UInt8, Sendable {
    /// The record's values are shown.
    case put
    /// The record was withdrawn: its identity stays, its values go.
    case tombstone
    /// Nothing is shown, as of what is withheld.
    case remove
}

/// An item as a loader sees it.
package struct LoadedItem: Sendable {
    package var item: Item
    /// For each of the item's fields its place among a record's stored cells, or -1.
    package var places: [Int]
    /// Number of stored cells of the item's records.
    package var width: Int

    package init(item: Item, places: [Int], width: Int) {
        self.item = item
        self.places = places
        self.width = width
    }

    /// The fields that are shown, in field order; the credit code identifies the row and is none of them.
    package var shown: [Int] {
        item.fields.indices.filter {
            item.fields[$0].disclosure != .no && places[$0] >= 0 && $0 != item.subject.code
        }
    }
}

/// A store of what may be shown: the fifth stage's plug-in. Chosen in `pipeline.yml` by its ``type``.
///
/// It holds for each key of each item one row: the record's values, masked as they came, or a tombstone. It can be rebuilt from ledger and
/// archive at any time, and says which run it has applied, so that a start finishes what a stop left undone (design §3, promise 4).
/// The compatibility suite (`LoaderSuite` in TestKit) says the same in code.
package protocol Loader: AnyObject, Sendable {
    static var type: String { get }

    /// Opens the store at `location`, or makes it.
    /// - Throws: ``SystemError`` that says what, where and how to mend it.
    init(location: String, items: [LoadedItem]) throws

    /// From now on readers need not wait for a session that writes; bulk loads may write more for it.
    func beginSharing() throws

    /// Ends that, where nobody reads any more.
    func endSharing() throws

    /// The last run whose changes the store holds; 0 for an empty store.
    func lastApplied() throws -> Int

    /// Begins a transaction; there is one at a time. Belongs to the thread that began it.
    func begin() throws -> any LoadingSession

    /// Everything shown about one subject, by item, in the catalogue's words; values of a record in field order, absent ones left out.
    func rows(of subject: String) throws -> [ShownItem]

    /// Codes of subjects that are shown under a name, in order.
    func subjects(named name: String) throws -> [String]

    /// Hands out one item's rows in order of credit code and record, its column names first; a value that is absent is empty.
    /// - Parameter table: the item's name in the store, ``Item/table``.
    func forEachRow(of table: String, _ body: ([String]) throws -> Void) throws

    /// Hands out some columns of one item's rows as UTF-8 in place, valid during the call; what is absent is empty. For millions of rows.
    /// - Parameter columns: names of fields, or `source`.
    func forEachValue(of table: String, columns: [String], _ body: ([ByteSlice]) throws -> Void) throws
}

/// One transaction of a loader. What ends without ``commit(run:)`` leaves nothing behind.
package protocol LoadingSession: AnyObject {
    /// Says when and from whom a submission came, before its first record.
    /// - Parameter day: ISO 8601.
    func note(submission: Int, source: String, day: String) throws

    /// Shows, or stops showing, what records say; no two of one call are of one key. The records are valid during the call only.
    func apply(_ steps: [(record: RecordView, action: PublishAction)]) throws

    /// Removes everything shown about a subject: it became another.
    func removeAll(of subject: String) throws

    /// Notes the run as applied, in the same transaction, and ends it.
    func commit(run: Int) throws
}

/// What is shown of one item about one subject.
package struct ShownItem: Sendable, Equatable {
    package struct Value: Sendable, Equatable {
        package var name: String
        package var value: String
        package init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    package var title: String
    package var rows: [[Value]]

    package init(title: String, rows: [[Value]]) {
        self.title = title
        self.rows = rows
    }
}
