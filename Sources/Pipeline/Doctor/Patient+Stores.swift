import Foundation
import GRDB
import GuijiConfiguration

extension Patient {
    /// A store opened for reading; nil where it is not there yet.
    func store(_ path: String) throws -> DatabaseQueue? {
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        var configuration = GRDB.Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(2)
        return try DatabaseQueue(path: path, configuration: configuration)
    }

    /// Whether a store is one, so far as its first page tells.
    func canRead(_ path: String) -> Bool {
        (try? store(path)?.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM sqlite_master") }) != nil
    }

    var ledger: DatabaseQueue? { get throws { try store(settings.paths.ledger) } }
    var disclosure: DatabaseQueue? { get throws { try store(settings.paths.disclosure) } }
}
