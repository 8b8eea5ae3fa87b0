package import Bytes
import Model
import Storage

/// How one row stands: which submission, which row.
package struct StatementReference: Sendable, Equatable {
    package var submission: Int
    package var row: Int
    package init(submission: Int, row: Int) {
        self.submission = submission
        self.row = row
    }
}

/// What comparing one subject's records of an item came to.
package struct SubjectCounts {
    package var subject: ByteSlice
    package var item: Int
    /// Match, mismatch, enterprise only, government only, not comparable.
    package var counts: [Int]
    package init(subject: ByteSlice, item: Int, counts: [Int]) {
        self.subject = subject
        self.item = item
        self.counts = counts
    }
}

extension LedgerSession {
    /// Replaces the conflicts of one key.
    package func clearConflicts(subject: ByteSlice, item: Int, key: Int64) throws {
        guard hasStatements else { return }
        deleteConflicts.bind(1, subject)
        deleteConflicts.bind(2, itemIDs[item])
        deleteConflicts.bind(3, key)
        try deleteConflicts.run()
    }

    /// - Parameter kind: `content` (same key, different content), `names` (one code, two names), `codes` (one name, two codes).
    package func insertConflict(
        kind: String, subject: ByteSlice, item: Int, key: Int64, otherSubject: String = "", winner: StatementReference,
        loser: StatementReference, fields: String
    ) throws {
        let insert = insertConflict
        insert.bind(1, kind)
        insert.bind(2, subject)
        insert.bind(3, itemIDs[item])
        insert.bind(4, key)
        insert.bind(5, otherSubject)
        insert.bind(6, winner.submission)
        insert.bind(7, winner.row)
        insert.bind(8, loser.submission)
        insert.bind(9, loser.row)
        insert.bind(10, fields)
        try insert.run()
    }

    package func clearConflicts(ofKind kind: String) throws {
        let delete = try Prepared(connection, "DELETE FROM conflict WHERE kind = ?")
        delete.bind(1, kind)
        try delete.run()
    }

    /// Writes the counts of subjects' comparisons over those that stood there.
    package func write(_ comparisons: [SubjectCounts]) throws {
        guard !comparisons.isEmpty else { return }
        var place = 0
        try feed.run(insertComparisons) {
            guard place < comparisons.count else { return false }
            let comparison = comparisons[place]
            place += 1
            feed.values[0] = .text(comparison.subject)
            feed.values[1] = .integer(Int64(itemIDs[comparison.item]))
            for (index, count) in comparison.counts.enumerated() { feed.values[2 + index] = .integer(Int64(count)) }
            return true
        }
    }

    package func clearMismatches(subject: ByteSlice, item: Int) throws {
        guard hasStatements else { return }
        deleteMismatches.bind(1, subject)
        deleteMismatches.bind(2, itemIDs[item])
        try deleteMismatches.run()
    }

    package func insertMismatch(
        subject: ByteSlice, item: Int, result: String, enterprise: StatementReference?,
        government: StatementReference?, fields: String
    ) throws {
        let insert = insertMismatch
        insert.bind(1, subject)
        insert.bind(2, itemIDs[item])
        insert.bind(3, result)
        if let enterprise {
            insert.bind(4, enterprise.submission)
            insert.bind(5, enterprise.row)
        } else {
            insert.bindNull(4)
            insert.bindNull(5)
        }
        if let government {
            insert.bind(6, government.submission)
            insert.bind(7, government.row)
        } else {
            insert.bindNull(6)
            insert.bindNull(7)
        }
        insert.bind(8, fields)
        try insert.run()
    }
}
