import GRDB
package import Model

/// Published months, their restatements, decisions, and nil returns that stewards entered. Not to be used while a ``LedgerSession`` is open.
package struct FrozenStore: Sendable {
    let queue: DatabaseQueue

    package init(_ store: LedgerStore) { queue = store.queue }

    /// - Throws: ``SystemError`` where the row cannot be read.
    package func month(_ month: String) throws -> FrozenMonth? {
        try queue.read { db in
            try Row.fetchOne(db, literal: "SELECT * FROM frozen_month WHERE month = \(month)").map { row in
                do {
                    return FrozenMonth(
                        month: month, run: try row.checked("run"), nilReturn: try row.checked("nil_return"),
                        asOf: try row.checked("as_of"), at: try row.checked("at"), sha: try row.checked("sha"),
                        manifest: try row.checked("manifest"), figures: try row.checked("figures"))
                } catch { throw FrozenMonth.damaged(month) }
            }
        }
    }

    /// In order.
    package func months() throws -> [String] {
        try queue.read { try String.fetchAll($0, sql: "SELECT month FROM frozen_month ORDER BY month") }
    }

    /// The first month whose figures stand later than a moment, seconds since 1970.
    package func month(publishedAfter moment: Int) throws -> String? {
        try queue.read {
            try String.fetchOne(
                $0, sql: "SELECT month FROM frozen_month WHERE as_of > ? ORDER BY month LIMIT 1", arguments: [moment])
        }
    }

    package func insert(_ month: FrozenMonth, by decision: Decision, log: () throws -> Void) throws {
        try write(decision, log: log) { db in
            try db.execute(
                literal: """
                    INSERT INTO frozen_month VALUES (\(month.month), \(month.run), \(month.nilReturn),
                        \(month.asOf), \(month.at), \(month.sha), \(month.manifest), \(month.figures))
                    """)
        }
    }

    /// In the order in which they were made.
    /// - Parameters:
    ///   - last: number of the last one that counts.
    ///   - month: nil for all.
    package func restatements(through last: Int = .max, month: String? = nil) throws -> [Restatement] {
        try queue.read { db in
            let condition: SQL = month.map { "AND month = \($0)" } ?? ""
            return try Row.fetchAll(
                db, literal: "SELECT * FROM restatement WHERE id <= \(last) \(condition) ORDER BY id"
            ).map { row in
                do {
                    let figure = try row.checked("figure", String.self)
                    guard !figure.isEmpty else { throw WrongColumn(name: "figure") }
                    return Restatement(
                        month: try row.checked("month"), number: try row.checked("number"),
                        source: try row.checked("source"), item: try row.checked("item"),
                        figure: figure, old: try row.checked("old"), new: try row.checked("new"),
                        reason: try row.checked("reason"), at: try row.checked("at"), run: try row.checked("run"))
                } catch { throw FrozenMonth.damaged(String.fromDatabaseValue(row["month"]) ?? "") }
            }
        }
    }

    /// Number of the last restatement of any month; 0 where there is none.
    package func lastRestatement() throws -> Int {
        try queue.read { try Int.fetchOne($0, sql: "SELECT ifnull(max(id), 0) FROM restatement") ?? 0 }
    }

    package func insert(_ restatements: [Restatement], by decision: Decision, log: () throws -> Void) throws {
        try write(decision, log: log) { db in
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
    package func insert(_ nilReturn: NilReturn, by decision: Decision, log: () throws -> Void) throws {
        try write(decision, log: log) { db in
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
