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
}
