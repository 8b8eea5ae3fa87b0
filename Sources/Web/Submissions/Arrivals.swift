package import Channels
import Foundation
package import GuijiConfiguration
package import Logging
import Model
package import Pipeline

/// Deliveries on their way from a request into the spool: accepted once, kept through any stop.
///
/// The bytes come as a file named by the arrival; then its arrival is noted, with the claim that it will have; then it gets that claim by a rename.
/// Stopped before the note, nobody was answered and the file is removed; stopped after it, the rename is made up for. A small delivery's bytes are noted
/// with it and stay so until it is settled: one commit, which it shares with others, is all that its sender waits for. A large one's file reaches
/// the disk before it is noted.
package struct Arrivals: Sendable {
    package let store: ArrivalStore
    let spool: Spool
    /// Told of what keeps an accepted delivery from being claimed.
    private let report: @Sendable (any Error) -> Void

    /// Most bytes of a delivery that is kept with its note.
    static let mostKept = 64 << 10

    package init(_ store: ServiceStore, spool: Spool, report: @escaping @Sendable (any Error) -> Void) {
        self.store = ArrivalStore(store)
        self.spool = spool
        self.report = report
    }

    /// What requests left in an instance, whether or not it has an interface now; nil where none ever came.
    package init?(
        keptBy settings: Settings, spool: Spool? = nil, report: @escaping @Sendable (any Error) -> Void
    ) throws {
        guard FileManager.default.fileExists(atPath: settings.paths.service) else { return nil }
        self.init(
            try ServiceStore(path: settings.paths.service), spool: try spool ?? Spool(settings.paths.claimed),
            report: report)
    }

    package static func report(to log: Logger) -> @Sendable (any Error) -> Void {
        { log.error("accepted delivery cannot be claimed yet", metadata: ["error": "\($0)"]) }
    }

    private var incoming: String { "\(spool.path)/.incoming" }

    /// Where the bytes of an arrival are while they come.
    func path(_ id: String) -> String { "\(incoming)/\(id)" }

    /// Takes over what ``path(_:)`` holds. Once it is noted it is accepted: where it cannot be claimed yet, that is made up for.
    /// - Parameter content: its bytes, where it is small; otherwise the file is on the disk.
    /// - Returns: the arrival, or the earlier one that used its key.
    /// - Throws: where it was not noted, and is not accepted.
    func accept(_ arrival: Arrival, content: Data?) async throws -> (arrival: Arrival, isNew: Bool) {
        var arrival = arrival
        let file = try spool.claim(department: arrival.department, name: arrival.name, at: arrival.received)
        arrival.claim = file.claim
        if let known = try await store.insert(arrival, content: content) { return (known, false) }
        let accepted = arrival
        do {
            // Without a wait for the disk it is not worth another thread.
            if content != nil {
                try take(accepted, as: file, isDurable: false)
            } else {
                try await blocking { try take(accepted, as: file, isDurable: true) }
            }
        } catch {
            // It is noted, and its bytes are kept: nothing is lost while it is tried again.
            report(error)
            Task { await takeLater(accepted) }
        }
        return (accepted, true)
    }

    private func takeLater(_ arrival: Arrival) async {
        while true {
            try? await Task.sleep(for: .seconds(5))
            do { return try await blocking { try restore(arrival) } } catch { report(error) }
        }
    }

    /// Gives a noted arrival its claim.
    private func takeNoted(_ arrival: Arrival) throws {
        guard let file = claimed(arrival) else { return }
        let folder = "\(spool.path)/\(file.department)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try take(arrival, as: file, isDurable: true)
    }

    private func claimed(_ arrival: Arrival) -> ClaimedFile? {
        let parts = arrival.claim.split(separator: "/", maxSplits: 1).map(String.init)
        return parts.count == 2 ? ClaimedFile(department: parts[0], claimedName: parts[1]) : nil
    }

    private func note(of arrival: Arrival, _ file: ClaimedFile) -> DeliveryNote {
        var note = DeliveryNote(channel: arrival.channel, items: arrival.items)
        if file.name != arrival.name { note.name = arrival.name }
        return note
    }

    private func take(_ arrival: Arrival, as file: ClaimedFile, isDurable: Bool) throws {
        _ = try spool.take(path(arrival.id), as: file, note: note(of: arrival, file), isDurable: isDurable)
    }

    // MARK: After a stop

    /// Finishes what a stop left, before anything is taken in.
    /// - Parameter settled: what became of claims, as the ledger has it.
    package func resume(settled: ([String]) throws -> [SettledClaim]) throws {
        try FileManager.default.createDirectory(atPath: incoming, withIntermediateDirectories: true)
        let open = try store.open()
        let known = try settled(open.map(\.claim))
        let done = Set(known.map(\.claim))
        var kept: Set<String> = []
        // What is settled and still in the spool is put away by the next run, which has to be able to read it.
        for arrival in open where !done.contains(arrival.claim) || spool.holds(arrival.claim) {
            do { try restore(arrival) } catch {
                kept.insert(arrival.id)
                report(error)
                Task { await takeLater(arrival) }
            }
        }
        try settle(known)
        for name in try FileManager.default.contentsOfDirectory(atPath: incoming) where !kept.contains(name) {
            unlink(path(name))
        }
    }

    /// Has the spool hold an arrival that no run has taken. Of a small one nothing but its note is sure to have outlived a loss of power.
    private func restore(_ arrival: Arrival) throws {
        if let content = try store.content(of: arrival.id) {
            guard !isWhole(arrival, content) else { return }
            // What is torn must not be taken for it.
            spool.discard(arrival.claim)
            try DurableFile.write(content, to: path(arrival.id))
        } else if !FileManager.default.fileExists(atPath: path(arrival.id)) {
            return
        }
        try takeNoted(arrival)
    }

    private func isWhole(_ arrival: Arrival, _ content: Data) -> Bool {
        guard let file = claimed(arrival) else { return false }
        return spool.holds(arrival.claim) && spool.has(note(of: arrival, file), for: file)
            && FileManager.default.contents(atPath: "\(spool.path)/\(arrival.claim)") == content
    }

    /// Notes what became of claims.
    package func settle(_ settled: [SettledClaim]) throws {
        try store.settle(settled.map { ($0.claim, $0.submission, $0.receipt) })
    }
}
