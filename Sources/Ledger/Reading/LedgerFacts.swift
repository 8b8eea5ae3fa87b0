package import Model
import Storage

/// The ledger as figures see it, as it stood after a run: deliveries in memory, rows one at a time in flat memory.
///
/// What later runs added is left out, and what they changed counts as it stood: rows that they attributed still wait, rows that they saw come
/// back mended are still outstanding, subjects that they merged are still two. So the figures of a published month can be had again.
package final class LedgerFacts {
    /// The last run that counts.
    package let cutoff: Int
    /// The last nil return that counts: stewards enter them between runs.
    package let lastNilReturn: Int
    /// In order of their numbers; without those that wait for a steward, which count when they are decided upon.
    package let deliveries: [DeliveryFacts]
    let connection: Connection
    /// By submission: its place among the deliveries, or -1.
    let places: [Int32]
    /// Sources as numbers, by delivery.
    let sources: [Int32]

    /// - Parameters:
    ///   - cutoff: the last run that counts; nil means all.
    ///   - lastNilReturn: the last nil return that counts; nil means all.
    package init(_ store: LedgerStore, until cutoff: Int? = nil, lastNilReturn: Int? = nil) throws {
        connection = try Connection(path: store.path, pragmas: ["query_only = 1", LedgerStore.cacheSize])
        try connection.handle.execute("BEGIN")
        let handle = connection.handle
        self.cutoff = try cutoff ?? LedgerFacts.integer(handle, "SELECT ifnull(max(id), 0) FROM run")
        self.lastNilReturn =
            try lastNilReturn ?? LedgerFacts.integer(handle, "SELECT ifnull(max(id), 0) FROM nil_return")
        deliveries = try LedgerFacts.deliveries(handle, until: self.cutoff)
        var places = [Int32](repeating: -1, count: (deliveries.last?.id ?? 0) + 1)
        var numbers: [String: Int32] = [:]
        var sources: [Int32] = []
        for (place, delivery) in deliveries.enumerated() {
            places[delivery.id] = Int32(place)
            let next = Int32(numbers.count)
            sources.append(numbers[delivery.source] ?? next)
            numbers[delivery.source] = sources[place]
        }
        self.places = places
        self.sources = sources
    }

    deinit { sqliteRollback(connection.handle) }

    func prepare(_ sql: String) throws -> Prepared { try Prepared(connection.handle, sql) }

    /// Place of a submission among the deliveries; nil where a later run took it.
    package func place(of submission: Int) -> Int? {
        guard places.indices.contains(submission), places[submission] >= 0 else { return nil }
        return Int(places[submission])
    }

    /// Confirmed nil returns, in order of receipt.
    package func nilReturns() throws -> [NilReturn] {
        let select = try Prepared(
            connection.handle,
            """
            SELECT source, item, first, last, period, submission, by, reason, at FROM nil_return
            WHERE run <= ? AND id <= ? ORDER BY at, id
            """)
        select.bind(1, cutoff)
        select.bind(2, lastNilReturn)
        var found: [NilReturn] = []
        while try select.next() {
            found.append(
                NilReturn(
                    source: select.string(0), item: select.string(1), first: select.int(2), last: select.int(3),
                    period: select.string(4), submission: select.isNull(5) ? nil : select.int(5),
                    by: select.string(6), reason: select.string(7), at: select.int(8)))
        }
        return found
    }

    /// How often each rule was asked and failed, by delivery.
    package func forEachRuleCount(_ body: (_ delivery: Int, _ rule: String, RuleCount) throws -> Void) throws {
        let select = try Prepared(
            connection.handle,
            "SELECT submission, rule, applicable, failed FROM rule_count ORDER BY submission, rule")
        while try select.next() {
            guard let place = place(of: select.int(0)) else { continue }
            try body(place, select.string(1), RuleCount(applicable: select.int(2), failed: select.int(3)))
        }
    }

    /// Findings of a delivery in order of rows: rule, row, line, field, what stood there, what is expected.
    package func forEachFinding(of delivery: Int, _ body: (_ rule: String, _ cells: [String]) throws -> Void) throws {
        let select = try Prepared(
            connection.handle,
            "SELECT rule, row, line, field, value, expected FROM finding WHERE submission = ? ORDER BY row, number")
        select.bind(1, deliveries[delivery].id)
        while try select.next() {
            try body(
                select.string(0),
                [select.string(1), select.string(2), select.string(3), select.string(4), select.string(5)])
        }
    }

    /// A conflict and when it stood.
    package struct ConflictFacts {
        package var kind: String
        package var subject: String
        package var item: String
        package var otherSubject: String
        /// Places of the deliveries.
        package var winner: Int
        package var winnerRow: Int
        package var loser: Int
        package var loserRow: Int
        /// Times of the runs that first and last saw it, seconds since 1970; `Int.max` where it stands.
        package var opened: Int
        package var closed: Int
    }

    /// Hands out all conflicts that ever stood, in order of item, subject and kind.
    package func forEachConflict(_ body: (ConflictFacts) throws -> Void) throws {
        let select = try Prepared(
            connection.handle,
            """
            SELECT c.kind, c.subject, i.name, c.other_subject, c.winner_submission, c.winner_row, c.loser_submission,
                c.loser_row, r.as_of, u.as_of
            FROM (SELECT *, NULL AS until FROM conflict UNION ALL SELECT * FROM former_conflict) c
                JOIN item i ON i.id = c.item JOIN run r ON r.id = c.since
                LEFT JOIN run u ON u.id = c.until AND u.id <= ?1
            WHERE c.since <= ?1 AND c.since IS NOT c.until
            ORDER BY i.name, c.subject, c.kind, c.other_subject, c.loser_submission, c.loser_row, c.key, c.since
            """)
        select.bind(1, cutoff)
        while try select.next() {
            guard let winner = place(of: select.int(4)), let loser = place(of: select.int(6)) else { continue }
            try body(
                ConflictFacts(
                    kind: select.string(0), subject: select.string(1), item: select.string(2),
                    otherSubject: select.string(3), winner: winner, winnerRow: select.int(5), loser: loser,
                    loserRow: select.int(7), opened: select.int(8),
                    closed: select.isNull(9) ? .max : select.int(9)))
        }
    }
}

extension LedgerFacts {
    private static func integer(_ handle: OpaquePointer, _ sql: String) throws -> Int {
        let select = try Prepared(handle, sql)
        defer { select.reset() }
        return try select.next() ? select.int(0) : 0
    }

    private static func deliveries(_ handle: OpaquePointer, until cutoff: Int) throws -> [DeliveryFacts] {
        let select = try Prepared(
            handle,
            """
            SELECT id, run, source, item, mapping, channel, file, received, state, rows, digest FROM submission
            WHERE run <= ? AND state <> 'held' ORDER BY id
            """)
        select.bind(1, cutoff)
        var deliveries: [DeliveryFacts] = []
        var places: [Int: Int] = [:]
        while try select.next() {
            places[select.int(0)] = deliveries.count
            var delivery = DeliveryFacts(
                id: select.int(0), run: select.int(1), source: select.string(2), item: select.string(3),
                mapping: select.string(4), channel: select.string(5), file: select.string(6),
                received: select.int(7), isRefused: select.string(8) == "refused", rows: select.int(9))
            delivery.digest = select.string(10)
            deliveries.append(delivery)
        }
        let again = try Prepared(
            handle, "SELECT submission, received FROM arrival WHERE run <= ? ORDER BY submission, received")
        again.bind(1, cutoff)
        while try again.next() {
            if let place = places[again.int(0)] { deliveries[place].arrivals.append(again.int(1)) }
        }
        return deliveries
    }
}
