import Bytes
import Comparison
import Ledger
import Model
import Storage

/// Finds the subjects of a stretch whose comparisons do not stand in the ledger as their statements say. Reads three tables side by side in
/// order of subject; belongs to one thread.
final class ComparisonCheck {
    private let rules: ConsolidationRules
    private let connection: Connection
    private let statements: HeldSubjects
    private let counts: KeyedRows
    private let cases: KeyedRows
    private(set) var subjects = 0
    let wrong = SubjectList()

    init(_ store: LedgerStore, rules: ConsolidationRules, stretch: SubjectStretch) throws {
        self.rules = rules
        connection = try Connection(path: store.path, pragmas: ["query_only = ON", "cache_size = -4096"])
        statements = try HeldSubjects(store, connection, rules: rules, stretch: stretch)
        counts = try KeyedRows(
            connection.handle,
            """
            SELECT subject, name, matches, mismatches, not_reflected, enterprise_only, government_only, not_comparable
            FROM comparison WHERE \(stretch.condition) ORDER BY subject
            """, stretch)
        cases = try KeyedRows(
            connection.handle,
            """
            SELECT subject, comparison, \(MismatchCase.columns) FROM mismatch WHERE state <> 'resolved' AND \(stretch.condition)
            ORDER BY subject
            """, stretch)
    }

    func callAsFunction() throws {
        try statements.forEachSubject(check)
        // What is left in the other tables is about subjects that have no such statement any more.
        try counts.skip { wrong.append($0) }
        try cases.skip { wrong.append($0) }
    }

    private func check(_ subject: ByteSlice, _ currents: [CurrentStatement], areReadable: Bool) throws {
        subjects += 1
        var noted: [(name: String, counts: [Int])] = []
        try counts.take(subject, before: wrong.append) { row in
            noted.append((row.string(1), (2..<8).map { row.int($0) }))
        }
        var known: [(name: String, mismatch: MismatchCase)] = []
        try cases.take(subject, before: wrong.append) { row in
            known.append((row.string(1), MismatchCase(row, at: 2, item: 0)))
        }
        guard areReadable else { return wrong.append(subject) }
        for prepared in rules.comparisons {
            let made = MadeComparison(prepared, currents, registry: rules.registry)
            let id = prepared.comparison.plan.id
            let counts = noted.first { $0.name == id }?.counts ?? [0, 0, 0, 0, 0, 0]
            let expected = made.results.isEmpty ? [] : made.cases
            let standing = known.filter { $0.name == id }
            let isRight =
                counts == made.counts && expected.count == standing.count
                && expected.allSatisfy { one in
                    standing.contains { $0.mismatch.pair == one.pair && $0.mismatch.saysTheSame(as: one) }
                }
            guard isRight else { return wrong.append(subject) }
        }
        let ids = rules.comparisons.map(\.comparison.plan.id)
        if noted.contains(where: { !ids.contains($0.name) }) || known.contains(where: { !ids.contains($0.name) }) {
            wrong.append(subject)
        }
    }
}

/// Rows of a table in order of subject, taken along with another table's.
final class KeyedRows {
    private let statement: Prepared
    private var hasRow: Bool

    init(_ connection: OpaquePointer, _ sql: String, _ stretch: SubjectStretch) throws {
        statement = try Prepared(connection, sql)
        stretch.bind(to: statement)
        hasRow = try statement.next()
    }

    /// Hands out the subject's rows; `before` is told subjects that come before it.
    func take(_ subject: ByteSlice, before: (ByteSlice) -> Void, _ body: (Prepared) throws -> Void) throws {
        while hasRow {
            let next = statement.slice(0)
            if next == subject {
                try body(statement)
            } else if next.precedes(subject) {
                before(next)
            } else {
                return
            }
            hasRow = try statement.next()
        }
    }

    /// Hands out the subjects of all rows that are left.
    func skip(_ body: (ByteSlice) -> Void) throws {
        while hasRow {
            body(statement.slice(0))
            hasRow = try statement.next()
        }
    }
}
