import GuijiConfiguration
import Model
import Pipeline
import Synchronization

/// The desk of the configuration in force; made anew where that was read again.
final class EntryDesks: Sendable {
    private let kept = Mutex<(fingerprint: String, desk: EntryDesk)?>(nil)

    /// Leaves what a desk has open.
    func close() { kept.withLock { $0 = nil } }

    func desk(_ configuration: Configuration) -> EntryDesk {
        let fingerprint = configuration.catalogue.fingerprint
        return kept.withLock { kept in
            if let kept, kept.fingerprint == fingerprint { return kept.desk }
            let desk = EntryDesk(configuration)
            kept = (fingerprint, desk)
            return desk
        }
    }
}
