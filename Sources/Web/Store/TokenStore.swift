import Foundation
import GRDB

/// The tokens of the interface.
package struct TokenStore: Sendable {
    let store: ServiceStore

    package init(_ store: ServiceStore) { self.store = store }

    /// - Returns: the secret, which can never be had again.
    package func add(_ token: AccessToken) throws -> String {
        let secret = AccessToken.secret()
        try store.write { db in
            try db.execute(
                sql: "INSERT INTO token VALUES (?,?,?,?,?,?,?,?,NULL)",
                arguments: [
                    token.id, AccessToken.hash(secret), token.department, token.items?.joined(separator: ","),
                    token.scopes.map(\.rawValue).joined(separator: ","), token.note, token.created, token.expires,
                ])
        }
        return secret
    }

    /// All that were ever given, the oldest first.
    package func all() throws -> [AccessToken] {
        try store.read { db in
            try Row.fetchAll(db, sql: "SELECT * FROM token ORDER BY created, id").map(AccessToken.init)
        }
    }

    /// - Returns: false where there is no such token that still holds.
    package func revoke(_ id: String, at time: Int) throws -> Bool {
        try store.write { db in
            try db.execute(
                sql: "UPDATE token SET revoked = ? WHERE id = ? AND revoked IS NULL", arguments: [time, id])
            return db.changesCount > 0
        }
    }

    /// The token of a secret, whether it holds or not. One look-up of one row: less than handing it to another thread.
    func find(_ secret: String) throws -> AccessToken? {
        try store.find { db in
            try Row.fetchOne(
                try db.cachedStatement(sql: "SELECT * FROM token WHERE hash = ?"),
                arguments: [AccessToken.hash(secret)]
            ).map(AccessToken.init)
        }
    }
}

extension AccessToken {
    fileprivate init(_ row: Row) {
        func list(_ name: String) -> [String]? {
            (row[name] as String?)?.split(separator: ",").map(String.init)
        }
        self.init(
            id: row["id"], department: row["department"], items: list("items"),
            scopes: (list("channels") ?? []).compactMap(TokenScope.init), note: row["note"], created: row["created"],
            expires: row["expires"])
        revoked = row["revoked"]
    }
}
