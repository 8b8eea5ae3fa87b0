import CLinux
import Channels
package import GuijiConfiguration
package import Logging
import Metrics
import Model
import Pipeline
import ServiceLifecycle
import Synchronization
import UnixSignals
import Web

/// The service of one instance: watched folders, schedule, interface, and configuration that can be read again, until it is told to stop.
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
        // Each run has threads of its own. With the C library's default, eight stores of memory for each core, every one of them would keep the most
        // that it ever held.
        mallopt(M_ARENA_MAX, 2)
        let settings = configuration.settings
        let lock = try ServiceLock.take(besides: settings.paths.ledger)
        defer { lock.release() }
        let hangups = await UnixSignalsSequence(trapping: .sighup)
        let metrics = PrometheusRegistry()
        MetricsSystem.bootstrap(metrics)
        let engine = Engine(configuration, log: log)
        let spool = try Spool(settings.paths.claimed)
        let site = try settings.interface.map { _ in try makeSite(engine, spool, metrics) }
        let arrivals = try site?.arrivals ?? Arrivals(keptBy: settings, spool: spool, report: Arrivals.report(to: log))
        try await engine.start { instance in try arrivals?.resume { try instance.settled($0) } }
        let channel = try FolderChannel(
            inbox: settings.paths.inbox, spool: spool, rules: InboxRules(settings.folders))
        var services: [any Service] = [
            InboxService(
                engine: engine, channel: Confined("guiji.inbox", channel), spool: spool,
                claimAccepted: { most in
                    guard let arrivals, arrivals.hasUnclaimed else { return }
                    givingWay { arrivals.claimAccepted(most: most) }
                }, settle: { try arrivals?.settle($0) }, log: log),
            FeedService(engine: engine, spool: spool, log: log),
            ScheduleService(engine: engine, interval: 20, log: log),
            ReloadService(engine: engine, started: settings, hangups: hangups, load: load, log: log),
        ]
        if let site, let interface = settings.interface { services.append(WebServer(site, interface)) }
        try await ServiceGroup(
            services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: log
        ).run()
        site?.close()
        await engine.stop()
        log.notice("stopped")
    }

    private func makeSite(_ engine: Engine, _ spool: Spool, _ metrics: PrometheusRegistry) throws -> Site {
        try Site(
            configuration: { engine.configuration.withLock { $0 } },
            store: try ServiceStore(path: configuration.settings.paths.service), spool: spool,
            health: { engine.health }, metrics: metrics, log: log)
    }
}
