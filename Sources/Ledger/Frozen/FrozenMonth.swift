import GRDB
package import Model

/// A published month as the ledger keeps it.
package struct FrozenMonth: Sendable, Equatable {
    /// `2025-03`
    package var month: String
    /// The last run whose rows are in the figures.
    package var run: Int
    /// The last nil return that is in them.
    package var nilReturn: Int
    /// When the figures stood and when they were published, seconds since 1970.
    package var asOf: Int
    package var at: Int
    package var sha: String
    package var manifest: String
    package var figures: String

    package init(
        month: String, run: Int, nilReturn: Int, asOf: Int, at: Int, sha: String, manifest: String, figures: String
    ) {
        self.month = month
        self.run = run
        self.nilReturn = nilReturn
        self.asOf = asOf
        self.at = at
        self.sha = sha
        self.manifest = manifest
        self.figures = figures
    }

    /// What the ledger holds of a published month is not what was written there.
    package static func damaged(_ month: String) -> SystemError {
        SystemError(
            chinese:
                "台账中 \(month) 的定稿记录无法读取：已损坏或被改动。请从备份恢复台账，或由归档重建：guiji replay --to 新文件夹；然后 guiji report verify \(month)。",
            english:
                "What the ledger holds of the published month \(month) cannot be read: it is damaged or was changed. Restore the ledger from a backup, or rebuild it from the archive: guiji replay --to a new folder; then guiji report verify \(month)."
        )
    }
}

extension Row {
    /// - Throws: where the column holds no such value; its subscript would end the program.
    func checked<Value: DatabaseValueConvertible>(_ column: String, _ type: Value.Type = Value.self) throws -> Value {
        let stored: DatabaseValue = self[column]
        guard let value = Value.fromDatabaseValue(stored) else { throw WrongColumn(name: column) }
        return value
    }
}

/// A column that holds something else than its table says.
struct WrongColumn: Error {
    var name: String
}
