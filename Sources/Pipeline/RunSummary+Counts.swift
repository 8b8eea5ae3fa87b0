import Comparison
import GRDB
import Ledger
import Model

extension RunSummary {
    /// Reads what the run's submissions came to besides their outcomes.
    /// - Parameters:
    ///   - first: the run's first submission.
    ///   - last: its last one, where later ones are there already.
    mutating func readCounts(_ ledger: LedgerStore, from first: Int, through last: Int = .max) throws {
        (findingsBySeverity, findingsByRule, conflicts, mismatches) = try ledger.queue.read { db in
            var severities: [String: Int] = [:]
            var rules: [String: Int] = [:]
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT rule, severity, count(*) FROM finding WHERE submission BETWEEN ? AND ? GROUP BY rule, severity
                    """, arguments: [first, last])
            while let row = try rows.next() {
                let (rule, number, count): (String, UInt8, Int) = (row[0], row[1], row[2])
                rules[rule, default: 0] += count
                severities[Severity(rawValue: number)?.name ?? "error", default: 0] += count
            }
            let conflicts = try Int.fetchOne(
                db,
                sql: "SELECT count(*) FROM conflict WHERE max(winner_submission, loser_submission) BETWEEN ? AND ?",
                arguments: [first, last])
            let columns =
                "sum(matches), sum(mismatches), sum(enterprise_only), sum(government_only), sum(not_comparable)"
            var mismatches: [String: Int] = [:]
            if let row = try Row.fetchOne(db, sql: "SELECT \(columns) FROM comparison") {
                for (index, kind) in ComparisonKind.allCases.filter({ $0 != .notReflected }).enumerated() {
                    let count: Int? = row[index]
                    mismatches[kind.rawValue] = count ?? 0
                }
            }
            return (severities, rules, conflicts ?? 0, mismatches)
        }
    }
}
