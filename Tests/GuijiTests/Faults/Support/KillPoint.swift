import Foundation

/// Where the service is killed: just before or just after one durable step of it.
struct KillPoint: Sendable, CustomStringConvertible {
    /// A pattern of the call and its path; empty for any step.
    var step: String
    /// Which of the steps like it since the start, from 1.
    var number: Int
    var isAfter: Bool

    var description: String { "\(isAfter ? "after" : "before") \(number) of \(step.isEmpty ? "all" : step)" }

    /// The steps at which one stage of a delivery's way ends and the next begins, by what brings them about.
    static let stages: [(step: String, by: Set<FaultDelivery.Channel>)] = [
        // The claim, and the note of what its name cannot tell.
        ("rename */inbox.claimed/[a-z]*", [.folder, .push, .form, .feed]),
        // What a request brings is small, and lasts by its note.
        ("fsync */inbox.claimed/[a-z]*", [.folder, .feed]),
        ("rename */.notes/*", [.push, .form, .feed]),
        // The arrival of a request: noted, and later what became of it.
        ("* */service.sqlite*", [.push, .form]),
        // A feed's page and cursor.
        ("fsync */.feeds/*.incoming/*", [.feed]),
        ("rename */.feeds/*.json", [.feed]),
        // The evidence, and the list of it.
        ("rename */archive/[0-9a-f][0-9a-f]/*", [.folder, .push, .form, .feed]),
        ("fsync */archive/received.jsonl", [.folder, .push, .form, .feed]),
        // The stores.
        ("* */ledger.sqlite*", [.folder, .push, .form, .feed]),
        ("* */disclosure.sqlite*", [.folder, .push, .form, .feed]),
        // The answer, and the file put away.
        ("rename */outbox/*", [.folder, .push, .form, .feed]),
        ("rename */reports/*", [.folder, .push, .form, .feed]),
        ("rename */done/*", [.folder, .push, .form, .feed]),
        ("unlink */.notes/*", [.folder, .push, .form, .feed]),
    ]
}
