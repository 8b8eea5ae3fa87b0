import Foundation
import Synchronization

/// Arrivals that wait to be claimed.
final class Unclaimed: Sendable {
    private struct Waiting {
        var arrival: Arrival
        /// In seconds of a clock that only goes forward: not before.
        var due: Double
    }
    private let waiting = Mutex<[Waiting]>([])

    /// - Parameter pause: seconds until it may be taken.
    func add(_ arrival: Arrival, after pause: Double = 0) {
        let due = ProcessInfo.processInfo.systemUptime + pause
        waiting.withLock { $0.append(Waiting(arrival: arrival, due: due)) }
    }

    var hasAny: Bool { waiting.withLock { !$0.isEmpty } }

    /// The first that are due.
    func take(most: Int) -> [Arrival] {
        let now = ProcessInfo.processInfo.systemUptime
        return waiting.withLock { waiting in
            var taken: [Arrival] = []
            waiting.removeAll { one in
                guard taken.count < most, one.due <= now else { return false }
                taken.append(one.arrival)
                return true
            }
            return taken
        }
    }
}
