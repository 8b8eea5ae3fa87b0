import Crypto
package import Foundation

/// A channel that tokens are given for.
package enum TokenScope: String, Sendable, CaseIterable {
    /// Deliveries as files, and that there is nothing to deliver: `POST /api/v1/submissions`, `POST /api/v1/nil-returns`.
    case push
    /// Records one by one: `POST /api/v1/entries/{item}`, withdrawals, drafts.
    case entry
}

/// What a bearer token (RFC 6750) stands for. The secret itself is shown once and never kept.
package struct AccessToken: Sendable, Equatable {
    /// Names it to people and in logs.
    package var id: String
    package var department: String
    /// nil for all items of the department.
    package var items: [String]?
    package var scopes: [TokenScope]
    package var note: String
    /// Seconds since 1970.
    package var created: Int
    package var expires: Int
    package var revoked: Int?

    package init(
        id: String = AccessToken.random(5), department: String, items: [String]?, scopes: [TokenScope], note: String,
        created: Int, expires: Int
    ) {
        self.id = id
        self.department = department
        self.items = items
        self.scopes = scopes
        self.note = note
        self.created = created
        self.expires = expires
    }

    /// A secret of 256 random bits; the beginning tells scanners for leaked secrets what it is.
    package static func secret() -> String { "guiji_" + random(32) }

    /// What is kept of a secret. It is random as a whole, so a fast hash without salt is as good as a slow one.
    package static func hash(_ secret: String) -> Data { Data(SHA256.hash(data: Data(secret.utf8))) }

    /// So many random bytes as lower-case base 32 (RFC 4648 §6).
    package static func random(_ bytes: Int) -> String {
        let alphabet = Array("abcdefghijklmnopqrstuvwxyz234567")
        var (generator, bits, left) = (SystemRandomNumberGenerator(), UInt64(0), 0)
        return String(
            (0..<(bytes * 8 + 4) / 5).map { _ in
                // Asking the system takes longer than the rest: twelve characters of one number.
                if left == 0 { (bits, left) = (generator.next(), 12) }
                defer { (bits, left) = (bits >> 5, left - 1) }
                return alphabet[Int(bits & 31)]
            })
    }

    package enum Standing: Sendable { case valid, expired, revoked }

    package func standing(at time: Int) -> Standing {
        if revoked != nil { return .revoked }
        return time < expires ? .valid : .expired
    }
}
