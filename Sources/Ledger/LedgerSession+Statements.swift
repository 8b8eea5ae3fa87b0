package import Bytes
package import Model
import Storage

/// A statement that the ledger holds from an earlier run; its values are in the archive.
package struct HeldStatement: Sendable {
    package var item: Int
    package var keyHash: Int64
    package var submission: Int
    package var content: Int64
    package var version: Int32
    package var rank: Int
    package var flags: RowFlags
    package var outcome: Outcome
    package var isCurrent: Bool
    package var position: RowPosition
    package var received: Int
    package var source: String
    package var event: Int32
}

extension LedgerSession {
    /// Writes the statement that a record makes. Statements of one run come in order of subject, item and key.
    package func insert(_ record: RecordView, outcome: Outcome, isCurrent: Bool) throws {
        let statement = insertStatement
        statement.bind(1, record.subject)
        statement.bind(2, itemIDs[record.item])
        statement.bind(3, record.keyHash)
        statement.bind(4, record.submission)
        statement.bind(5, record.row)
        statement.bind(6, record.content)
        statement.bind(7, Int(record.version))
        statement.bind(8, record.rank)
        statement.bind(9, Int(record.flags.rawValue))
        if record.event == Record.noDate { statement.bindNull(10) } else { statement.bind(10, Int(record.event)) }
        statement.bind(11, Int(outcome.rawValue))
        statement.bind(12, isCurrent ? 1 : 0)
        statement.bind(13, record.line)
        statement.bind(14, record.offset)
        statement.bind(15, record.length)
        try statement.run()
    }

    /// All statements about a subject in order of item, key and receipt; none where the ledger held none at all.
    package func statements(of subject: ByteSlice) throws -> [HeldStatement] {
        guard hasStatements else { return [] }
        let select = selectStatements
        select.bind(1, subject)
        var held: [HeldStatement] = []
        while try select.next() {
            guard let item = itemNumbers[select.int(0)] else { continue }
            held.append(
                HeldStatement(
                    item: item, keyHash: select.int64(1), submission: select.int(2), content: select.int64(4),
                    version: Int32(clamping: select.int(5)), rank: select.int(6),
                    flags: RowFlags(rawValue: UInt16(clamping: select.int(7))),
                    outcome: Outcome(rawValue: UInt8(clamping: select.int(8))) ?? .published,
                    isCurrent: select.int(9) == 1,
                    position: RowPosition(
                        row: select.int(3), line: select.int(10), offset: select.int(11), length: select.int(12)),
                    received: select.int(13), source: select.string(14),
                    event: select.isNull(15) ? Record.noDate : Int32(clamping: select.int(15))))
        }
        return held
    }

    /// Marks a held statement as no longer current.
    package func demote(_ subject: ByteSlice, _ held: HeldStatement) throws {
        demote.bind(1, subject)
        demote.bind(2, itemIDs[held.item])
        demote.bind(3, held.keyHash)
        demote.bind(4, held.submission)
        demote.bind(5, held.position.row)
        try demote.run()
    }

    /// Marks a held statement as current again, after a row that was attributed late found its place behind it.
    package func promote(_ subject: ByteSlice, _ held: HeldStatement) throws {
        let update = try cached(
            "UPDATE statement SET current = 1 WHERE subject = ? AND item = ? AND key = ? AND submission = ? AND row = ?"
        )
        update.bind(1, subject)
        update.bind(2, itemIDs[held.item])
        update.bind(3, held.keyHash)
        update.bind(4, held.submission)
        update.bind(5, held.position.row)
        try update.run()
    }

    /// Moves all statements of a subject to another: the crosswalk of an old registration number arrived.
    package func moveStatements(from old: String, to code: String) throws {
        for sql in [
            "UPDATE OR REPLACE statement SET subject = ?2, current = 0 WHERE subject = ?1",
            "UPDATE subject SET merged_into = ?2 WHERE code = ?1",
            "DELETE FROM comparison WHERE subject = ?1",
            "DELETE FROM mismatch WHERE subject = ?1",
            "DELETE FROM conflict WHERE subject = ?1",
        ] {
            let statement = try Prepared(connection, sql)
            statement.bind(1, old)
            if sql.contains("?2") { statement.bind(2, code) }
            try statement.run()
        }
    }

    /// The current statement of a subject's own record.
    package func currentStatement(of code: String, item: Int) throws -> StatementReference? {
        let select = try cached(
            "SELECT submission, row FROM statement WHERE subject = ? AND item = ? AND key = 0 AND current = 1")
        select.bind(1, code)
        select.bind(2, itemIDs[item])
        defer { select.reset() }
        return try select.next() ? StatementReference(submission: select.int(0), row: select.int(1)) : nil
    }

    /// Notes a row that is no statement about a subject.
    /// - Parameter waitsFor: the credit code or other identifier whose arrival in the register would attribute it.
    package func insertAside(submission: Int, position: RowPosition, outcome: Outcome, waitsFor: String? = nil) throws {
        insertAside.bind(1, submission)
        insertAside.bind(2, position.row)
        insertAside.bind(3, Int(outcome.rawValue))
        insertAside.bind(4, position.line)
        insertAside.bind(5, position.offset)
        insertAside.bind(6, position.length)
        insertAside.bind(7, waitsFor)
        try insertAside.run()
    }

    /// Writes findings; `numbers` count those of one row from 0.
    package func insert(_ findings: [Finding], submission: Int) throws {
        var row = -1
        var number = 0
        for finding in findings {
            number = finding.position.row == row ? number + 1 : 0
            row = finding.position.row
            try insert(finding, number: number, submission: submission)
        }
    }

    package func insert(_ finding: Finding, number: Int, submission: Int) throws {
        let insert = insertFinding
        insert.bind(1, submission)
        insert.bind(2, finding.position.row)
        insert.bind(3, number)
        insert.bind(4, finding.rule)
        insert.bind(5, Int(finding.severity.rawValue))
        insert.bind(6, finding.position.line)
        insert.bind(7, finding.position.offset)
        insert.bind(8, finding.position.length)
        insert.bind(9, finding.field)
        insert.bind(10, finding.value)
        insert.bind(11, finding.expected)
        insert.bind(12, finding.suggestion)
        try insert.run()
    }

    /// Adds what the register proposes for a wrong code: the finding itself, and the suggestion to the findings about the code.
    /// - Parameter applied: the candidate took effect, so that what was an error is a warning.
    package func suggest(_ code: String, for finding: Finding, submission: Int, applied: Bool) throws {
        let update = try cached(
            """
            UPDATE finding SET suggestion = ?3, severity = CASE WHEN ?4 THEN 1 ELSE severity END
            WHERE submission = ?1 AND row = ?2 AND rule IN ('credit-code-check', 'credit-code-form')
            """)
        update.bind(1, submission)
        update.bind(2, finding.position.row)
        update.bind(3, code)
        update.bind(4, applied ? 1 : 0)
        try update.run()
        let last = try cached("SELECT ifnull(max(number), -1) FROM finding WHERE submission = ? AND row = ?")
        last.bind(1, submission)
        last.bind(2, finding.position.row)
        _ = try last.next()
        let number = last.int(0) + 1
        last.reset()
        try insert(finding, number: number, submission: submission)
    }
}
