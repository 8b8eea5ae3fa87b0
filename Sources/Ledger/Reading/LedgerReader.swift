import GRDB
import Model

/// Which deliveries a report is about.
package enum LedgerScope: Sendable, Equatable {
    case submission(Int)
    case run(Int)
    /// First received in this stretch of time, in seconds since 1970.
    case received(Range<Int>)
    /// The same, taken by this run or an earlier one.
    case receivedUntil(Range<Int>, run: Int)
    case all

    /// A condition on the submission `s`.
    var condition: SQL {
        switch self {
        case .submission(let id): "s.id = \(id)"
        case .run(let run): "s.run = \(run)"
        case .received(let range): "s.received >= \(range.lowerBound) AND s.received < \(range.upperBound)"
        case .receivedUntil(let range, let run):
            "s.received >= \(range.lowerBound) AND s.received < \(range.upperBound) AND s.run <= \(run)"
        case .all: "1"
        }
    }
}

/// One pass as the ledger noted it.
package struct RunRow: Sendable, Equatable {
    package var id: Int
    /// Seconds since 1970.
    package var asOf: Int
    package var isAsOfGiven: Bool
    package var seconds: Double?
}

/// A run is writing to the ledger and has been for longer than a reader can wait.
package struct LedgerBusy: Error {}

/// Reads the ledger for reports and commands; writes nothing. Not to be called while a ``LedgerSession`` is open.
///
/// Lists come in an order that the rows themselves decide, so that the same ledger gives the same reports. Lists without a bound
/// are handed out row by row, in flat memory.
package struct LedgerReader: Sendable {
    let queue: DatabaseQueue

    package init(_ store: LedgerStore) { queue = store.queue }

    /// A reader with a connection of its own, so that several threads read at once.
    package init(apartFrom store: LedgerStore) throws { try self.init(path: store.path, patience: 10) }

    /// - Parameter patience: seconds to wait for a run that is writing.
    package init(path: String, patience: Double) throws {
        var configuration = GRDB.Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(patience)
        do {
            queue = try DatabaseQueue(path: path, configuration: configuration)
        } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
            throw LedgerBusy()
        }
    }

    package func run(_ id: Int) throws -> RunRow? {
        try queue.read { try Row.fetchOne($0, literal: "SELECT * FROM run WHERE id = \(id)").map(RunRow.init) }
    }

    /// The latest time that a run was given, seconds since 1970.
    package func latestGivenTime() throws -> Int? {
        try queue.read { try Int.fetchOne($0, sql: "SELECT max(as_of) FROM run WHERE is_as_of_given") }
    }

    /// The last run that took anything; one that met only what was held already leaves no mark of its own.
    package func lastRun() throws -> RunRow? {
        try queue.read { db in
            try Row.fetchOne(
                db,
                sql: """
                    SELECT * FROM run ORDER BY EXISTS (SELECT 1 FROM submission s WHERE s.run = run.id) DESC, id DESC LIMIT 1
                    """
            ).map(RunRow.init)
        }
    }
}

extension RunRow {
    fileprivate init(_ row: Row) {
        id = row["id"]
        asOf = row["as_of"]
        isAsOfGiven = row["is_as_of_given"]
        seconds = row["seconds"]
    }
}

extension Row {
    /// One row of a query with values in it.
    static func fetchOne(_ db: Database, literal: SQL) throws -> Row? {
        try SQLRequest<Row>(literal: literal).fetchOne(db)
    }

    static func fetchAll(_ db: Database, literal: SQL) throws -> [Row] {
        try SQLRequest<Row>(literal: literal).fetchAll(db)
    }

    static func fetchCursor(_ db: Database, literal: SQL) throws -> RowCursor {
        try SQLRequest<Row>(literal: literal).fetchCursor(db)
    }
}
