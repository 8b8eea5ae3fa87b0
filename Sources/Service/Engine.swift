import CLinux
import Foundation
package import GuijiConfiguration
import Ledger
package import Logging
import Model
package import Pipeline
import Synchronization

/// Runs deliveries and jobs one after another on a thread of its own; two never overlap.
package final class Engine: Sendable {
    private struct State {
        var configuration: Configuration
        /// Open between runs; a new configuration opens it anew.
        var instance: Instance?

        mutating func open() throws -> Instance {
            if let instance { return instance }
            let opened = try Instance(configuration)
            // Forms are filled in from the disclosure store while a run writes to it.
            try opened.disclosure.beginSharing()
            instance = opened
            return opened
        }
    }

    /// Rows of a run after which memory is given back: the C library keeps what threads that have ended had.
    private static let manyRows = 10_000

    private let state: Confined<State>
    private let log: Logger
    /// The configuration that is used from the next run on.
    let configuration: Mutex<Configuration>
    let status = EngineStatus()

    package init(_ configuration: Configuration, log: Logger) {
        state = Confined("guiji.engine", State(configuration: configuration))
        self.configuration = Mutex(configuration)
        self.log = log
    }

    /// Opens the stores and finishes what was stopped, before anything is taken.
    /// - Parameter finish: what else a stop may have left undone.
    package func start(_ finish: @escaping @Sendable (Instance) throws -> Void) async throws {
        try await state { state in
            let instance = try state.open()
            try instance.resume()
            try finish(instance)
        }
        status.started()
    }

    /// Leaves the stores as whole files.
    package func stop() async {
        await state { [log] state in
            // After a failed run it is opened anew, which may fail as the run did: nothing is lost by it.
            do { try state.open().disclosure.endSharing() } catch {
                log.error("disclosure store keeps its write-ahead log", metadata: ["error": "\(explained(error))"])
            }
            state.instance = nil
        }
    }

    /// From the next run on.
    /// - Throws: where the stores cannot be opened with it, or lie elsewhere; the one before goes on.
    package func use(_ configuration: Configuration) async throws {
        var paths = self.configuration.withLock { $0.settings.paths }
        paths.mappings = configuration.settings.paths.mappings
        guard configuration.settings.paths == paths else {
            throw SystemError(
                chinese: "pipeline.yml 中的文件夹或库的位置变了，重读配置改不了它；请重启服务。",
                english: "Folders or stores are elsewhere in pipeline.yml; that needs a restart of the service.")
        }
        try await state { state in
            let before = state
            state = State(configuration: configuration)
            do { _ = try state.open() } catch {
                state = before
                throw error
            }
        }
        self.configuration.withLock { $0 = configuration }
    }

    /// Takes files in as one run.
    /// - Returns: what they became.
    /// - Throws: where the run failed as a whole, and left nothing.
    package func run(_ files: [ReceivedFile]) async throws -> [SettledClaim] {
        try await state { [log, status] state in
            let options = {
                var options = RunOptions()
                options.received = files
                return options
            }()
            do {
                let instance = try state.open()
                let (summary, settled) = try givingWay {
                    let summary = try Run(instance: instance, options: options)()
                    return (summary, try instance.settled(options.received.compactMap(\.claim)))
                }
                for line in summary.submissions { log.info("submission", metadata: Engine.facts(line)) }
                status.ran(summary)
                if summary.submissions.reduce(0, { $0 + $1.received }) >= Engine.manyRows { malloc_trim(0) }
                return settled
            } catch {
                status.failed()
                // Whatever is open may be what broke.
                state.instance = nil
                throw error
            }
        }
    }

    /// Runs the jobs that are due.
    package func tick() async throws {
        try await state { [log] state in
            let configuration = state.configuration
            let runner = JobRunner(
                configuration,
                takeIn: { instance, options in
                    // What waits is taken as it comes, when it is complete, and its senders are told.
                    var options = options
                    options.takesWaiting = false
                    return try Run(instance: instance, options: options)()
                })
            let tick = try givingWay { try runner.tick() }
            for row in tick.interrupted + tick.done {
                log.info(
                    "job",
                    metadata: [
                        "name": "\(row.name)", "job": "\(row.job)", "outcome": "\(row.outcome)",
                        "detail": "\(row.detail)",
                    ])
            }
            if let held = tick.held { log.debug("jobs wait", metadata: ["for": "\(held)"]) }
        }
    }

    private static func facts(_ line: RunSummary.SubmissionLine) -> Logger.Metadata {
        var facts: Logger.Metadata = [
            "id": "\(line.id)", "department": "\(line.source)", "item": "\(line.item)",
            "state": "\(line.isRepeated ? "repeated" : line.state)", "received": "\(line.received)",
        ]
        for outcome in Outcome.allCases where line.outcomes[outcome] > 0 {
            facts[outcome.name] = "\(line.outcomes[outcome])"
        }
        return facts
    }
}
