import Foundation
import GRDB

/// Which delivery came by which request.
package struct ArrivalStore: Sendable {
    let store: ServiceStore

    package init(_ store: ServiceStore) { self.store = store }

    /// Notes an arrival, unless the department has used its key before.
    /// - Returns: the earlier one with the same key.
    func insert(_ arrival: Arrival) async throws -> Arrival? {
        try await store.pool.write { db in
            if let key = arrival.key, let known = try ArrivalStore.find(key, of: arrival.department, db) {
                return known
            }
            try db.execute(
                sql: "INSERT INTO arrival VALUES (?,?,?,?,?,?,?,?,?,?,?,?,NULL,NULL)",
                arguments: [
                    arrival.id, arrival.token, arrival.department, arrival.channel, arrival.name, arrival.digest,
                    arrival.size, arrival.received, arrival.items?.joined(separator: ","), arrival.claim, arrival.key,
                    arrival.request,
                ])
            return nil
        }
    }

    /// A department's arrival by its id.
    func find(_ id: String, of department: String) async throws -> Arrival? {
        try await store.pool.read { db in
            try Row.fetchOne(
                db, sql: "SELECT * FROM arrival WHERE id = ? AND department = ?", arguments: [id, department]
            ).map(Arrival.init)
        }
    }

    func find(key: String, of department: String) async throws -> Arrival? {
        try await store.pool.read { try ArrivalStore.find(key, of: department, $0) }
    }

    private static func find(_ key: String, of department: String, _ db: Database) throws -> Arrival? {
        try Row.fetchOne(
            db, sql: "SELECT * FROM arrival WHERE key = ? AND department = ?", arguments: [key, department]
        ).map(Arrival.init)
    }

    /// Those of which it is not known yet what they became, the oldest first.
    package func open() throws -> [Arrival] {
        try store.pool.read { db in
            try Row.fetchAll(
                db, sql: "SELECT * FROM arrival WHERE submission IS NULL ORDER BY received, claim"
            ).map(Arrival.init)
        }
    }

    /// Notes what claims became; those that are no arrivals are passed over.
    package func settle(_ settled: [(claim: String, submission: Int, receipt: String)]) throws {
        guard !settled.isEmpty else { return }
        try store.pool.write { db in
            for one in settled {
                try db.execute(
                    sql: "UPDATE arrival SET submission = ?, receipt = ? WHERE claim = ?",
                    arguments: [one.submission, one.receipt, one.claim])
            }
        }
    }
}

extension Arrival {
    fileprivate init(_ row: Row) {
        self.init(
            id: row["id"], token: row["token"], department: row["department"], channel: row["channel"],
            name: row["name"], digest: row["digest"], size: row["size"], received: row["received"],
            items: (row["items"] as String?)?.split(separator: ",").map(String.init), claim: row["claim"],
            key: row["key"], request: row["request"], submission: row["submission"], receipt: row["receipt"])
    }
}
