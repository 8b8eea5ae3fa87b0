import GuijiConfiguration
import Logging
import Model
import ServiceLifecycle
import UnixSignals

/// Reads the configuration again on SIGHUP; a bad one is told and the old one goes on.
struct ReloadService: Service {
    let engine: Engine
    /// What the service started with.
    let started: Settings
    /// Trapped before anything is told of the start: an early signal must not end the program.
    let hangups: UnixSignalsSequence
    let load: @Sendable () throws -> Configuration
    let log: Logger

    func run() async throws {
        for await _ in hangups.cancelOnGracefulShutdown() {
            do {
                let configuration = try load()
                try await engine.use(configuration)
                log.notice(
                    "configuration read again",
                    metadata: ["fingerprint": "\(configuration.catalogue.fingerprint.prefix(12))"])
                if configuration.settings.interface != started.interface {
                    log.warning("interface: takes effect at the next start")
                }
            } catch {
                log.error("configuration refused, the old one goes on", metadata: ["error": "\(error)"])
            }
        }
    }
}
