import Foundation
import GRDB
package import Model

/// Which cases of comparison are asked for; what is nil or empty does not narrow.
package struct MismatchFilter: Sendable {
    package var comparison: String?
    package var result: String?
    package var subject: String?
    /// A department, `enterprise` or `steward`.
    package var responsible: String?
    package var states: [String] = []
    /// Only what stands on this day, since 1970: windows are over, waivers have run out.
    package var standingOn: Int?

    package init() {}

    /// A condition on the case `m`.
    var condition: SQL {
        var condition: SQL = "1"
        if let comparison { condition += " AND m.comparison = \(comparison)" }
        if let result { condition += " AND m.result = \(result)" }
        if let subject { condition += " AND m.subject = \(subject)" }
        if let responsible { condition += " AND m.responsible = \(responsible)" }
        if !states.isEmpty { condition += " AND m.state IN \(states)" }
        if let standingOn { condition += " AND \(MismatchFilter.stands(on: standingOn))" }
        return condition
    }

    /// Whether a case asks somebody to act on a day.
    static func stands(on day: Int) -> SQL {
        """
        (m.state IN ('open', 'acknowledged') OR (m.state = 'waived' AND m.until < \(day)))
            AND (m.due IS NULL OR m.due < \(day))
        """
    }
}

extension LedgerReader {
    /// Comparisons as they stand, by comparison.
    package func comparisons() throws -> [ComparisonRow] {
        try queue.read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT name, count(*), sum(matches), sum(mismatches), sum(not_reflected), sum(enterprise_only),
                        sum(government_only), sum(not_comparable)
                    FROM comparison GROUP BY name ORDER BY name
                    """
            ).map { row in
                var found = ComparisonRow(comparison: row[0])
                found.subjects = row[1]
                found.matches = row[2]
                found.mismatches = row[3]
                found.notReflected = row[4]
                found.enterpriseOnly = row[5]
                found.governmentOnly = row[6]
                found.notComparable = row[7]
                return found
            }
        }
    }

    /// The first cases in order of comparison and subject, and how many there are in all.
    package func mismatches(_ filter: MismatchFilter, limit: Int) throws -> Limited<MismatchRow> {
        try queue.read { db in
            let total = try Row.fetchOne(db, literal: "SELECT count(*) FROM mismatch m WHERE \(filter.condition)")
            let rows = try Row.fetchAll(
                db, literal: LedgerReader.mismatchQuery(filter.condition) + " LIMIT \(limit)")
            return Limited(try rows.map(MismatchRow.init), total: total?[0] ?? 0)
        }
    }

    /// Hands out cases in order of comparison, subject and pair, one at a time.
    package func forEachMismatch(_ filter: MismatchFilter = MismatchFilter(), _ body: (MismatchRow) throws -> Void)
        throws
    {
        try queue.read { db in
            let rows = try Row.fetchCursor(db, literal: LedgerReader.mismatchQuery(filter.condition))
            while let row = try rows.next() { try body(MismatchRow(row)) }
        }
    }

    /// What happened to a case, in order.
    package func events(of mismatch: MismatchID) throws -> [MismatchEventRow] {
        try queue.read { db in
            try Row.fetchAll(
                db,
                literal: """
                    SELECT e.event, e.at, e.result, e.attribution, e.submission, s.source, s.file, e.by, e.reason, e.until
                    FROM mismatch_event e LEFT JOIN submission s ON s.id = e.submission
                    WHERE e.subject = \(mismatch.subject) AND e.comparison = \(mismatch.comparison)
                        AND e.pair = \(mismatch.pair) ORDER BY e.number
                    """
            ).map { row in
                MismatchEventRow(
                    event: row[0], at: row[1], result: row[2], attribution: row[3], submission: row[4], source: row[5],
                    file: row[6], by: row[7], reason: row[8], until: row[9])
            }
        }
    }

    private static func mismatchQuery(_ condition: SQL) -> SQL {
        """
        SELECT m.comparison, m.pair, m.result, m.subject, r.name, i.name AS item, m.fields, m.attribution, m.rule,
            m.responsible, m.due, m.state, m.until,
            m.self_submission AS first_submission, e.source AS first_source, e.file AS first_file, m.self_row AS first_row,
            m.government_submission AS second_submission, g.source AS second_source, g.file AS second_file,
            m.government_row AS second_row
        FROM mismatch m JOIN item i ON i.id = m.item LEFT JOIN subject r ON r.code = m.subject
            LEFT JOIN submission e ON e.id = m.self_submission LEFT JOIN submission g ON g.id = m.government_submission
        WHERE \(condition)
        ORDER BY m.comparison, m.subject, m.result, m.pair
        """
    }
}

/// How the ledger notes a differing field of a comparison.
private struct NotedDifference: Decodable {
    var field: String
    var enterprise: String
    var government: String
    var difference: String
}

extension MismatchRow {
    /// - Throws: where the details cannot be read: without them nobody could judge the case.
    fileprivate init(_ row: Row) throws {
        let name: String? = row["name"]
        let text: String = row["fields"]
        let noted = try JSONDecoder().decode([NotedDifference].self, from: Data(text.utf8))
        self.init(
            id: MismatchID(subject: row["subject"], comparison: row["comparison"], pair: row["pair"]),
            result: row["result"], name: name ?? "", item: row["item"], enterprise: StatementSource(row, "first"),
            government: StatementSource(row, "second"),
            fields: noted.map {
                DifferingField(
                    field: $0.field, first: $0.enterprise, second: $0.government, difference: $0.difference)
            })
        attribution = row["attribution"]
        rule = row["rule"]
        responsible = row["responsible"]
        due = row["due"]
        state = row["state"]
        until = row["until"]
    }
}
