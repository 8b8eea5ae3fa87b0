import Model
import Storage

/// A subject that was known by its old registration number, and the credit code that a row of the register gives it.
package struct MergedSubject: Sendable {
    package var old: String
    package var code: String
    /// The row's submission, and when it was received, seconds since 1970.
    package var submission: Int
    package var received: Int

    package init(old: String, code: String, submission: Int, received: Int) {
        self.old = old
        self.code = code
        self.submission = submission
        self.received = received
    }
}

extension LedgerSession {
    /// Moves all statements and cases of a subject to another: the crosswalk of an old registration number arrived. None of the keys concerned has
    /// a current statement until the subject is consolidated again.
    package func merge(_ merged: MergedSubject) throws {
        for sql in [
            "INSERT INTO moved SELECT subject, ?2, item, key, submission, row, ?3 FROM statement WHERE subject = ?1",
            """
            UPDATE statement SET current = 0, run = ?3 WHERE subject = ?2 AND current = 1
                AND (item, key) IN (SELECT item, key FROM statement WHERE subject = ?1)
            """,
            "UPDATE statement SET subject = ?2, current = 0, run = ?3 WHERE subject = ?1",
            "UPDATE subject SET merged_into = ?2 WHERE code = ?1 AND merged_into IS NULL",
            "DELETE FROM comparison WHERE subject = ?1",
        ] {
            try execute(sql, merged)
        }
        if hasCases { try mergeCases(merged) }
        try EndConflicts(connection, where: "subject = ?2")(run: run) { $0.bind(2, merged.old) }
    }

    /// Where both subjects have a case of one pair, that of the credit code goes on and the other one ends. All that happened to either is kept, each
    /// life by itself: what ended here comes before.
    private func mergeCases(_ merged: MergedSubject) throws {
        try execute(
            """
            INSERT INTO mismatch_event SELECT m.subject, m.comparison, m.pair,
                (SELECT max(number) + 1 FROM mismatch_event e
                    WHERE e.subject = m.subject AND e.comparison = m.comparison AND e.pair = m.pair),
                ?3, ?4, m.item, 'resolved', m.result, m.attribution, m.responsible, m.due, ?5, NULL,
                '主体并入 merged into ' || ?2, NULL, m.rule, m.self_submission, m.self_row, m.government_submission,
                m.government_row
            FROM mismatch m JOIN mismatch n ON n.subject = ?2 AND n.comparison = m.comparison AND n.pair = m.pair
            WHERE m.subject = ?1 AND m.state <> 'resolved'
            """, merged)
        for shared in try sharedEvents(merged) {
            let move = try cached(
                """
                UPDATE mismatch_event SET subject = ?2, number = number + ?3
                WHERE subject = ?1 AND comparison = ?4 AND pair = ?5
                """)
            move.bind(1, merged.old)
            move.bind(2, merged.code)
            move.bind(3, shared.shift)
            move.bind(4, shared.comparison)
            move.bind(5, shared.pair)
            try move.run()
        }
        for sql in [
            "UPDATE mismatch_event SET subject = ?2 WHERE subject = ?1",
            "UPDATE OR IGNORE mismatch SET subject = ?2 WHERE subject = ?1", "DELETE FROM mismatch WHERE subject = ?1",
        ] {
            try execute(sql, merged)
        }
    }

    /// Pairs to which something happened under both, and what makes the numbers of the old subject's events end before the other's begin.
    private func sharedEvents(_ merged: MergedSubject) throws -> [(comparison: String, pair: Int64, shift: Int)] {
        let select = try cached(
            """
            SELECT o.comparison, o.pair, n.first - 1 - max(o.number) FROM mismatch_event o
                JOIN (SELECT comparison, pair, min(number) AS first FROM mismatch_event WHERE subject = ?2
                    GROUP BY comparison, pair) n ON n.comparison = o.comparison AND n.pair = o.pair
            WHERE o.subject = ?1 GROUP BY o.comparison, o.pair
            """)
        select.bind(1, merged.old)
        select.bind(2, merged.code)
        var found: [(comparison: String, pair: Int64, shift: Int)] = []
        while try select.next() { found.append((select.string(0), select.int64(1), select.int(2))) }
        return found
    }

    /// Runs a statement whose parameters are the old number, the code, the run, when and by which submission.
    private func execute(_ sql: String, _ merged: MergedSubject) throws {
        let statement = try cached(sql)
        statement.bind(1, merged.old)
        if sql.contains("?2") { statement.bind(2, merged.code) }
        if sql.contains("?3") { statement.bind(3, run) }
        if sql.contains("?4") { statement.bind(4, merged.received) }
        if sql.contains("?5") { statement.bind(5, merged.submission) }
        try statement.run()
    }
}
