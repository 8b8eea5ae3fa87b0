import Foundation
import Synchronization

/// Arrivals that wait to be claimed, in the order in which they came.
final class Unclaimed: Sendable {
    private struct Waiting {
        var arrival: Arrival
        /// In seconds of a clock that only goes forward: not before.
        var due: Double
    }
    /// What requests added. They never wait for whoever takes, who gives way to them and may be long.
    private let added = Mutex<[Waiting]>([])
    private let waiting = Mutex<ArraySlice<Waiting>>([])

    /// - Parameter pause: seconds until it may be taken.
    func add(_ arrival: Arrival, after pause: Double = 0) {
        let due = ProcessInfo.processInfo.systemUptime + pause
        added.withLock { $0.append(Waiting(arrival: arrival, due: due)) }
    }

    var hasAny: Bool { added.withLock { !$0.isEmpty } || waiting.withLock { !$0.isEmpty } }

    /// The first that are due.
    func take(most: Int) -> [Arrival] {
        let now = ProcessInfo.processInfo.systemUptime
        return waiting.withLock { waiting in
            waiting += added.withLock { added in
                defer { added = [] }
                return added
            }
            let (first, rest) = (waiting.prefix(most), waiting.dropFirst(most))
            waiting = rest + first.filter { $0.due > now }
            return first.lazy.filter { $0.due <= now }.map(\.arrival)
        }
    }
}
