package import Model
import Storage

/// Rows that were sent back and come again mended: they keep the clock of their first arrival.
extension LedgerSession {
    /// Whether any row was sent back that can be known again.
    package var hasReturns: Bool { returns != nil }

    func readReturns() throws {
        for column in ["link", "name_link"] {
            let select = try Prepared(
                connection,
                "SELECT \(column) FROM aside WHERE outcome = \(Outcome.rejected.rawValue) AND \(column) IS NOT NULL")
            while try select.next() { noteReturn(RecordLinks(key: select.int64(0))) }
        }
    }

    func noteReturn(_ links: RecordLinks) {
        guard !links.isEmpty else { return }
        let filter = returns ?? LinkFilter()
        returns = filter
        if let key = links.key { filter.insert(key) }
        if let name = links.name { filter.insert(name) }
    }

    /// When a row of the record was first received that was sent back in an earlier delivery; nil where none was. Those rows are noted as mended.
    /// - Parameters:
    ///   - submission: that of the row which is not rejected.
    ///   - received: when it was received, seconds since 1970.
    package func firstReturn(_ links: RecordLinks, submission: Int, received: Int) throws -> Int? {
        guard let returns else { return nil }
        var first: Int?
        for (column, link) in [("link", links.key), ("name_link", links.name)] {
            guard let link, returns.mayContain(link) else { continue }
            for row in try returned(by: column, link) {
                let arrived = try receipt(of: row.submission).received
                guard row.submission != submission, (arrived, row.submission) < (received, submission) else { continue }
                first = min(first ?? arrived, arrived)
                // What an earlier run noted stays; within a run the earliest row counts, whichever is consolidated first.
                if row.mended.map({ row.mendedRun == run && $0 > received }) ?? true {
                    let update = try cached(
                        "UPDATE aside SET mended = ?3, mended_run = ?4 WHERE submission = ?1 AND row = ?2")
                    update.bind(1, row.submission)
                    update.bind(2, row.row)
                    update.bind(3, received)
                    update.bind(4, run)
                    try update.run()
                }
            }
        }
        return first
    }

    private struct ReturnedRow {
        var submission: Int
        var row: Int
        var mended: Int?
        var mendedRun: Int
    }

    private func returned(by column: String, _ link: Int64) throws -> [ReturnedRow] {
        let select = try cached(
            """
            SELECT submission, row, mended, mended_run FROM aside
            WHERE outcome = \(Outcome.rejected.rawValue) AND \(column) = ?
            """)
        select.bind(1, link)
        var rows: [ReturnedRow] = []
        while try select.next() {
            rows.append(
                ReturnedRow(
                    submission: select.int(0), row: select.int(1), mended: select.isNull(2) ? nil : select.int(2),
                    mendedRun: select.int(3)))
        }
        return rows
    }
}
