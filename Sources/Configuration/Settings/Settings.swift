package import Foundation
package import Model
package import Scheduling

/// One running instance: `pipeline.yml` with every path made absolute or relative to the working directory, every limit set.
package struct Settings: Sendable {
    /// Where the stores and folders of the instance are; each path starts from the folder of `pipeline.yml`.
    package struct Paths: Sendable, Equatable {
        package var mappings: String
        package var inbox: String
        /// Where files of the inbox are while they are in hand; on its file system, since they get there by a rename.
        package var claimed: String
        package var ledger: String
        package var disclosure: String
        package var archive: String
        package var outbox: String
        package var reports: String
        /// Tokens of the interface and what came by it.
        package var service: String
    }

    package var instance: String
    package var timeZone: TimeZone
    package var paths: Paths
    /// Type of the loader that keeps the disclosure store.
    package var loader: String
    /// Most bytes of one row.
    package var rowBytes: Int
    /// Most nested elements of an XML file.
    package var xmlDepth: Int
    package var workers: Int
    /// Rows of a batch.
    package var batchRows: Int
    package var validation: ValidationSettings
    /// Jobs that run by themselves, in the order of the file.
    package var schedule: [JobDefinition]
    package var rehearsal: RehearsalSettings
    package var suspicions = SuspicionSettings()
    package var folders = FolderSettings()
    /// What is pulled by itself, in the order of the file.
    package var feeds: [FeedDefinition] = []
    /// Where the service listens; nil for nowhere.
    package var interface: InterfaceSettings?
    package var containers = ContainerLimits()
}

/// How the service watches the inbox; see ``Documentation/Configuration.md``.
package struct FolderSettings: Sendable, Equatable {
    /// Seconds for which a file stays the same before it is taken.
    package var quiet = 5.0
    /// The same for a file that was closed after writing or moved in.
    package var settle = 0.5
    /// Seconds between looks at all folders.
    package var rescan = 10.0
    /// Most bytes that are taken into one run, where there is more than one file.
    package var batchBytes = 256 << 20

    package init() {}
}

/// The interface of the service; see ``Documentation/Configuration.md``.
package struct InterfaceSettings: Sendable, Equatable {
    package var host = "127.0.0.1"
    /// 0 takes a free one.
    package var port = 8410
    /// Most bytes of a delivery.
    package var bodyBytes = 2 << 30
    /// Most bytes of a delivery that is only checked, while its sender waits.
    package var checkBytes = 64 << 20
    /// For each token.
    package var requestsPerMinute = 600
    /// Seconds after which a connection on which nothing happens is closed.
    package var idleSeconds = 60

    package init() {}
}

/// When a rehearsal of changed rules says no.
package struct RehearsalSettings: Sendable, Equatable {
    /// By how much a department's compliance may fall, in millionths of a percentage point.
    package var maximumFall: Int64

    package init(maximumFall: Int64) { self.maximumFall = maximumFall }
}
