import Foundation

/// A request that brought a delivery and was accepted.
package struct Arrival: Sendable, Equatable {
    /// What its sender asks for it by; tells nothing and cannot be guessed.
    package var id: String
    /// Id of the token.
    package var token: String
    package var department: String
    package var channel: String
    /// The delivery's name.
    package var name: String
    /// SHA-256 of its bytes, and their number.
    package var digest: String
    package var size: Int
    /// Seconds since 1970.
    package var received: Int
    package var items: [String]?
    /// The name under which it is handed over: it is taken in once under it.
    package var claim: String
    /// The request's `Idempotency-Key`.
    package var key: String?
    /// What makes two requests the same: method, address, and the digest of the body as it was sent.
    package var request: String
    /// What the delivery became, in order; empty while it waits.
    package var parts: [Part] = []

    /// A submission that a delivery became.
    package struct Part: Sendable, Equatable {
        package var submission: Int
        /// Path of its receipt in the outbox, without its ending.
        package var receipt: String
    }
}
