package import Channels
import Foundation
package import GuijiConfiguration
package import Logging
import Model
package import Pipeline

/// Deliveries on their way from a request into the spool: accepted once, kept through any stop.
///
/// A small delivery's bytes are noted with its arrival and stay so until it is settled: one commit, which it shares with others, is all that its
/// sender waits for; its file is made when the next run takes it. A large one comes as a file named by the arrival, which reaches the disk before
/// the arrival is noted, with the claim that it will have; then it gets that claim by a rename. Stopped before the note, nobody was answered and the
/// file is removed; stopped after it, what is missing is made up for.
package struct Arrivals: Sendable {
    package let store: ArrivalStore
    let spool: Spool
    /// Accepted, and not in the spool yet.
    private let unclaimed = Unclaimed()
    /// Told of what keeps an accepted delivery from being claimed, and of what was none.
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
        { log.error("delivery of the interface", metadata: ["error": "\($0)"]) }
    }

    private var incoming: String { "\(spool.path)/.incoming" }

    /// Where the bytes of an arrival are while they come.
    func path(_ id: String) -> String { "\(incoming)/\(id)" }

    /// Takes a delivery over. Once it is noted it is accepted: where it cannot be claimed yet, that is made up for.
    /// - Parameter content: its bytes, where it is small; otherwise ``path(_:)`` is on the disk.
    /// - Returns: the arrival, or the earlier one that used its key.
    /// - Throws: where it was not noted, and is not accepted.
    func accept(_ arrival: Arrival, content: Data?) async throws -> (arrival: Arrival, isNew: Bool) {
        var arrival = arrival
        arrival.claim = try spool.claim(department: arrival.department, name: arrival.name, at: arrival.received).claim
        if let known = try await store.insert(arrival, content: content) { return (known, false) }
        let accepted = arrival
        if content != nil { unclaimed.add(accepted) } else { try await blocking { claim(accepted) } }
        return (accepted, true)
    }

    /// Whether something waits to be claimed.
    package var hasUnclaimed: Bool { unclaimed.hasAny }

    /// Has the spool hold what was accepted, in order of receipt.
    /// - Parameter most: what comes behind waits for the next time.
    package func claimAccepted(most: Int = .max) {
        for arrival in unclaimed.take(most: most) { claim(arrival) }
    }

    private func claim(_ arrival: Arrival) {
        do { try restore(arrival) } catch {
            // It is noted, and its bytes are kept: nothing is lost while it is tried again.
            report(error)
            unclaimed.add(arrival, after: 5)
        }
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

    /// Has the spool hold an arrival that no run has taken. Of a small one nothing but its note is sure to have outlived a loss of power.
    private func restore(_ arrival: Arrival) throws {
        let content = try store.content(of: arrival.id)
        guard let file = claimed(arrival), content.map({ !isWhole(arrival, file, $0) }) ?? hasFile(arrival) else {
            return
        }
        try FileManager.default.createDirectory(
            atPath: "\(spool.path)/\(file.department)", withIntermediateDirectories: true)
        if let content {
            // What is torn must not be taken for it.
            spool.discard(arrival.claim)
            try DurableFile.write(content, to: path(arrival.id), sync: .nothing)
        }
        _ = try spool.take(path(arrival.id), as: file, note: note(of: arrival, file), isDurable: content == nil)
    }

    private func hasFile(_ arrival: Arrival) -> Bool { FileManager.default.fileExists(atPath: path(arrival.id)) }

    private func isWhole(_ arrival: Arrival, _ file: ClaimedFile, _ content: Data) -> Bool {
        spool.holds(arrival.claim) && spool.has(note(of: arrival, file), for: file)
            && FileManager.default.contents(atPath: "\(spool.path)/\(arrival.claim)") == content
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
        for arrival in open {
            let isHeld = spool.holds(arrival.claim)
            // What is settled and still in the spool is put away by the next run, which has to be able to read it.
            if done.contains(arrival.claim), !isHeld { continue }
            do {
                if isHeld || hasFile(arrival) {
                    try restore(arrival)
                } else if try store.content(of: arrival.id) != nil {
                    // Its file is made when its turn comes.
                    unclaimed.add(arrival)
                } else {
                    try store.remove(arrival.id)
                    report(Arrivals.neverAccepted(arrival))
                }
            } catch {
                kept.insert(arrival.id)
                report(error)
                unclaimed.add(arrival, after: 5)
            }
        }
        try settle(known)
        for name in try FileManager.default.contentsOfDirectory(atPath: incoming) where !kept.contains(name) {
            unlink(path(name))
        }
    }

    /// The disk failed while it was noted: its sender was told so and its bytes were removed, and yet the note had got to the disk.
    private static func neverAccepted(_ arrival: Arrival) -> SystemError {
        SystemError(
            chinese: "接口的报送 \(arrival.id)（\(arrival.department)）有登记而没有内容（登记时磁盘出错，当时已答复未受理；或文件被人移走）；登记已删除，同一个键可以再报。",
            english:
                "The delivery \(arrival.id) of \(arrival.department) is noted and its bytes are not here: the disk failed and its sender was told so, or somebody moved the file away. Its note is removed; its key can be used again."
        )
    }

    /// Notes what became of claims.
    package func settle(_ settled: [SettledClaim]) throws {
        try store.settle(settled.map { ($0.claim, $0.submission, $0.receipt) })
    }
}
