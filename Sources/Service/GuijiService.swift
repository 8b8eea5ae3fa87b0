import Channels
package import GuijiConfiguration
package import Logging
import Pipeline
import ServiceLifecycle
import UnixSignals

/// The service of one instance: watched folders, schedule, and configuration that can be read again, until it is told to stop.
package struct GuijiService {
    private let configuration: Configuration
    private let load: @Sendable () throws -> Configuration
    private let log: Logger

    /// - Parameters:
    ///   - load: reads the instance's configuration again.
    package init(
        _ configuration: Configuration, load: @escaping @Sendable () throws -> Configuration, log: Logger
    ) {
        self.configuration = configuration
        self.load = load
        self.log = log
    }

    /// Runs until SIGTERM or SIGINT; the run in hand is finished first.
    /// - Throws: where another service has the instance, or its stores cannot be opened.
    package func callAsFunction() async throws {
        let settings = configuration.settings
        let lock = try ServiceLock(besides: settings.paths.ledger)
        defer { withExtendedLifetime(lock) {} }
        let hangups = await UnixSignalsSequence(trapping: .sighup)
        let engine = Engine(configuration, log: log)
        try await engine.start()
        let rules = InboxRules(
            quiet: settings.folders.quiet, settle: settings.folders.settle, rescan: settings.folders.rescan)
        let spool = try Spool(settings.paths.claimed)
        let channel = try FolderChannel(inbox: settings.paths.inbox, spool: spool, rules: rules)
        let services: [any Service] = [
            InboxService(
                engine: engine, channel: Confined("guiji.inbox", channel), spool: spool,
                batchBytes: settings.folders.batchBytes,
                log: log),
            FeedService(engine: engine, spool: spool, log: log),
            ScheduleService(engine: engine, interval: 20, log: log),
            ReloadService(engine: engine, hangups: hangups, load: load, log: log),
        ]
        log.notice("started", metadata: ["instance": "\(settings.instance)", "inbox": "\(settings.paths.inbox)"])
        try await ServiceGroup(
            services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: log
        ).run()
        log.notice("stopped")
    }
}
