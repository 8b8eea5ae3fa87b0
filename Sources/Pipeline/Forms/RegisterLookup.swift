import Foundation
import GRDB
import Loading
import Model
import Synchronization

/// A run is writing to a store and has been for longer than a request can wait.
package struct StoreBusy: Error {}

/// A subject in the register.
struct RegisterEntry {
    /// The register's item.
    var item: Item
    /// By the names of its fields.
    var values: [String: String]

    /// What another item calls the same, by the numbers of its fields; these are never typed.
    static func fields(of target: Item, filledFrom register: Item) -> [Int: String] {
        guard !target.isRegister, target.subject.code != nil else { return [:] }
        let pairs = [
            (target.subject.name, register.subject.name),
            (target.subject.registrationNumber, register.subject.registrationNumber),
            (target.subject.organisationCode, register.subject.organisationCode),
            (target.subject.taxpayerNumber, register.subject.taxpayerNumber),
        ]
        var fields: [Int: String] = [:]
        for case (let own?, let other?) in pairs { fields[own] = register.fields[other].name }
        for own in target.subject.agree where register.field(named: target.fields[own].name) != nil {
            fields[own] = target.fields[own].name
        }
        return fields
    }
}

/// What the register says of a subject, as it is disclosed. Keeps the store open, once it is there.
final class RegisterLookup: Sendable {
    private let path: String
    /// Each register's item, and what finds a subject in its table.
    private let registers: [(item: Item, select: String, fields: Set<String>)]
    private let open = Mutex<DatabaseQueue?>(nil)

    init(path: String, items: [Item]) {
        self.path = path
        registers = items.filter(\.isRegister).map { item in
            let select = "SELECT * FROM \(item.table) WHERE credit_code = ? ORDER BY record LIMIT 1"
            return (item, select, Set(item.fields.map(\.name)))
        }
    }

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

    /// - Returns: nil for an unknown code.
    func find(_ code: String) throws -> RegisterEntry? {
        do {
            // One statement finds it, which needs no transaction.
            return try store()?.unsafeRead { db in
                for (item, select, fields) in registers {
                    let row = try Row.fetchOne(try db.cachedStatement(sql: select), arguments: [code])
                    guard let row else { continue }
                    var values: [String: String] = [:]
                    for (name, value) in row where !value.isNull && fields.contains(name) {
                        values[name] = SQLiteLoader.text(value)
                    }
                    return RegisterEntry(item: item, values: values)
                }
                return nil
            }
        } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
            throw StoreBusy()
        } catch {
            // Whatever is open may be what broke.
            open.withLock { $0 = nil }
            throw error
        }
    }
}
