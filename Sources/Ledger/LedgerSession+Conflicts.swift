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

/// Takes conflicts out of those that stand and keeps them as former ones.
struct EndConflicts {
    private let keep: Prepared
    private let delete: Prepared

    /// - Parameter condition: with parameters from ?2 on.
    init(_ connection: OpaquePointer, where condition: String) throws {
        // A conflict that one run both found and lost never was.
        keep = try Prepared(
            connection, "INSERT OR REPLACE INTO former_conflict SELECT *, ?1 FROM conflict WHERE \(condition)")
        delete = try Prepared(connection, "DELETE FROM conflict WHERE ?1 IS NOT NULL AND \(condition)")
    }

    func callAsFunction(run: Int, bind: (Prepared) -> Void) throws {
        for statement in [keep, delete] {
            statement.bind(1, run)
            bind(statement)
            try statement.run()
        }
    }
}

/// What makes two conflicts the same one.
struct FormerConflict {
    var kind: String
    var subject: ByteSlice
    var item: Int
    var key: Int64
    var otherSubject: String
    var loser: StatementReference
}

extension LedgerSession {
    /// Ends the conflicts of one key; one that is inserted again in this run goes on.
    package func clearConflicts(subject: ByteSlice, item: Int, key: Int64) throws {
        guard hasStatements else { return }
        try endConflicts(run: run) { statement in
            statement.bind(2, subject)
            statement.bind(3, itemIDs[item])
            statement.bind(4, key)
        }
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
        insert.bind(
            11,
            hasStatements
                ? try resume(
                    FormerConflict(
                        kind: kind, subject: subject, item: itemIDs[item], key: key, otherSubject: otherSubject,
                        loser: loser)) : run)
        try insert.run()
    }

    package func clearConflicts(ofKind kind: String) throws {
        try EndConflicts(connection, where: "kind = ?2")(run: run) { $0.bind(2, kind) }
    }

    /// The run that first saw a conflict: that of one which ended in this run, else this run.
    func resume(_ conflict: FormerConflict) throws -> Int {
        let condition = """
            WHERE subject = ?1 AND item = ?2 AND key = ?3 AND kind = ?4 AND other_subject = ?5
                AND loser_submission = ?6 AND loser_row = ?7 AND until = ?8
            """
        let select = try cached("SELECT min(since) FROM former_conflict \(condition)")
        let delete = try cached("DELETE FROM former_conflict \(condition)")
        for statement in [select, delete] {
            statement.bind(1, conflict.subject)
            statement.bind(2, conflict.item)
            statement.bind(3, conflict.key)
            statement.bind(4, conflict.kind)
            statement.bind(5, conflict.otherSubject)
            statement.bind(6, conflict.loser.submission)
            statement.bind(7, conflict.loser.row)
            statement.bind(8, run)
        }
        let since = try select.next() && !select.isNull(0) ? select.int(0) : nil
        select.reset()
        guard let since else { return run }
        try delete.run()
        return since
    }
}
