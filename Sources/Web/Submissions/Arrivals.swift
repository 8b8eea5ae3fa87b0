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
    /// Told of what keeps an accepted delivery from being claimed.
    private let report: @Sendable (any Error) -> Void

    package init(_ store: ServiceStore, spool: Spool, report: @escaping @Sendable (any Error) -> Void) {
        self.store = ArrivalStore(store)
        self.spool = spool
        self.report = report
    }

    private var incoming: String { "\(spool.path)/.incoming" }

    /// Where the bytes of an arrival are while they come.
    func path(_ id: String) -> String { "\(incoming)/\(id)" }

    /// Takes over what ``path(_:)`` holds. Once it is noted it is accepted: where it cannot be claimed yet, that is made up for.
    /// - Returns: the arrival, or the earlier one that used its key.
    /// - Throws: where it was not noted, and is not accepted.
    func accept(_ arrival: Arrival) async throws -> (arrival: Arrival, isNew: Bool) {
        var arrival = arrival
        let (department, name, received, spool) = (arrival.department, arrival.name, arrival.received, spool)
        let file = try await blocking { try spool.claim(department: department, name: name, at: received) }
        arrival.claim = file.claim
        if let known = try await store.insert(arrival) { return (known, false) }
        let accepted = arrival
        do {
            try await blocking { try take(accepted, as: file) }
        } catch {
            // Its bytes and its note are on the disk: nothing is lost while it is tried again.
            report(error)
            Task { await takeLater(accepted) }
        }
        return (accepted, true)
    }

    private func takeLater(_ arrival: Arrival) async {
        while FileManager.default.fileExists(atPath: path(arrival.id)) {
            try? await Task.sleep(for: .seconds(5))
            do { try await blocking { try takeNoted(arrival) } } catch { report(error) }
        }
    }

    /// Gives a noted arrival its claim.
    private func takeNoted(_ arrival: Arrival) throws {
        let parts = arrival.claim.split(separator: "/", maxSplits: 1).map(String.init)
        guard parts.count == 2, let file = ClaimedFile(department: parts[0], claimedName: parts[1]) else { return }
        try FileManager.default.createDirectory(atPath: "\(spool.path)/\(parts[0])", withIntermediateDirectories: true)
        try take(arrival, as: file)
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
        var kept: Set<String> = []
        for arrival in try store.open() {
            if FileManager.default.fileExists(atPath: path(arrival.id)) {
                do { try takeNoted(arrival) } catch {
                    // Kept for the next start.
                    kept.insert(arrival.id)
                    report(error)
                }
            } else if !spool.holds(arrival.claim) {
                unknown.append(arrival.claim)
            }
        }
        for name in try FileManager.default.contentsOfDirectory(atPath: incoming) where !kept.contains(name) {
            unlink(path(name))
        }
        try settle(try settled(unknown))
    }

    /// Notes what became of claims.
    package func settle(_ settled: [SettledClaim]) throws {
        try store.settle(settled.map { ($0.claim, $0.submission, $0.receipt) })
    }
}
