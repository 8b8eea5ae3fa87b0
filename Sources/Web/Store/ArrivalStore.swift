import Foundation
import GRDB

/// Which delivery came by which request.
package struct ArrivalStore: Sendable {
    let store: ServiceStore

    package init(_ store: ServiceStore) { self.store = store }

    /// All but the content, which is asked for alone.
    private static let columns =
        "id, token, department, channel, name, digest, size, received, items, claim, key, request"

    /// Notes an arrival, unless the department has used its key before.
    /// - Parameter content: its bytes, where they are kept here until it is settled.
    /// - Returns: the earlier one with the same key.
    func insert(_ arrival: Arrival, content: Data?) async throws -> Arrival? {
        try await store.commit { db in
            if let key = arrival.key, let known = try ArrivalStore.find(key, of: arrival.department, db) {
                return known
            }
            try db.cachedStatement(sql: "INSERT INTO arrival VALUES (?,?,?,?,?,?,?,?,?,?,?,?,1,?)").execute(
                arguments: [
                    arrival.id, arrival.token, arrival.department, arrival.channel, arrival.name, arrival.digest,
                    arrival.size, arrival.received, arrival.items?.joined(separator: ","), arrival.claim, arrival.key,
                    arrival.request, content,
                ])
            return nil
        }
    }

    /// A department's arrival by its id.
    func find(_ id: String, of department: String) throws -> Arrival? {
        try store.read { db in
            try ArrivalStore.first(
                db, "SELECT \(ArrivalStore.columns) FROM arrival WHERE id = ? AND department = ?", [id, department])
        }
    }

    func find(key: String, of department: String) throws -> Arrival? {
        try store.read { try ArrivalStore.find(key, of: department, $0) }
    }

    private static func find(_ key: String, of department: String, _ db: Database) throws -> Arrival? {
        try first(
            db, "SELECT \(ArrivalStore.columns) FROM arrival WHERE key = ? AND department = ?", [key, department])
    }

    private static func first(_ db: Database, _ sql: String, _ arguments: StatementArguments) throws -> Arrival? {
        guard
            var arrival = try Row.fetchOne(try db.cachedStatement(sql: sql), arguments: arguments).map(Arrival.init)
        else { return nil }
        arrival.parts = try Row.fetchAll(
            try db.cachedStatement(sql: "SELECT submission, receipt FROM part WHERE claim = ? ORDER BY submission"),
            arguments: [arrival.claim]
        ).map { Arrival.Part(submission: $0[0], receipt: $0[1]) }
        return arrival
    }

    /// Those of which it is not known yet what they became, the oldest first.
    package func open() throws -> [Arrival] {
        try store.read { db in
            try Row.fetchAll(
                db, sql: "SELECT \(ArrivalStore.columns) FROM arrival WHERE is_open ORDER BY received, claim"
            ).map(Arrival.init)
        }
    }

    /// How many those are, and when the first of them came.
    func waiting() throws -> (count: Int, oldest: Int?) {
        try store.find { db in
            let row = try Row.fetchOne(db, sql: "SELECT count(*), min(received) FROM arrival WHERE is_open")
            return (row?[0] ?? 0, row?[1])
        }
    }

    /// The bytes of an open arrival; nil where only its file has them.
    func content(of id: String) throws -> Data? {
        try store.find { db in
            try Data.fetchOne(
                try db.cachedStatement(sql: "SELECT content FROM arrival WHERE id = ?"), arguments: [id])
        }
    }

    /// Removes an arrival that nobody was told of; its key is free again.
    func remove(_ id: String) throws {
        try store.write { try $0.execute(sql: "DELETE FROM arrival WHERE id = ?", arguments: [id]) }
    }

    /// Submissions that are noted in one transaction: requests wait for no more.
    private static let settledAtOnce = 50

    /// Notes what claims became; those that are no arrivals are passed over.
    /// - Parameter settled: what came of one claim stands together, and is noted as a whole.
    package func settle(_ settled: [(claim: String, submission: Int, receipt: String)]) throws {
        var start = 0
        while start < settled.count {
            var end = min(start + ArrivalStore.settledAtOnce, settled.count)
            while end < settled.count, settled[end].claim == settled[end - 1].claim { end += 1 }
            try settle(settled[start..<end])
            start = end
        }
    }

    private func settle(_ settled: ArraySlice<(claim: String, submission: Int, receipt: String)>) throws {
        try store.write { db in
            for one in settled {
                let close = "UPDATE arrival SET is_open = 0, content = NULL WHERE claim = ?"
                try db.cachedStatement(sql: close).execute(arguments: [one.claim])
                guard db.changesCount > 0 else { continue }
                try db.cachedStatement(sql: "INSERT OR REPLACE INTO part VALUES (?,?,?)").execute(
                    arguments: [one.claim, one.submission, one.receipt])
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
            key: row["key"], request: row["request"])
    }
}
