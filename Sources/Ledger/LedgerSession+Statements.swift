package import Bytes
package import Model
import Storage

extension LedgerSession {
    /// Takes the statement that a record makes about the subject in hand; ``endSubject(_:held:)`` writes it.
    package func insert(_ record: RecordView, outcome: Outcome, isCurrent: Bool) {
        StatementText.append(
            record, itemID: itemIDs[record.item], outcome: outcome, isCurrent: isCurrent, to: statementText)
    }

    /// Writes a subject's statements: those held, as they stand now, and those taken since the subject before.
    package func endSubject(_ subject: ByteSlice, held: [HeldStatement]) throws {
        guard statementText.count > 0 || !held.isEmpty else { return }
        for statement in held { StatementText.append(statement, to: statementText) }
        whole.removeAll()
        whole.append(UInt8(ascii: "["))
        whole.append(statementText.all)
        whole.append(UInt8(ascii: "]"))
        writeStatements.bind(1, subject)
        writeStatements.bind(2, run)
        writeStatements.bind(3, whole.all)
        try writeStatements.run()
        statementText.removeAll()
    }

    /// All statements about a subject in order of item, key and receipt; none where the ledger held none at all.
    package func statements(of subject: ByteSlice) throws -> [HeldStatement] {
        guard hasStatements else { return [] }
        selectStatements.bind(1, subject)
        defer { selectStatements.reset() }
        guard try selectStatements.next() else { return [] }
        var held: [HeldStatement] = []
        try StatementText.parse(selectStatements.slice(0)) { statement in
            var statement = statement
            statement.item = itemNumbers[statement.itemID] ?? -1
            (statement.received, statement.source) = try receipt(of: statement.submission)
            held.append(statement)
        }
        held.sort {
            ($0.item, $0.keyHash, $0.received, $0.submission, $0.position.row)
                < ($1.item, $1.keyHash, $1.received, $1.submission, $1.position.row)
        }
        return held
    }

    /// When and from whom a submission came.
    private func receipt(of submission: Int) throws -> (received: Int, source: String) {
        if let known = receipts[submission] { return known }
        let select = try cached("SELECT received, source FROM submission WHERE id = ?")
        select.bind(1, submission)
        defer { select.reset() }
        let found = try select.next() ? (select.int(0), select.string(1)) : (0, "")
        receipts[submission] = found
        return found
    }

    /// Moves all statements of a subject to another: the crosswalk of an old registration number arrived. None of them is current until the
    /// subject is consolidated again.
    package func moveStatements(from old: String, to code: String) throws {
        var moved = try old.withSlice { try statements(of: $0) }
        for index in moved.indices { moved[index].isCurrent = false }
        let own = try code.withSlice { try statements(of: $0) }
        try code.withSlice { try endSubject($0, held: own + moved) }
        for sql in [
            "DELETE FROM subject_statements WHERE subject = ?1",
            "UPDATE subject SET merged_into = ?2 WHERE code = ?1",
            "DELETE FROM comparison WHERE subject = ?1",
            "DELETE FROM mismatch WHERE subject = ?1",
            "DELETE FROM conflict WHERE subject = ?1",
        ] {
            let statement = try cached(sql)
            statement.bind(1, old)
            if sql.contains("?2") { statement.bind(2, code) }
            try statement.run()
        }
    }

    /// The current statement of a subject's own record.
    package func currentStatement(of code: String, item: Int) throws -> StatementReference? {
        selectStatements.bind(1, code)
        defer { selectStatements.reset() }
        guard try selectStatements.next() else { return nil }
        var found: StatementReference?
        StatementText.parse(selectStatements.slice(0)) { statement in
            guard statement.isCurrent, statement.itemID == itemIDs[item], statement.keyHash == 0 else { return }
            found = StatementReference(submission: statement.submission, row: statement.position.row)
        }
        return found
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
