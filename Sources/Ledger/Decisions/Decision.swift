import Foundation
import GRDB
import Model
import Storage

/// What somebody decided by command: it stands beside the archive and, with what it does, in the ledger.
package struct Decision: Codable, Equatable, Sendable {
    /// From 1, in the order in which they were made; one number is one decision in both places.
    package var number: Int
    /// Seconds since 1970.
    package var at: Int
    /// `nil-return`, `freeze-month`, `restate-month` …
    package var action: String
    /// The last run before it.
    package var run: Int
    /// What was decided, by name.
    package var detail: [String: String]

    package init(number: Int, at: Int, action: String, run: Int, detail: [String: String]) {
        self.number = number
        self.at = at
        self.action = action
        self.run = run
        self.detail = detail
    }

    /// The detail as JSON, names in order.
    func detailText() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(detail), as: UTF8.self)
    }
}

extension LedgerSession {
    /// Notes the decision that the session's changes belong to.
    package func note(_ decision: Decision) throws {
        let insert = try cached("INSERT INTO decision VALUES (?, ?, ?, ?, ?)")
        insert.bind(1, decision.number)
        insert.bind(2, decision.at)
        insert.bind(3, decision.action)
        insert.bind(4, decision.run)
        insert.bind(5, try decision.detailText())
        try insert.run()
    }
}

extension FrozenStore {
    /// What the ledger has of decisions, in order.
    package func decisions() throws -> [Decision] {
        try queue.read { db in
            try Row.fetchAll(db, sql: "SELECT * FROM decision ORDER BY number").map { row in
                do {
                    return Decision(
                        number: try row.checked("number"), at: try row.checked("at"), action: try row.checked("action"),
                        run: try row.checked("run"),
                        detail: try JSONDecoder().decode(
                            [String: String].self, from: Data(try row.checked("detail", String.self).utf8)))
                } catch {
                    throw SystemError(
                        chinese:
                            "台账中的一个决定（decision 第 \(row["number"] as DatabaseValue) 号）无法读取。请从备份恢复台账，或由归档重建：guiji replay --to 新文件夹。",
                        english:
                            "Decision \(row["number"] as DatabaseValue) in the ledger cannot be read. Restore the ledger from a backup, or rebuild it from the archive: guiji replay --to a new folder."
                    )
                }
            }
        }
    }

    package func lastDecision() throws -> Int {
        try queue.read { try Int.fetchOne($0, sql: "SELECT ifnull(max(number), 0) FROM decision") ?? 0 }
    }

    /// Writes what a decision changes and the decision itself in one transaction.
    /// - Parameter log: puts the decision beside the archive; called last, so that what is logged lacks nothing but the commit.
    func write(_ decision: Decision, log: () throws -> Void, _ change: (Database) throws -> Void) throws {
        try queue.write { db in
            try change(db)
            try db.execute(
                literal: """
                    INSERT INTO decision VALUES (\(decision.number), \(decision.at), \(decision.action), \(decision.run),
                        \(try decision.detailText()))
                    """)
            try log()
        }
    }
}
