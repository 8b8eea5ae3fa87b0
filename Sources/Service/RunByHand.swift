import Foundation
import GuijiConfiguration
import Model
package import Pipeline
import Web

/// A run that somebody starts, in the service's place where none is running: what the interface accepted before a stop is made whole first, and
/// its senders are told afterwards.
package enum RunByHand {
    package static func run(_ instance: Instance, _ options: RunOptions) throws -> RunSummary {
        // Files that are named leave alone what waits.
        guard options.files.isEmpty, let arrivals = try Arrivals(keptBy: instance.settings, report: tell) else {
            return try Run(instance: instance, options: options)()
        }
        // A service has done so itself when it started.
        if let lock = try ServiceLock.takeUnlessHeld(besides: instance.settings.paths.ledger) {
            defer { lock.release() }
            try instance.resume()
            try arrivals.resume { try instance.settled($0) }
            arrivals.claimAccepted()
        }
        let summary = try Run(instance: instance, options: options)()
        do {
            try arrivals.settle(try instance.settled(try arrivals.store.open().map(\.claim)))
        } catch {
            // The rows are taken in; where a service has the ledger again already, its next start tells their senders.
            tell(error)
        }
        return summary
    }

    /// What fails here is made up for by the next run or start.
    private static let tell: @Sendable (any Error) -> Void = { error in
        FileHandle.standardError.write(Data("guiji: \(error)\n".utf8))
    }
}
