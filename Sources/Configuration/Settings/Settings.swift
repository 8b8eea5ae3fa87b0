package import Foundation
package import Model
package import Scheduling

/// One running instance: `pipeline.yml` with every path made absolute or relative to the working directory, every limit set.
package struct Settings: Sendable {
    /// Where the stores and folders of the instance are; each path starts from the folder of `pipeline.yml`.
    package struct Paths: Sendable, Equatable {
        package var mappings: String
        package var inbox: String
        package var ledger: String
        package var disclosure: String
        package var archive: String
        package var outbox: String
        package var reports: String
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
}

/// When a rehearsal of changed rules says no.
package struct RehearsalSettings: Sendable, Equatable {
    /// By how much a department's compliance may fall, in millionths of a percentage point.
    package var maximumFall: Int64

    package init(maximumFall: Int64) { self.maximumFall = maximumFall }
}
