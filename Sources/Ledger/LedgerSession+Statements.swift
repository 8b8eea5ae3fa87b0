package import Bytes
package import Model
import Storage

/// A statement that a record of this run makes.
package struct NewStatement {
    package var record: RecordView
    package var outcome: Outcome
    package var isCurrent: Bool
    /// When a row of the record was first received that was sent back, seconds since 1970.
    package var returned: Int?
    /// What comparison needs of the subject's record; the record's own unless it was composed of several.
    package var comparables: ByteSlice

    package init(
        _ record: RecordView, _ outcome: Outcome, isCurrent: Bool, returned: Int? = nil, comparables: ByteSlice? = nil
    ) {
        self.record = record
        self.outcome = outcome
        self.isCurrent = isCurrent
        self.returned = returned
        self.comparables = comparables ?? record.comparables
    }
}

extension LedgerSession {
    package func insert(_ statements: [NewStatement]) throws {
        guard !statements.isEmpty else { return }
        var place = 0
        try feed.run(insertStatements) {
            guard place < statements.count else { return false }
            offer(statements[place])
            place += 1
            return true
        }
    }

    /// Sets the feed's values in the order of the table's columns.
    private func offer(_ statement: NewStatement) {
        let record = statement.record
        let values = feed.values
        values[0] = .text(record.subject)
        values[1] = .integer(Int64(itemIDs[record.item]))
        values[2] = .integer(record.keyHash)
        values[3] = .integer(Int64(record.submission))
        values[4] = .integer(Int64(record.row))
        values[5] = .integer(record.content)
        values[6] = .integer(Int64(record.version))
        values[7] = .integer(Int64(record.rank))
        values[8] = .integer(Int64(record.flags.rawValue))
        values[9] = record.event == Record.noDate ? .null : .integer(Int64(record.event))
        values[10] = .integer(Int64(statement.outcome.rawValue))
        values[11] = .integer(statement.isCurrent ? 1 : 0)
        values[12] = .integer(Int64(record.line))
        values[13] = .integer(Int64(record.offset))
        values[14] = .integer(Int64(record.length))
        values[15] = .integer(Int64(run))
        values[16] = .integer(Int64(run))
        values[17] = statement.returned.map { .integer(Int64($0)) } ?? .null
        values[18] = statement.comparables.count > 0 ? .blob(statement.comparables) : .null
    }

    /// Says of a statement of an earlier run whether it is now the current one of its key.
    package func setCurrent(_ statement: HeldStatement, of subject: ByteSlice, to isCurrent: Bool) throws {
        updateCurrent.bind(1, subject)
        updateCurrent.bind(2, statement.itemID)
        updateCurrent.bind(3, statement.keyHash)
        updateCurrent.bind(4, statement.submission)
        updateCurrent.bind(5, statement.position.row)
        updateCurrent.bind(6, isCurrent ? 1 : 0)
        updateCurrent.bind(7, run)
        try updateCurrent.run()
    }

    /// Writes what comparison needs of a statement of an earlier run, whose subject's record is composed anew.
    package func setComparables(_ statement: HeldStatement, of subject: ByteSlice, to bytes: ByteSlice) throws {
        let update = try cached(
            "UPDATE statement SET compared = ?6 WHERE subject = ?1 AND item = ?2 AND key = ?3 AND submission = ?4 AND row = ?5"
        )
        update.bind(1, subject)
        update.bind(2, statement.itemID)
        update.bind(3, statement.keyHash)
        update.bind(4, statement.submission)
        update.bind(5, statement.position.row)
        update.bindBlob(6, bytes)
        try update.run()
    }

    /// The comparables of a statement that ``statements(of:)`` gave last.
    package func comparables(of statement: HeldStatement) -> ByteSlice {
        comparables.slice(statement.comparables.lowerBound, statement.comparables.count)
    }

    /// All statements about a subject in order of item, key and receipt; none where the ledger held none at all.
    package func statements(of subject: ByteSlice) throws -> [HeldStatement] {
        guard hasStatements else { return [] }
        let select = selectStatements
        select.bind(1, subject)
        defer { select.reset() }
        var held: [HeldStatement] = []
        comparables.removeAll()
        while try select.next() {
            let submission = select.int(2)
            let (received, source) = try receipt(of: submission)
            let start = comparables.count
            comparables.append(select.blob(14))
            held.append(
                HeldStatement(
                    item: itemNumbers[select.int(0)] ?? -1, itemID: select.int(0), keyHash: select.int64(1),
                    submission: submission, content: select.int64(4), version: Int32(clamping: select.int(5)),
                    rank: select.int(6), flags: RowFlags(rawValue: UInt16(clamping: select.int(7))),
                    outcome: Outcome(rawValue: UInt8(clamping: select.int(9))) ?? .published,
                    isCurrent: select.int(10) == 1,
                    position: RowPosition(
                        row: select.int(3), line: select.int(11), offset: select.int(12), length: select.int(13)),
                    received: received, source: source,
                    event: select.isNull(8) ? Record.noDate : Int32(clamping: select.int(8)),
                    comparables: start..<comparables.count))
        }
        held.sort {
            ($0.item, $0.keyHash, $0.received, $0.submission, $0.position.row)
                < ($1.item, $1.keyHash, $1.received, $1.submission, $1.position.row)
        }
        return held
    }

    /// When and from whom a submission came.
    func receipt(of submission: Int) throws -> (received: Int, source: String) {
        if let known = receipts[submission] { return known }
        let select = try cached("SELECT received, source FROM submission WHERE id = ?")
        select.bind(1, submission)
        defer { select.reset() }
        let found = try select.next() ? (select.int(0), select.string(1)) : (0, "")
        receipts[submission] = found
        return found
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
    /// - Parameters:
    ///   - event: days since 1970; ``Record/noDate`` without one.
    ///   - links: by what a later row of the same record is known.
    ///   - waitsFor: the credit code or other identifier whose arrival in the register would attribute it.
    package func insertAside(
        submission: Int, position: RowPosition, outcome: Outcome, event: Int32, links: RecordLinks,
        waitsFor: String? = nil
    ) throws {
        insertAside.bind(1, submission)
        insertAside.bind(2, position.row)
        insertAside.bind(3, Int(outcome.rawValue))
        insertAside.bind(4, position.line)
        insertAside.bind(5, position.offset)
        insertAside.bind(6, position.length)
        insertAside.bind(7, waitsFor)
        if event == Record.noDate { insertAside.bindNull(8) } else { insertAside.bind(8, Int(event)) }
        for (place, link) in [(9, links.key), (10, links.name)] as [(Int32, Int64?)] {
            if let link { insertAside.bind(place, link) } else { insertAside.bindNull(place) }
        }
        try insertAside.run()
        if outcome == .rejected { noteReturn(links) }
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
