import Foundation
package import Model
import Storage

extension LedgerSession {
    /// Opens a run and gives its number.
    /// - Parameter number: one above all that there are; nil for the next.
    package func beginRun(_ number: Int?, asOf: Int, isGiven: Bool, fingerprint: String) throws -> Int {
        let insert = try Prepared(
            connection,
            """
            INSERT INTO run (id, as_of, is_as_of_given, fingerprint)
            VALUES (max(?4, (SELECT ifnull(max(id), 0) + 1 FROM run)), ?1, ?2, ?3) RETURNING id
            """)
        insert.bind(4, number ?? 0)
        insert.bind(1, asOf)
        insert.bind(2, isGiven ? 1 : 0)
        insert.bind(3, fingerprint)
        _ = try insert.next()
        defer { insert.reset() }
        run = insert.int(0)
        return run
    }

    /// The run under whose number is written.
    package var lastRun: Int { run }

    /// Writes under the number of the last run: no deliveries are taken.
    package func continueRun() throws {
        let select = try Prepared(connection, "SELECT ifnull(max(id), 0) FROM run")
        _ = try select.next()
        defer { select.reset() }
        run = select.int(0)
    }

    package func endRun(_ run: Int, seconds: Double) throws {
        let update = try Prepared(connection, "UPDATE run SET seconds = ? WHERE id = ?")
        update.bind(1, seconds)
        update.bind(2, run)
        try update.run()
    }

    package func lastSubmission() throws -> Int {
        let select = try Prepared(connection, "SELECT ifnull(max(id), 0) FROM submission")
        _ = try select.next()
        defer { select.reset() }
        return select.int(0)
    }

    /// Writes a submission with its counts, over what stood there.
    package func write(_ submission: Submission) throws {
        let insert = try cached(
            "INSERT OR REPLACE INTO submission VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)")
        insert.bind(1, submission.id)
        insert.bind(2, submission.run)
        insert.bind(3, submission.digest)
        insert.bind(4, submission.size)
        insert.bind(5, submission.source)
        insert.bind(6, submission.item)
        insert.bind(7, submission.mapping)
        insert.bind(8, submission.channel)
        insert.bind(9, submission.file)
        insert.bind(10, submission.received)
        insert.bind(11, submission.state.rawValue)
        insert.bind(12, submission.refusal)
        insert.bind(13, try submission.layout.map(text))
        insert.bind(14, submission.fingerprint)
        insert.bind(15, submission.rows)
        insert.bind(16, submission.dropped)
        insert.bind(17, submission.dated)
        insert.bind(18, submission.onTime)
        insert.bind(19, submission.undated)
        insert.bind(20, submission.times)
        insert.bind(21, submission.lastReceived)
        try insert.run()
        try writeOutcomes(submission.outcomes, of: submission.id)
        let counts = try cached("INSERT OR REPLACE INTO rule_count VALUES (?,?,?,?)")
        for (rule, count) in submission.ruleCounts.sorted(by: { $0.key < $1.key }) {
            counts.bind(1, submission.id)
            counts.bind(2, rule)
            counts.bind(3, count.applicable)
            counts.bind(4, count.failed)
            try counts.run()
        }
    }

    package func writeOutcomes(_ outcomes: OutcomeCounts, of submission: Int) throws {
        let insert = try cached("INSERT OR REPLACE INTO outcome_count VALUES (?,?,?)")
        for outcome in Outcome.allCases {
            insert.bind(1, submission)
            insert.bind(2, outcome.name)
            insert.bind(3, outcomes[outcome])
            try insert.run()
        }
    }

    /// Moves one row of an earlier submission from one outcome's count to another's: it was attributed late.
    package func move(submission: Int, from: Outcome, to: Outcome) throws {
        for (outcome, change) in [(from, -1), (to, 1)] {
            let update = try Prepared(
                connection, "UPDATE outcome_count SET rows = rows + ? WHERE submission = ? AND outcome = ?")
            update.bind(1, change)
            update.bind(2, submission)
            update.bind(3, outcome.name)
            try update.run()
        }
    }

    /// The submission of the same bytes from the same source, read the same way. What no mapping read, because it was refused, is another
    /// submission where it is refused for another reason: that is about this delivery and not its bytes.
    package func submission(like other: Submission) throws -> Int? {
        let select = try Prepared(
            connection,
            """
            SELECT id FROM submission WHERE digest = ? AND source = ? AND item IS ? AND mapping IS ? AND fingerprint = ?
                AND (mapping IS NOT NULL OR refusal IS ?)
            ORDER BY id LIMIT 1
            """)
        select.bind(1, other.digest)
        select.bind(2, other.source)
        select.bind(3, other.item)
        select.bind(4, other.mapping)
        select.bind(5, other.fingerprint)
        select.bind(6, other.refusal)
        defer { select.reset() }
        return try select.next() ? select.int(0) : nil
    }

    /// The submissions that a claim became, of this file or of an equal one before; those of an archive's members are claimed as `<claim>#<number>`.
    /// Empty where it was never taken.
    package func submissions(ofClaim name: String) throws -> [Int] {
        // "$" follows "#".
        let select = try cached("SELECT submission FROM claim WHERE name = ?1 OR name > ?1 || '#' AND name < ?1 || '$'")
        select.bind(1, name)
        defer { select.reset() }
        var submissions: [Int] = []
        while try select.next() { submissions.append(select.int(0)) }
        return submissions
    }

    package func note(claim name: String, submission: Int) throws {
        let insert = try Prepared(connection, "INSERT INTO claim VALUES (?, ?, ?)")
        insert.bind(1, name)
        insert.bind(2, submission)
        insert.bind(3, run)
        try insert.run()
    }

    /// Notes what a nil-return file confirms.
    package func insert(_ nilReturn: NilReturn, submission: Submission) throws {
        let insert = try Prepared(
            connection,
            """
            INSERT INTO nil_return (source, item, first, last, period, submission, reason, at, run)
            VALUES (?,?,?,?,?,?,?,?,?)
            """)
        insert.bind(1, nilReturn.source)
        insert.bind(2, nilReturn.item)
        insert.bind(3, nilReturn.first)
        insert.bind(4, nilReturn.last)
        insert.bind(5, nilReturn.period)
        insert.bind(6, submission.id)
        insert.bind(7, nilReturn.reason)
        insert.bind(8, submission.received)
        insert.bind(9, run)
        try insert.run()
    }

    /// Counts a further delivery of bytes that are already held.
    package func noteRepeat(of submission: Int, received: Int, file: String) throws {
        let insert = try Prepared(connection, "INSERT OR IGNORE INTO arrival VALUES (?, ?, ?, ?)")
        insert.bind(1, submission)
        insert.bind(2, run)
        insert.bind(3, received)
        insert.bind(4, file)
        try insert.run()
        let update = try Prepared(
            connection, "UPDATE submission SET times = times + 1, last_received = max(last_received, ?) WHERE id = ?")
        update.bind(1, received)
        update.bind(2, submission)
        try update.run()
    }

    /// A submission as it was read; without its counts.
    package func submission(_ id: Int) throws -> Submission? {
        let select = try Prepared(
            connection,
            """
            SELECT digest, size, source, item, mapping, channel, file, received, fingerprint, layout, rows
            FROM submission WHERE id = ?
            """)
        select.bind(1, id)
        guard try select.next() else { return nil }
        defer { select.reset() }
        var submission = Submission(
            digest: select.string(0), size: select.int(1), source: select.string(2),
            item: select.isNull(3) ? nil : select.string(3), mapping: select.isNull(4) ? nil : select.string(4),
            channel: select.string(5), file: select.string(6), received: select.int(7), fingerprint: select.string(8))
        submission.id = id
        submission.rows = select.int(10)
        if !select.isNull(9) {
            submission.layout = try JSONDecoder().decode(Layout.self, from: Data(select.string(9).utf8))
        }
        return submission
    }

    package func audit(at time: Int, action: String, detail: String) throws {
        let insert = try Prepared(connection, "INSERT INTO audit (at, action, detail) VALUES (?, ?, ?)")
        insert.bind(1, time)
        insert.bind(2, action)
        insert.bind(3, detail)
        try insert.run()
    }

    /// Deliveries that come one after another are often alike.
    private func text(_ layout: Layout) throws -> String {
        if let lastLayout, lastLayout.layout == layout { return lastLayout.text }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let text = String(decoding: try encoder.encode(layout), as: UTF8.self)
        lastLayout = (layout, text)
        return text
    }
}
