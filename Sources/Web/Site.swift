package import Channels
import Foundation
package import GuijiConfiguration
package import Logging
import Model
import Pipeline

/// What the interface answers from.
package struct Site: Sendable {
    /// The configuration in force; it may be read again while requests are answered.
    let configuration: @Sendable () -> Configuration
    package let arrivals: Arrivals
    let store: ServiceStore
    let tokens: TokenStore
    let dryRuns: DryRuns
    private let desks = EntryDesks()
    /// How the service is; nil while it starts.
    let health: @Sendable () -> [HealthCheck]
    let metrics: PrometheusRegistry
    let log: Logger

    var settings: Settings { configuration().settings }
    var catalogue: Catalogue { configuration().catalogue }
    /// The limits in force.
    var interface: InterfaceSettings { settings.interface ?? InterfaceSettings() }
    /// Where forms are filled in.
    var desk: EntryDesk { desks.desk(configuration()) }

    /// Leaves what it has open, once nothing is asked any more.
    package func close() { desks.close() }

    package init(
        configuration: @escaping @Sendable () -> Configuration, store: ServiceStore, spool: Spool,
        health: @escaping @Sendable () -> [HealthCheck], metrics: PrometheusRegistry, log: Logger
    ) throws {
        self.configuration = configuration
        arrivals = Arrivals(store, spool: spool, report: Arrivals.report(to: log))
        self.store = store
        tokens = TokenStore(store)
        dryRuns = try DryRuns(folder: "\(spool.path)/.checks")
        self.health = health
        self.metrics = metrics
        self.log = log
    }
}
