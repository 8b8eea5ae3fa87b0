package import Model
import Storage

/// A delivery as one side of a rehearsal took it.
package struct RehearsedDelivery: Sendable {
    package var id: Int
    package var digest: String
    package var source: String
    /// Nil where the file was refused before it was known.
    package var item: String?
    package var file: String
    /// Seconds since 1970.
    package var received: Int
    package var isRefused: Bool
    package var refusal: String?
    package var rows: Int
    /// Rows with an event date, those of them that arrived within the deadline, and rows without one.
    package var dated: Int
    package var onTime: Int
    package var undated: Int
}

/// The ledger of a replay that is thrown away, read delivery by delivery and row by row: nothing is held but what is asked for.
///
/// It gets an index that an instance's ledger does not need; never to be opened on an instance's own.
package final class RehearsedLedger {
    private let own: Connection
    private let selectDeliveries: Prepared
    private let selectCounts: Prepared
    private let selectFindings: Prepared

    package init(_ store: LedgerStore) throws {
        // What is thrown away needs no journal and no wait for the disk.
        own = try Connection(
            path: store.path,
            pragmas: ["journal_mode = OFF", "synchronous = OFF", "cache_size = -8192", "temp_store = FILE"])
        try own.handle.execute(
            "CREATE INDEX IF NOT EXISTS rehearsed_row ON statement (submission, row, outcome, line)")
        selectDeliveries = try Prepared(
            own.handle,
            """
            SELECT id, digest, source, item, file, received, state, refusal, rows, dated, on_time, undated FROM submission
            WHERE received >= ? AND received < ? ORDER BY received, digest, id
            """)
        selectCounts = try Prepared(
            own.handle, "SELECT rule, severity, count(*) FROM finding WHERE submission = ? GROUP BY rule, severity")
        selectFindings = try Prepared(own.handle, RehearsedFindings.query + " AND row = ? ORDER BY number")
    }

    /// Begins with the deliveries first received in a stretch of time, in order of receipt and digest; ``nextDelivery()`` hands them out.
    package func openDeliveries(received: Range<Int>) {
        selectDeliveries.bind(1, received.lowerBound)
        selectDeliveries.bind(2, received.upperBound)
    }

    /// The next delivery; after the last, nil, and not to be asked again.
    package func nextDelivery() throws -> RehearsedDelivery? {
        let select = selectDeliveries
        guard try select.next() else { return nil }
        return RehearsedDelivery(
            id: select.int(0), digest: select.string(1), source: select.string(2),
            item: select.isNull(3) ? nil : select.string(3), file: select.string(4), received: select.int(5),
            isRefused: select.string(6) == SubmissionState.refused.rawValue,
            refusal: select.isNull(7) ? nil : select.string(7), rows: select.int(8), dated: select.int(9),
            onTime: select.int(10), undated: select.int(11))
    }

    /// Findings of a delivery by rule and severity.
    package func findingCounts(of submission: Int) throws -> [(rule: String, severity: Severity, count: Int)] {
        selectCounts.bind(1, submission)
        var counts: [(rule: String, severity: Severity, count: Int)] = []
        while try selectCounts.next() {
            let severity = Severity(rawValue: UInt8(clamping: selectCounts.int(1))) ?? .error
            counts.append((selectCounts.string(0), severity, selectCounts.int(2)))
        }
        return counts
    }

    /// All findings of one row.
    package func findings(of submission: Int, row: Int) throws -> [Finding] {
        selectFindings.bind(1, submission)
        selectFindings.bind(2, row)
        var findings: [Finding] = []
        while try selectFindings.next() { findings.append(RehearsedFindings.finding(selectFindings)) }
        return findings
    }

    package func rows() throws -> RehearsedRows { try RehearsedRows(own.handle) }
    package func findings() throws -> RehearsedFindings { try RehearsedFindings(own.handle) }
}

/// The rows of one delivery after another, in their order, each with its outcome.
package final class RehearsedRows {
    private let select: Prepared
    /// Number of the row it stands at; `Int.max` behind the last.
    package private(set) var row = Int.max
    package private(set) var outcome = Outcome.published
    /// Line of the file.
    package private(set) var line = 0

    fileprivate init(_ connection: OpaquePointer) throws {
        select = try Prepared(
            connection,
            """
            SELECT row, outcome, line FROM statement WHERE submission = ?1
            UNION ALL SELECT row, outcome, line FROM aside WHERE submission = ?1 ORDER BY row
            """)
    }

    /// Stands at the first row of a delivery; nil has no rows.
    package func open(_ submission: Int?) throws {
        row = Int.max
        select.reset()
        guard let submission else { return }
        select.bind(1, submission)
        row = 0
        try advance()
    }

    package func advance() throws {
        guard row != Int.max else { return }
        guard try select.next() else {
            row = Int.max
            return
        }
        row = select.int(0)
        outcome = Outcome(rawValue: UInt8(clamping: select.int(1))) ?? .rejected
        line = select.int(2)
    }
}

/// The findings of one delivery after another, in order of rows.
package final class RehearsedFindings {
    fileprivate static let query = """
        SELECT row, number, rule, severity, line, field, value, expected, suggestion FROM finding WHERE submission = ?
        """

    private let select: Prepared
    /// Number of the row it stands at, 0 for the file as a whole; `Int.max` behind the last.
    package private(set) var row = Int.max

    fileprivate init(_ connection: OpaquePointer) throws {
        select = try Prepared(connection, RehearsedFindings.query + " ORDER BY row, number")
    }

    package func open(_ submission: Int?) throws {
        row = Int.max
        select.reset()
        guard let submission else { return }
        select.bind(1, submission)
        row = 0
        try advance()
    }

    package func advance() throws {
        guard row != Int.max else { return }
        row = try select.next() ? select.int(0) : Int.max
    }

    /// What it stands at.
    package var finding: Finding { RehearsedFindings.finding(select) }

    /// Whether two say the same about their rows, wherever those stand in the file.
    package func saysTheSame(as other: RehearsedFindings) -> Bool {
        select.int(3) == other.select.int(3)
            && [2, 5, 6, 7, 8].allSatisfy { select.slice($0) == other.select.slice($0) }
    }

    fileprivate static func finding(_ select: Prepared) -> Finding {
        Finding(
            rule: select.string(2), severity: Severity(rawValue: UInt8(clamping: select.int(3))) ?? .error,
            position: RowPosition(row: select.int(0), line: select.int(4), offset: 0, length: 0),
            field: select.isNull(5) ? nil : select.string(5), value: select.string(6), expected: select.string(7),
            suggestion: select.string(8))
    }
}
