import Logging
import Pipeline
import ServiceLifecycle

/// Looks at the timetable from time to time and has the engine run what is due.
struct ScheduleService: Service {
    let engine: Engine
    /// Seconds between looks; timetables count in minutes.
    let interval: Double
    let log: Logger

    func run() async throws {
        while !Task.isShuttingDownGracefully, !Task.isCancelled {
            do { try await engine.tick() } catch {
                log.error("schedule failed", metadata: ["error": "\(explained(error))"])
            }
            try? await cancelWhenGracefulShutdown { try await Task.sleep(for: .seconds(interval)) }
        }
    }
}
