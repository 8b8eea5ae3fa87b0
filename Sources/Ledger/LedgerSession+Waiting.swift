import GRDB
package import Model
import Storage

/// A row that waits for the register to know its subject.
package struct WaitingRow: Sendable {
    package var submission: Int
    package var position: RowPosition
    package var received: Int
    package var source: String
}

extension LedgerSession {
    /// The rows that wait for an identifier; who attributes one takes it out by ``deleteAside(submission:row:)``.
    package func waiting(for identifier: String) throws -> [WaitingRow] {
        selectWaiting.bind(1, identifier)
        return try read(selectWaiting)
    }

    private func read(_ select: Prepared) throws -> [WaitingRow] {
        var rows: [WaitingRow] = []
        while try select.next() {
            rows.append(
                WaitingRow(
                    submission: select.int(0),
                    position: RowPosition(
                        row: select.int(1), line: select.int(2), offset: select.int(3), length: select.int(4)),
                    received: select.int(5), source: select.string(6)))
        }
        return rows
    }

    /// Rows that wait for something other than a credit code, which the register may know now, from one place on.
    package func waitingWithoutCode(after: (submission: Int, row: Int), limit: Int) throws -> [WaitingRow] {
        let select = try Prepared(
            connection,
            """
            SELECT a.submission, a.row, a.line, a.offset, a.length, s.received, s.source
            FROM aside a JOIN submission s ON s.id = a.submission
            WHERE a.waits_for = '' AND (a.submission, a.row) > (?, ?) ORDER BY a.submission, a.row LIMIT ?
            """)
        select.bind(1, after.submission)
        select.bind(2, after.row)
        select.bind(3, limit)
        return try read(select)
    }

    /// Whether deliveries of any of these items came since the last run that asked the register began, or that had another configuration.
    package func registerMoved(_ items: [String]) throws -> Bool {
        // A run that took in no rows (refused files, nil returns) has no duration, and asked nothing.
        let select = try Prepared(
            connection,
            """
            SELECT s.item FROM submission s WHERE s.item IS NOT NULL AND s.run < ?1 AND s.run >= (SELECT ifnull(max(id), 0) FROM run WHERE id < ?1 AND seconds IS NOT NULL)
            UNION ALL SELECT NULL FROM run r WHERE r.id = ?1 AND r.fingerprint IS NOT
                (SELECT fingerprint FROM run WHERE id < ?1 AND seconds IS NOT NULL ORDER BY id DESC LIMIT 1)
            """)
        select.bind(1, run)
        defer { select.reset() }
        while try select.next() { if select.isNull(0) || items.contains(select.string(0)) { return true } }
        return false
    }

    /// A row is set aside no longer; that it was is kept.
    package func deleteAside(submission: Int, row: Int) throws {
        keepAside.bind(1, submission)
        keepAside.bind(2, row)
        keepAside.bind(3, run)
        try keepAside.run()
        deleteAside.bind(1, submission)
        deleteAside.bind(2, row)
        try deleteAside.run()
    }
}
