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
    /// What, besides the body, makes two requests the same: method, path and query.
    package var request: String
    /// Number of the submission that the delivery became; nil while it waits.
    package var submission: Int?
    /// Path of the receipt in the outbox, without its ending.
    package var receipt: String?
}
