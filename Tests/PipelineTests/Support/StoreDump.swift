import Foundation
import GRDB
import GuijiConfiguration
import Ledger
import Loading
import Model
import Pipeline
import Testing

/// The content of stores as text, in an order of its own: equal dumps mean equal stores.
enum StoreDump {
    /// All of a ledger but what may differ: the named tables, and columns named as `table.column`.
    static func ledger(_ store: LedgerStore, without: Set<String> = ["run.seconds"]) throws -> [String: [String]] {
        try tables(store.queue, without: without)
    }

    /// All of a disclosure store, as it is stored.
    static func disclosure(_ store: SQLiteLoader) throws -> [String: [String]] {
        try tables(store.queue, without: [])
    }

    private static func tables(_ queue: DatabaseQueue, without: Set<String>) throws -> [String: [String]] {
        try queue.read { db in
            let names = try String.fetchAll(
                db, sql: "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite_%'")
            var dump: [String: [String]] = [:]
            for name in names where !without.contains(name) && name != "grdb_migrations" {
                dump[name] = try Row.fetchAll(db, sql: "SELECT * FROM \"\(name)\"").map { row in
                    row.filter { !without.contains("\(name).\($0.0)") }.map { "\($0.0)=\($0.1)" }
                        .joined(separator: "|")
                }.sorted()
            }
            return dump
        }
    }

    /// What is disclosed: each item's rows by the readable view, columns named, in order of code and record.
    static func export(_ instance: Instance) throws -> [String: [String]] {
        var export: [String: [String]] = [:]
        for table in instance.configuration.catalogue.items.map(\.table) {
            var lines: [String] = []
            try instance.disclosure.forEachRow(of: table) { lines.append($0.joined(separator: "\u{1F}")) }
            // The first line names the columns.
            export[table] = lines.count > 1 ? lines : []
        }
        return export
    }

    /// The files under a folder by name.
    static func files(_ folder: String) throws -> [String: Data] {
        guard FileManager.default.fileExists(atPath: folder) else { return [:] }
        var files: [String: Data] = [:]
        for name in try FileManager.default.subpathsOfDirectory(atPath: folder) {
            var isFolder: ObjCBool = false
            let path = "\(folder)/\(name)"
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue else {
                continue
            }
            files[name] = try Data(contentsOf: URL(filePath: path))
        }
        return files
    }

    /// The first lines in which two dumps differ; empty where they are equal.
    fileprivate static func difference(_ one: [String: [String]], _ other: [String: [String]]) -> [String] {
        var lines: [String] = []
        for name in Set(one.keys).union(other.keys).sorted() {
            let (left, right) = (one[name] ?? [], other[name] ?? [])
            guard left != right else { continue }
            let onlyLeft = Set(left).subtracting(right).sorted().prefix(3).map { "\(name) - \($0)" }
            let onlyRight = Set(right).subtracting(left).sorted().prefix(3).map { "\(name) + \($0)" }
            lines += ["\(name): \(left.count) / \(right.count) rows"] + onlyLeft + onlyRight
        }
        return lines
    }
}

/// Expects two dumps to be equal and tells the first lines in which they differ.
func expectSame(
    _ one: [String: [String]], _ other: [String: [String]], _ note: String = "",
    sourceLocation: SourceLocation = #_sourceLocation
) {
    let difference = StoreDump.difference(one, other).joined(separator: "\n").replacing("\u{1F}", with: "¦")
    let isSame = one == other
    #expect(isSame, "\(note)\n\(difference)", sourceLocation: sourceLocation)
}

extension Instance {
    /// The disclosure store as what it is by default.
    var store: SQLiteLoader {
        guard let store = disclosure as? SQLiteLoader else { preconditionFailure("the tests' instances use SQLite") }
        return store
    }
}
