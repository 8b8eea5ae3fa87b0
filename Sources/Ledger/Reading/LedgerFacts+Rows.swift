package import Bytes
package import Model
import Storage

/// Rows one at a time: a group of rows about one record is all that is held.
extension LedgerFacts {
    /// Hands out every row: statements in order of subject, item and key, then what was set aside in order of its link. The text is the
    /// subject, valid during the call; what was set aside has none.
    package func forEachRow(_ body: (RowFacts, ByteSlice) throws -> Void) throws {
        try forEachStatement(body)
        try forEachAside(body)
    }

    /// A statement on its way: what decides whether it is its source's first.
    private struct Statement {
        var item: Int
        var key: Int64
        var facts: RowFacts
    }

    private static let columns = "item, key, submission, row, flags, event, outcome, line, returned"

    /// The statement in hand; columns begin at `first`.
    private func statement(_ select: Prepared, _ first: Int32, place: Int) -> Statement {
        Statement(
            item: select.int(first), key: select.int64(first + 1),
            facts: RowFacts(
                delivery: place, row: select.int(first + 3), line: select.int(first + 7),
                outcome: Outcome(rawValue: UInt8(clamping: select.int(first + 6))) ?? .published,
                flags: RowFlags(rawValue: UInt16(clamping: select.int(first + 4))),
                event: select.isNull(first + 5) ? Record.noDate : Int32(clamping: select.int(first + 5)),
                received: deliveries[place].received,
                returned: select.isNull(first + 8) ? nil : select.int(first + 8)))
    }

    private func forEachStatement(_ body: (RowFacts, ByteSlice) throws -> Void) throws {
        let moved = try movedStatements()
        var movedPlace = 0
        let select = try Prepared(
            connection.handle,
            "SELECT subject, \(LedgerFacts.columns), since FROM statement ORDER BY subject, item, key, submission, row")
        var group: [Statement] = []
        let subject = ByteBuffer(capacity: 64)
        func flush() throws {
            markFirsts(&group)
            for statement in group { try body(statement.facts, subject.all) }
            group.removeAll(keepingCapacity: true)
        }
        func emitMoved(before next: (subject: ByteSlice, item: Int, key: Int64)?) throws {
            while movedPlace < moved.count {
                let place = moved[movedPlace].key
                if let next, !place.precedes(next.subject, next.item, next.key) { return }
                var rows: [Statement] = []
                while movedPlace < moved.count, place == moved[movedPlace].key {
                    rows.append(moved[movedPlace].statement)
                    movedPlace += 1
                }
                markFirsts(&rows)
                try place.subject.withSlice { slice in
                    for statement in rows { try body(statement.facts, slice) }
                }
            }
        }
        let movedRows = Set(moved.map { RowKey(delivery: $0.statement.facts.delivery, row: $0.statement.facts.row) })
        while try select.next() {
            let submission = select.int(3)
            guard places.indices.contains(submission), places[submission] >= 0, select.int(10) <= cutoff else {
                continue
            }
            let next = statement(select, 1, place: Int(places[submission]))
            if !movedRows.isEmpty,
                movedRows.contains(RowKey(delivery: next.facts.delivery, row: next.facts.row))
            {
                continue
            }
            let code = select.slice(0)
            if let first = group.first, first.item != next.item || first.key != next.key || subject.all != code {
                try flush()
            }
            if group.isEmpty {
                if movedPlace < moved.count { try emitMoved(before: (code, next.item, next.key)) }
                subject.removeAll()
                subject.append(code)
            }
            group.append(next)
        }
        try flush()
        try emitMoved(before: nil)
    }

    private struct RowKey: Hashable {
        var delivery: Int
        var row: Int
    }

    private struct MovedKey: Equatable {
        var subject: [UInt8]
        var item: Int
        var key: Int64

        init(_ subject: [UInt8], _ item: Int, _ key: Int64) {
            self.subject = subject
            self.item = item
            self.key = key
        }

        func precedes(_ other: ByteSlice, _ item: Int, _ key: Int64) -> Bool {
            for index in 0..<min(subject.count, other.count) where subject[index] != other[index] {
                return subject[index] < other[index]
            }
            if subject.count != other.count { return subject.count < other.count }
            return (self.item, self.key) < (item, key)
        }
    }

    /// Statements that a later run moved to another subject, under the one they had, in order.
    private func movedStatements() throws -> [(key: MovedKey, statement: Statement)] {
        let select = try Prepared(
            connection.handle,
            """
            SELECT m.former, s.item, s.key, s.submission, s.row, s.flags, s.event, s.outcome, s.line, s.returned, s.since
            FROM moved m JOIN statement s ON s.subject = m.subject AND s.item = m.item AND s.key = m.key
                AND s.submission = m.submission AND s.row = m.row
            WHERE m.run > ? ORDER BY m.former, s.item, s.key, s.submission, s.row
            """)
        select.bind(1, cutoff)
        var found: [(key: MovedKey, statement: Statement)] = []
        while try select.next() {
            guard let place = place(of: select.int(3)), select.int(10) <= cutoff else { continue }
            found.append(
                (MovedKey(select.slice(0).bytes, select.int(1), select.int64(2)), statement(select, 1, place: place)))
        }
        return found
    }

    /// Rows set aside come grouped by their link: rows of one source about one record.
    private func forEachAside(_ body: (RowFacts, ByteSlice) throws -> Void) throws {
        let select = try Prepared(
            connection.handle,
            """
            SELECT submission, row, outcome, line, event, link, mended, mended_run FROM aside
            UNION ALL
            SELECT submission, row, outcome, line, event, link, NULL, NULL FROM former_aside WHERE until > ?
            ORDER BY 6, 1, 2
            """)
        select.bind(1, cutoff)
        var group: [RowFacts] = []
        var link: Int64?
        func flush() throws {
            if group.count > 1 { LedgerFacts.relate(&group) }
            for facts in group { try body(facts, .empty) }
            group.removeAll(keepingCapacity: true)
        }
        while try select.next() {
            guard let place = place(of: select.int(0)) else { continue }
            let next: Int64? = select.isNull(5) ? nil : select.int64(5)
            if next == nil || next != link { try flush() }
            link = next
            let isMended = !select.isNull(6) && select.int(7) <= cutoff
            group.append(
                RowFacts(
                    delivery: place, row: select.int(1), line: select.int(3),
                    outcome: Outcome(rawValue: UInt8(clamping: select.int(2))) ?? .rejected,
                    event: select.isNull(4) ? Record.noDate : Int32(clamping: select.int(4)),
                    received: deliveries[place].received, cameAgain: isMended ? select.int(6) : .max))
        }
        try flush()
    }

    /// Of rows set aside about one record: which is the first that was not rejected, when the record first arrived, and which of the rows
    /// that were sent back came again, be it to be sent back once more.
    private static func relate(_ rows: inout [RowFacts]) {
        func isBefore(_ left: RowFacts, _ right: RowFacts) -> Bool {
            (left.received, left.delivery, left.row) < (right.received, right.delivery, right.row)
        }
        // Deliveries of the record in order of receipt, each with one of its rows.
        var arrivals: [RowFacts] = []
        var kept: [RowFacts] = []
        for row in rows.sorted(by: isBefore) {
            if arrivals.last?.delivery != row.delivery { arrivals.append(row) }
            if row.outcome != .rejected, kept.last?.delivery != row.delivery { kept.append(row) }
        }
        let rejected = rows.filter { $0.outcome == .rejected }.min(by: isBefore)
        let first = rows.filter { $0.outcome != .rejected }.min(by: isBefore)
        for index in rows.indices {
            let row = rows[index]
            if let rejected, rejected.delivery != row.delivery, isBefore(rejected, row) {
                rows[index].firstArrival = rejected.received
                rows[index].isReturned = true
            }
            if row.outcome != .rejected {
                rows[index].isFirst = first.map { $0.delivery == row.delivery && $0.row == row.row } ?? true
            } else if let place = arrivals.firstIndex(where: { $0.delivery != row.delivery && isBefore(row, $0) }) {
                rows[index].cameAgain = min(row.cameAgain, arrivals[place].received)
            }
            if row.outcome == .rejected,
                let mending = kept.first(where: { $0.delivery != row.delivery && isBefore(row, $0) })
            {
                rows[index].mended = min(row.mended, mending.received)
            }
        }
    }

    /// Marks each source's first statement among those about one key.
    private func markFirsts(_ group: inout [Statement]) {
        guard group.count > 1 else { return }
        var best: [(source: Int32, index: Int)] = []
        for index in group.indices {
            group[index].facts.isFirst = false
            let source = sources[group[index].facts.delivery]
            guard let place = best.firstIndex(where: { $0.source == source }) else {
                best.append((source, index))
                continue
            }
            let (old, new) = (group[best[place].index].facts, group[index].facts)
            if (new.received, new.delivery, new.row) < (old.received, old.delivery, old.row) {
                best[place].index = index
            }
        }
        for (_, index) in best { group[index].facts.isFirst = true }
    }
}
