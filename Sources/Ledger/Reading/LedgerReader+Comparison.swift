import Foundation
import GRDB
package import Model

extension LedgerReader {
    /// Windows of cases that are not resolved, in which the calendar lacked a year.
    package func openWindows() throws -> [OpenWindow] {
        try queue.read { db in
            let dues = try Int.fetchAll(
                db,
                sql: "SELECT DISTINCT due FROM mismatch WHERE due >= ? AND state <> ? ORDER BY due",
                arguments: [OpenWindow.first, CaseState.resolved.rawValue])
            return dues.compactMap(OpenWindow.init(due:))
        }
    }

    /// The first conflicts that a delivery of the scope has a part in, in order of subject, and how many there are in all.
    package func conflicts(_ scope: LedgerScope, limit: Int) throws -> Limited<ConflictRow> {
        try queue.read { db in
            let total = try Row.fetchOne(
                db, literal: "SELECT count(*) FROM conflict c WHERE \(LedgerReader.takesPart(scope))")
            let rows = try Row.fetchAll(
                db, literal: LedgerReader.conflictQuery(LedgerReader.takesPart(scope)) + " LIMIT \(limit)")
            return Limited(try rows.map(ConflictRow.init), total: total?[0] ?? 0)
        }
    }

    /// Conflicts by kind: `content`, `names`, `codes`.
    package func conflictCounts(_ scope: LedgerScope) throws -> [String: Int] {
        try queue.read { db in
            let rows = try Row.fetchAll(
                db,
                literal: """
                    SELECT c.kind, count(*) FROM conflict c WHERE \(LedgerReader.takesPart(scope)) GROUP BY c.kind
                    """)
            return Dictionary(uniqueKeysWithValues: rows.map { ($0[0], $0[1]) })
        }
    }

    /// Hands out all conflicts in order of subject, one at a time.
    package func forEachConflict(_ body: (ConflictRow) throws -> Void) throws {
        try queue.read { db in
            let rows = try Row.fetchCursor(db, literal: LedgerReader.conflictQuery("1"))
            while let row = try rows.next() { try body(ConflictRow(row)) }
        }
    }

    private static func takesPart(_ scope: LedgerScope) -> SQL {
        if scope == .all { return "1" }
        return """
            (c.winner_submission IN (SELECT s.id FROM submission s WHERE \(scope.condition))
                OR c.loser_submission IN (SELECT s.id FROM submission s WHERE \(scope.condition)))
            """
    }

    private static func conflictQuery(_ condition: SQL) -> SQL {
        """
        SELECT c.kind, c.subject, r.name, i.name AS item, c.other_subject, c.fields,
            c.winner_submission AS first_submission, w.source AS first_source, w.file AS first_file, c.winner_row AS first_row,
            c.loser_submission AS second_submission, l.source AS second_source, l.file AS second_file,
            c.loser_row AS second_row
        FROM conflict c JOIN item i ON i.id = c.item LEFT JOIN subject r ON r.code = c.subject
            LEFT JOIN submission w ON w.id = c.winner_submission LEFT JOIN submission l ON l.id = c.loser_submission
        WHERE \(condition)
        ORDER BY c.subject, i.name, c.kind, c.other_subject, c.loser_submission, c.loser_row, c.key
        """
    }
}

extension StatementSource {
    /// One side of a row: `first` or `second`; nil where there is none.
    init?(_ row: Row, _ side: String) {
        guard let submission: Int = row["\(side)_submission"], let file: String = row["\(side)_file"] else {
            return nil
        }
        self.init(submission: submission, source: row["\(side)_source"], file: file, row: row["\(side)_row"])
    }
}

extension ConflictRow {
    /// - Throws: where the details cannot be read: without them nobody could judge the conflict.
    fileprivate init(_ row: Row) throws {
        let name: String? = row["name"]
        let text: String = row["fields"]
        let noted = try JSONDecoder().decode([NotedConflict].self, from: Data(text.utf8))
        self.init(
            kind: row["kind"], subject: row["subject"], name: name ?? "", item: row["item"],
            otherSubject: row["other_subject"], winner: StatementSource(row, "first"),
            loser: StatementSource(row, "second"),
            fields: noted.map { DifferingField(field: $0.field, first: $0.first, second: $0.second) })
    }
}

/// How the ledger notes a differing field of a conflict.
private struct NotedConflict: Decodable {
    var field: String
    var first: String
    var second: String
}
