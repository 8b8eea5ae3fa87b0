import Foundation
import Metrics
import Model
import Pipeline
import Synchronization

/// How the engine is, for whoever asks while it works.
final class EngineStatus: Sendable {
    struct State {
        var isStarted = false
        /// Runs that failed since the last one that did not.
        var failures = 0
        /// Whether what waits in the inbox could be taken when it was last looked at.
        var takesFiles = true
    }
    private let state = Mutex(State())

    var now: State { state.withLock { $0 } }

    func started() { state.withLock { $0.isStarted = true } }

    func looked(takesFiles: Bool) { state.withLock { $0.takesFiles = takesFiles } }

    func failed() {
        state.withLock { $0.failures += 1 }
        Counter(label: "guiji.run.failures").increment()
    }

    func ran(_ summary: RunSummary) {
        state.withLock { $0.failures = 0 }
        Timer(label: "guiji.run.duration").recordSeconds(summary.seconds)
        Gauge(label: "guiji.run.last.timestamp.seconds").record(Date().timeIntervalSince1970)
        for line in summary.submissions {
            let state = line.isRepeated ? "repeated" : line.state
            Counter(label: "guiji.submissions", dimensions: [("department", line.source), ("state", state)]).increment()
            guard !line.isRepeated else { continue }
            for outcome in Outcome.allCases where line.outcomes[outcome] > 0 {
                Counter(label: "guiji.rows", dimensions: [("outcome", outcome.name)]).increment(
                    by: line.outcomes[outcome])
            }
        }
    }
}
