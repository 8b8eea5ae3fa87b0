package import Channels
import Foundation
import Model
package import Pipeline

/// Deliveries on their way from a request into the spool: accepted once, kept through any stop.
///
/// The bytes reach the disk as a file named by the arrival; then its arrival is noted, with the claim that it will have; then it gets that claim by
/// a rename. Stopped before the note, nobody was answered and the file is removed; stopped after it, the rename is made up for.
package struct Arrivals: Sendable {
    package let store: ArrivalStore
    let spool: Spool

    package init(_ store: ServiceStore, spool: Spool) {
        self.store = ArrivalStore(store)
        self.spool = spool
    }

    private var incoming: String { "\(spool.path)/.incoming" }

    /// Where the bytes of an arrival are while they come.
    func path(_ id: String) -> String { "\(incoming)/\(id)" }

    /// Takes over what ``path(_:)`` holds.
    /// - Returns: the arrival, or the earlier one that used its key.
    func accept(_ arrival: Arrival) async throws -> (arrival: Arrival, isNew: Bool) {
        var arrival = arrival
        let (department, name, received, spool) = (arrival.department, arrival.name, arrival.received, spool)
        let file = try await blocking { try spool.claim(department: department, name: name, at: received) }
        arrival.claim = file.claim
        if let known = try await store.insert(arrival) { return (known, false) }
        let accepted = arrival
        try await blocking { try take(accepted, as: file) }
        return (accepted, true)
    }

    private func take(_ arrival: Arrival, as file: ClaimedFile) throws {
        var note = DeliveryNote(channel: arrival.channel, items: arrival.items)
        if file.name != arrival.name { note.name = arrival.name }
        _ = try spool.take(path(arrival.id), as: file, note: note)
    }

    /// Finishes what a stop left, before anything is taken in.
    /// - Parameter settled: what became of claims, as the ledger has it.
    package func resume(settled: ([String]) throws -> [SettledClaim]) throws {
        try FileManager.default.createDirectory(atPath: incoming, withIntermediateDirectories: true)
        var unknown: [String] = []
        for arrival in try store.open() {
            let parts = arrival.claim.split(separator: "/", maxSplits: 1).map(String.init)
            if FileManager.default.fileExists(atPath: path(arrival.id)), parts.count == 2,
                let file = ClaimedFile(department: parts[0], claimedName: parts[1])
            {
                try FileManager.default.createDirectory(
                    atPath: "\(spool.path)/\(parts[0])", withIntermediateDirectories: true)
                try take(arrival, as: file)
            } else if !spool.holds(arrival.claim) {
                unknown.append(arrival.claim)
            }
        }
        for name in try FileManager.default.contentsOfDirectory(atPath: incoming) { unlink(path(name)) }
        try settle(try settled(unknown))
    }

    /// Notes what became of claims.
    package func settle(_ settled: [SettledClaim]) throws {
        try store.settle(settled.map { ($0.claim, $0.submission, $0.receipt) })
    }
}
