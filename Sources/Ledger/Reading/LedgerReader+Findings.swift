import GRDB
package import Model

extension LedgerReader {
    /// How often each rule was asked and how often it failed.
    package func ruleCounts(_ scope: LedgerScope) throws -> [String: RuleCount] {
        try queue.read { db in
            let rows = try Row.fetchAll(
                db,
                literal: """
                    SELECT c.rule, sum(c.applicable), sum(c.failed)
                    FROM submission s JOIN rule_count c ON c.submission = s.id WHERE \(scope.condition) GROUP BY c.rule
                    """)
            return Dictionary(
                uniqueKeysWithValues: rows.map { ($0[0], RuleCount(applicable: $0[1], failed: $0[2])) })
        }
    }

    /// What was found, by rule and severity, the most harmful first, with up to `examples` findings of each: the first one of each of
    /// the first deliveries, then more of the first delivery where there are too few.
    package func ruleSummaries(_ scope: LedgerScope, examples limit: Int = 3) throws -> [RuleSummary] {
        try queue.read { db in
            var summaries: [RuleSummary] = []
            var places: [String: Int] = [:]
            let submissions = try Row.fetchAll(
                db, literal: "SELECT s.id FROM submission s WHERE \(scope.condition) ORDER BY s.id")
            // A delivery at a time: what is sorted stays small, and a finding's texts are read for examples only.
            for submission in submissions {
                let found = try Row.fetchAll(
                    db,
                    literal: """
                        SELECT f.rule, f.severity, count(*), min(f.row * 65536 + f.number) FROM finding f
                        WHERE f.submission = \(submission[0] as Int) GROUP BY f.rule, f.severity
                        """)
                for row in found {
                    let key = "\(row[0] as String) \(row[1] as Int)"
                    let place = places[key] ?? summaries.count
                    if place == summaries.count {
                        places[key] = place
                        let severity = Severity(rawValue: UInt8(clamping: row[1] as Int)) ?? .error
                        summaries.append(RuleSummary(rule: row[0], severity: severity))
                    }
                    summaries[place].findings += row[2]
                    summaries[place].deliveries += 1
                    guard summaries[place].examples.count < limit else { continue }
                    summaries[place].examples += try finding(db, submission[0], place: row[3])
                }
            }
            for index in summaries.indices where summaries[index].examples.count < limit {
                try addExamples(to: &summaries[index], limit, db)
            }
            return summaries.sorted {
                ($1.severity, $1.findings, $0.rule) < ($0.severity, $0.findings, $1.rule)
            }
        }
    }

    /// - Parameter place: row · 65536 + number.
    private func finding(_ db: Database, _ submission: Int, place: Int) throws -> [FindingRow] {
        try Row.fetchAll(
            db,
            literal: """
                SELECT \(LedgerReader.columns) FROM finding f JOIN submission s ON s.id = f.submission
                WHERE f.submission = \(submission) AND f.row = \(place >> 16) AND f.number = \(place & 65535)
                """
        ).map(FindingRow.init)
    }

    private func addExamples(to summary: inout RuleSummary, _ limit: Int, _ db: Database) throws {
        for example in summary.examples where summary.examples.count < min(limit, summary.findings) {
            summary.examples += try Row.fetchAll(
                db,
                literal: """
                    SELECT \(LedgerReader.columns) FROM finding f JOIN submission s ON s.id = f.submission
                    WHERE f.submission = \(example.submission) AND f.row > \(example.finding.position.row)
                        AND f.rule = \(summary.rule) AND f.severity = \(Int(summary.severity.rawValue))
                    ORDER BY f.row, f.number LIMIT \(limit - summary.examples.count)
                    """
            ).map(FindingRow.init)
        }
        summary.examples.sort { ($0.submission, $0.finding.position.row) < ($1.submission, $1.finding.position.row) }
    }

    /// The first findings of a scope in order of delivery and row, and how many there are in all.
    /// - Parameter rule: only this rule's.
    package func findings(_ scope: LedgerScope, rule: String? = nil, limit: Int) throws -> Limited<FindingRow> {
        try queue.read { db in
            let condition: SQL = rule.map { "\(scope.condition) AND f.rule = \($0)" } ?? scope.condition
            let total = try Row.fetchOne(
                db,
                literal: """
                    SELECT count(*) FROM submission s JOIN finding f ON f.submission = s.id WHERE \(condition)
                    """)
            let rows = try Row.fetchAll(
                db,
                literal: """
                    SELECT \(LedgerReader.columns) FROM submission s JOIN finding f ON f.submission = s.id
                    WHERE \(condition) ORDER BY f.submission, f.row, f.number LIMIT \(limit)
                    """)
            return Limited(rows.map(FindingRow.init), total: total?[0] ?? 0)
        }
    }

    /// Hands out all findings of a delivery in order of its rows, one at a time.
    package func forEachFinding(of submission: Int, _ body: (FindingRow) throws -> Void) throws {
        try queue.read { db in
            let rows = try Row.fetchCursor(
                db,
                literal: """
                    SELECT \(LedgerReader.columns) FROM finding f JOIN submission s ON s.id = f.submission
                    WHERE f.submission = \(submission) ORDER BY f.row, f.number
                    """)
            while let row = try rows.next() { try body(FindingRow(row)) }
        }
    }

    /// A page of a delivery's findings in order of its rows.
    /// - Parameter after: the place that the page before ended with: row · 65536 + number.
    /// - Throws: ``LedgerBusy``.
    package func findings(of submission: Int, after: Int, limit: Int) throws -> [(place: Int, row: FindingRow)] {
        do {
            return try queue.read { db in
                try Row.fetchAll(
                    db,
                    literal: """
                        SELECT \(LedgerReader.columns), f.row * 65536 + f.number AS place
                        FROM finding f JOIN submission s ON s.id = f.submission
                        WHERE f.submission = \(submission) AND (f.row, f.number) > (\(after >> 16), \(after & 65535))
                        ORDER BY f.row, f.number LIMIT \(limit)
                        """
                ).map { ($0["place"], FindingRow($0)) }
            }
        } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
            throw LedgerBusy()
        }
    }

    /// The first rows that say `identifier`, though no subject has it.
    package func mentions(of identifier: String, limit: Int) throws -> [UnknownMention] {
        try queue.read { db in
            try Row.fetchAll(
                db,
                literal: """
                    SELECT a.submission, s.source, s.file, a.row, a.line, NULL AS rule
                    FROM aside a JOIN submission s ON s.id = a.submission WHERE a.waits_for = \(identifier)
                    UNION ALL
                    SELECT f.submission, s.source, s.file, f.row, f.line, f.rule
                    FROM (SELECT submission, row, line, rule, max(severity) FROM finding
                        WHERE value = \(identifier) AND row > 0 GROUP BY submission, row) f
                        JOIN submission s ON s.id = f.submission
                    ORDER BY 1, 4 LIMIT \(limit)
                    """
            ).map { row in
                UnknownMention(
                    submission: row[0], source: row[1], file: row[2], row: row[3], line: row[4], rule: row[5])
            }
        }
    }

    private static let columns: SQL = """
        f.submission, s.source, s.item, s.file, f.rule, f.severity, f.row, f.line, f.offset, f.length, f.field, f.value,
        f.expected, f.suggestion
        """
}

extension FindingRow {
    fileprivate init(_ row: Row) {
        let severity: Int = row["severity"]
        let item: String? = row["item"]
        self.init(
            submission: row["submission"], source: row["source"], item: item ?? "", file: row["file"],
            finding: Finding(
                rule: row["rule"], severity: Severity(rawValue: UInt8(clamping: severity)) ?? .error,
                position: RowPosition(row: row["row"], line: row["line"], offset: row["offset"], length: row["length"]),
                field: row["field"], value: row["value"], expected: row["expected"], suggestion: row["suggestion"]))
    }
}
