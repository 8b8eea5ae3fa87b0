import Bytes
import Comparison
import GRDB
import Ledger
import Model
import Storage

/// Finds the subjects of a stretch whose comparisons do not stand in the ledger as their statements say. Reads three tables side by side in
/// order of subject; belongs to one thread.
final class ComparisonCheck {
    private let rules: ConsolidationRules
    private let connection: Connection
    private let statements: Prepared
    private let counts: KeyedRows
    private let cases: KeyedRows
    /// By submission: when it came and from whom.
    private let receipts: [Int: (received: Int, source: Int)]
    private let itemNumbers: [Int: Int]
    private let bytes = ByteBuffer(capacity: 1 << 14)
    private var currents: [CurrentStatement] = []
    private var starts: [Range<Int>] = []
    /// What the current statements say, and what others of the subject's keys said.
    private var contents: [Int64] = []
    private var former: [(item: Int, key: Int64, content: Int64, version: Int32)] = []
    private(set) var subjects = 0
    let wrong = SubjectList()

    init(_ store: LedgerStore, rules: ConsolidationRules, stretch: SubjectStretch) throws {
        self.rules = rules
        connection = try Connection(path: store.path, pragmas: ["query_only = ON", "cache_size = -4096"])
        let items = rules.catalogue.items
        (receipts, itemNumbers) = try store.queue.read { db in
            let rows = try Row.fetchAll(db, sql: "SELECT id, received, source FROM submission").map {
                ($0[0] as Int, (received: $0[1] as Int, source: rules.sources[$0[2]] ?? rules.departments.count))
            }
            let known = try Row.fetchAll(db, sql: "SELECT id, name FROM item").compactMap { row in
                items.first { $0.id == row[1] as String }.map { (row[0] as Int, $0.number) }
            }
            return (Dictionary(uniqueKeysWithValues: rows), Dictionary(uniqueKeysWithValues: known))
        }
        let compared = itemNumbers.filter { rules.compared.contains($0.value) }.keys.sorted()
        statements = try Prepared(
            connection.handle,
            """
            SELECT subject, item, key, submission, row, version, rank, flags, event, content, compared, current FROM statement
            WHERE item IN (\(compared.map(String.init).joined(separator: ","))) AND \(stretch.condition)
            ORDER BY subject
            """)
        stretch.bind(to: statements)
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
        let subject = ByteBuffer(capacity: 64)
        while try statements.next() {
            let next = statements.slice(0)
            if next != subject.all {
                if !starts.isEmpty { try check(subject.all) }
                former.removeAll(keepingCapacity: true)
                subject.removeAll()
                subject.append(next)
            }
            take()
        }
        if !starts.isEmpty { try check(subject.all) }
        // What is left in the other tables is about subjects that have no such statement any more.
        try counts.skip { wrong.append($0) }
        try cases.skip { wrong.append($0) }
    }

    private func take() {
        guard let item = itemNumbers[statements.int(1)] else { return }
        let said = (key: statements.int64(2), content: statements.int64(9), version: Int32(clamping: statements.int(5)))
        guard statements.int(11) == 1 else { return former.append((item, said.key, said.content, said.version)) }
        contents.append(said.content)
        let submission = statements.int(3)
        let receipt = receipts[submission] ?? (0, rules.departments.count)
        let start = bytes.count
        bytes.append(statements.blob(10))
        starts.append(start..<bytes.count)
        currents.append(
            CurrentStatement(
                item: item, submission: submission, row: statements.int(4), received: receipt.received,
                rank: statements.int(6), source: receipt.source,
                flags: RowFlags(rawValue: UInt16(clamping: statements.int(7))),
                version: Int32(clamping: statements.int(5)),
                event: statements.isNull(8) ? Record.noDate : Int32(clamping: statements.int(8)),
                isChange: false,
                keyHash: statements.int64(2), comparables: .empty, handle: 0))
    }

    private func check(_ subject: ByteSlice) throws {
        defer {
            currents.removeAll(keepingCapacity: true)
            starts.removeAll(keepingCapacity: true)
            contents.removeAll(keepingCapacity: true)
            former.removeAll(keepingCapacity: true)
            bytes.removeAll()
        }
        subjects += 1
        // The bytes stand still now.
        var areReadable = true
        for index in currents.indices {
            let current = currents[index]
            currents[index].isChange = former.contains {
                $0.item == current.item && $0.key == current.keyHash
                    && CurrentStatement.isChange(
                        from: ($0.content, $0.version), to: (contents[index], current.version))
            }
            currents[index].comparables = bytes.slice(starts[index].lowerBound, starts[index].count)
            if !rules.hasComparables(currents[index].comparables, item: currents[index].item) { areReadable = false }
        }
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
            let made = try MadeComparison(prepared, currents, registry: rules.registry)
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
