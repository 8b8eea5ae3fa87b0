import GRDB
package import Model

/// A published month as the ledger keeps it.
package struct FrozenMonth: Sendable, Equatable {
    /// `2025-03`
    package var month: String
    /// The last run whose rows are in the figures.
    package var run: Int
    /// The last nil return that is in them.
    package var nilReturn: Int
    /// When the figures stood and when they were published, seconds since 1970.
    package var asOf: Int
    package var at: Int
    package var sha: String
    package var manifest: String
    package var figures: String

    package init(
        month: String, run: Int, nilReturn: Int, asOf: Int, at: Int, sha: String, manifest: String, figures: String
    ) {
        self.month = month
        self.run = run
        self.nilReturn = nilReturn
        self.asOf = asOf
        self.at = at
        self.sha = sha
        self.manifest = manifest
        self.figures = figures
    }
}

/// A change of a published figure as the ledger keeps it.
package struct RestatedFigure: Sendable, Equatable {
    package var month: String
    package var number: Int
    package var source: String
    package var item: String
    package var figure: String
    package var old: Int
    package var new: Int
    package var reason: String
    package var at: Int
    package var run: Int

    package init(
        month: String, number: Int, source: String, item: String, figure: String, old: Int, new: Int, reason: String,
        at: Int, run: Int
    ) {
        self.month = month
        self.number = number
        self.source = source
        self.item = item
        self.figure = figure
        self.old = old
        self.new = new
        self.reason = reason
        self.at = at
        self.run = run
    }
}

/// Published months, their restatements, and nil returns that stewards entered. Not to be used while a ``LedgerSession`` is open.
package struct FrozenStore: Sendable {
    private let queue: DatabaseQueue

    package init(_ store: LedgerStore) { queue = store.queue }

    package func month(_ month: String) throws -> FrozenMonth? {
        try queue.read { db in
            try Row.fetchOne(db, literal: "SELECT * FROM frozen_month WHERE month = \(month)").map {
                FrozenMonth(
                    month: $0["month"], run: $0["run"], nilReturn: $0["nil_return"], asOf: $0["as_of"], at: $0["at"],
                    sha: $0["sha"], manifest: $0["manifest"], figures: $0["figures"])
            }
        }
    }

    package func months() throws -> [String] {
        try queue.read { try String.fetchAll($0, sql: "SELECT month FROM frozen_month ORDER BY month") }
    }

    package func insert(_ month: FrozenMonth) throws {
        try queue.write { db in
            try db.execute(
                literal: """
                    INSERT INTO frozen_month VALUES (\(month.month), \(month.run), \(month.nilReturn),
                        \(month.asOf), \(month.at), \(month.sha), \(month.manifest), \(month.figures))
                    """)
        }
    }

    package func restatements(until run: Int = .max, month: String? = nil) throws -> [RestatedFigure] {
        try queue.read { db in
            let condition: SQL = month.map { "AND month = \($0)" } ?? ""
            return try Row.fetchAll(
                db, literal: "SELECT * FROM restatement WHERE run <= \(run) \(condition) ORDER BY id"
            ).map {
                RestatedFigure(
                    month: $0["month"], number: $0["number"], source: $0["source"], item: $0["item"],
                    figure: $0["figure"], old: $0["old"], new: $0["new"], reason: $0["reason"], at: $0["at"],
                    run: $0["run"])
            }
        }
    }

    package func insert(_ restatements: [RestatedFigure]) throws {
        try queue.write { db in
            for new in restatements {
                try db.execute(
                    literal: """
                        INSERT INTO restatement (month, number, source, item, figure, old, new, reason, at, run)
                        VALUES (\(new.month), \(new.number), \(new.source), \(new.item), \(new.figure), \(new.old),
                            \(new.new), \(new.reason), \(new.at), \(new.run))
                        """)
            }
        }
    }

    package func lastRun() throws -> Int {
        try queue.read { try Int.fetchOne($0, sql: "SELECT ifnull(max(id), 0) FROM run") ?? 0 }
    }

    /// A nil return that a steward entered.
    package func insert(_ nilReturn: NilReturn) throws {
        try queue.write { db in
            try db.execute(
                literal: """
                    INSERT INTO nil_return (source, item, first, last, period, by, reason, at, run)
                    SELECT \(nilReturn.source), \(nilReturn.item), \(nilReturn.first), \(nilReturn.last),
                        \(nilReturn.period), \(nilReturn.by), \(nilReturn.reason), \(nilReturn.at),
                        ifnull(max(id), 0) FROM run
                    """)
        }
    }
}
