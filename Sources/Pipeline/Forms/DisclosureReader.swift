import Foundation
import GRDB
import Synchronization

/// A run is writing to a store and has been for longer than a request can wait.
package struct StoreBusy: Error {}

/// Looks things up in the disclosure store, beside whatever writes to it. Keeps the store open, once it is there.
final class DisclosureReader: Sendable {
    private let path: String
    private let open = Mutex<DatabaseQueue?>(nil)

    init(path: String) { self.path = path }

    private func store() throws -> DatabaseQueue? {
        try open.withLock { open in
            if let open { return open }
            guard FileManager.default.fileExists(atPath: path) else { return nil }
            var configuration = GRDB.Configuration()
            configuration.readonly = true
            configuration.busyMode = .timeout(1)
            open = try DatabaseQueue(path: path, configuration: configuration)
            return open
        }
    }

    /// - Parameter body: looks something up by statements that need no transaction.
    /// - Returns: nil while there is no store.
    /// - Throws: ``StoreBusy`` while a run is writing to a store that is not shared.
    func read<Result>(_ body: (Database) throws -> Result) throws -> Result? {
        do {
            return try store()?.unsafeRead(body)
        } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
            throw StoreBusy()
        } catch {
            // Whatever is open may be what broke.
            open.withLock { $0 = nil }
            throw error
        }
    }
}
