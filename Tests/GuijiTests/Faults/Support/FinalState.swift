import Foundation
import GRDB
import Testing

/// All that an instance came to, in a form in which two instances that took the same deliveries are equal.
///
/// Left out, as it tells what happened rather than what it came to: numbers of runs and submissions, which follow the order of receipt (a
/// submission is named by its source, file and content instead); times, of which the day is fixed by the scene; marks chosen by chance, in claims,
/// forms and the numbers of a feed's pages. Nothing else.
struct FinalState {
    /// Sorted lines by what they are of.
    var parts: [String: [String]] = [:]

    /// Tables that tell of runs and jobs only.
    private static let tablesOfRuns = ["grdb_migrations", "run", "job_run", "job_known"]
    private static let columnsOfRuns: Set = [
        "id", "run", "since", "until", "mended_run", "received", "last_received", "at", "mended", "returned",
    ]

    /// - Parameter stores: where ledger and disclosure store are, in the scene's folder, if not in the instance.
    init(_ scene: FaultScene, stores: String = "demo", isRebuilt: Bool = false) throws {
        let place = "\(scene.folder.path)/\(stores)"
        try readLedger("\(place)/ledger.sqlite", isRebuilt: isRebuilt)
        let arguments = isRebuilt ? ["--out", stores] : []
        let export = try scene.guiji.run(["export", "-C", "demo", "--to", "export"] + arguments)
        try #require(export.status == 0, "\(export)")
        for name in scene.folder.names("export") {
            parts["disclosed \(name)"] = try scene.folder.read("export/\(name)").split(separator: "\n").map(String.init)
        }
        let report = try scene.guiji.run(
            ["report", "monthly", "--month", "2025-03", "--as-of", "2025-04-01", "-C", "demo", "--to", "month"]
                + arguments)
        try #require(report.status == 0, "\(report)")
        parts["month"] = try scene.folder.read("month/monthly-2025-03.csv").split(separator: "\n").map(String.init)
        for name in ["export", "month"] { try FileManager.default.removeItem(atPath: "\(scene.folder.path)/\(name)") }
        guard !isRebuilt else { return }
        try readOutbox("\(place)/outbox")
        readFolders(place)
    }

    /// What the two differ in; the first lines of each.
    func differences(from other: FinalState) -> [String] {
        Set(parts.keys).union(other.parts.keys).sorted().flatMap { name -> [String] in
            let (mine, others) = (parts[name] ?? [], other.parts[name] ?? [])
            guard mine != others else { return [] }
            let change = mine.difference(from: others)
            let lines = change.prefix(6).map { change in
                switch change {
                case .insert(_, let line, _): "+ \(line.prefix(400))"
                case .remove(_, let line, _): "- \(line.prefix(400))"
                }
            }
            return ["\(name): \(others.count) → \(mine.count)"] + lines
        }
    }

    /// What of it a replay of the archive brings back: the stores and what is made of them.
    var rebuilt: FinalState {
        var rebuilt = self
        rebuilt.parts = parts.filter { name, _ in
            name.hasPrefix("ledger ") || name.hasPrefix("disclosed ") || name == "month"
        }
        rebuilt.parts["ledger audit"] = []
        return rebuilt
    }

    var isFilled: Bool {
        ["ledger statement", "ledger finding", "ledger conflict", "ledger claim", "ledger arrival", "outbox", "month"]
            .allSatisfy { parts[$0]?.isEmpty == false } && parts.keys.filter { $0.hasPrefix("disclosed") }.count > 3
    }

    /// What the disclosure store shows now, by itself: neither ledger nor instance are opened for it.
    static func disclosed(_ scene: FaultScene) throws -> [String] {
        var configuration = Configuration()
        configuration.readonly = true
        let queue = try DatabaseQueue(
            path: "\(scene.folder.path)/demo/disclosure.sqlite", configuration: configuration)
        return try queue.read { db in
            try String.fetchAll(db, sql: "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").flatMap {
                table in
                try Row.fetchAll(db, sql: "SELECT * FROM \(table)").map { "\(table) \($0)" }.sorted()
            }
        }
    }

    // MARK: Names without chance

    private static func plain(_ text: String) -> String {
        text.replacing(/~[a-z2-7]{20,}\.json/, with: "~form").replacing(/-\d{6}\.csv/, with: "-page.csv")
            .replacing(/-\d{6}\.repair/, with: "-page.repair")
    }

    private static func withoutNumbers(_ text: String) -> String {
        plain(text).replacing(/\b\d{6}-/, with: "").replacing(/\d\d:\d\d:\d\d/, with: "")
    }

    // MARK: Ledger

    private mutating func readLedger(_ path: String, isRebuilt: Bool) throws {
        var configuration = Configuration()
        configuration.readonly = true
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        try queue.read { db in
            var names: [Int: String] = [:]
            for row in try Row.fetchAll(db, sql: "SELECT * FROM submission") {
                let (id, source, file) = (row["id"] as Int, row["source"] as String, row["file"] as String)
                // Two forms are told apart by the record that they are about.
                let key = try Int.fetchOne(db, sql: "SELECT key FROM statement WHERE submission = ?", arguments: [id])
                let content = file.contains("~") ? "\(key ?? 0)" : (row["digest"] as String).prefix(12) + ""
                names[id] = "\(source)/\(FinalState.plain(file))/\(content)"
            }
            #expect(Set(names.values).count == names.count)
            // A rebuilt ledger notes that its times were given.
            let left = FinalState.tablesOfRuns + (isRebuilt ? ["audit"] : [])
            for table in try String.fetchAll(db, sql: "SELECT name FROM sqlite_master WHERE type = 'table'")
            where !left.contains(table) {
                parts["ledger \(table)"] = try Row.fetchAll(db, sql: "SELECT * FROM \(table)").map { row in
                    FinalState.line(row, of: table, names)
                }.sorted()
            }
            if isRebuilt { parts["ledger audit"] = [] }
        }
    }

    private static func line(_ row: Row, of table: String, _ names: [Int: String]) -> String {
        let isForm = table == "submission" && (row["file"] as String).contains("~")
        return row.map { column, value -> String in
            var text = value.description
            if let number = Int.fromDatabaseValue(value),
                column.hasSuffix("submission") || (table == "submission" && column == "id")
            {
                return "\(column)=\(names[number] ?? text)"
            }
            if columnsOfRuns.contains(column) || (isForm && column == "digest") { return "" }
            if table == "claim" { text = text.replacing(/\d+-\d+\.[0-9a-z]+-/, with: "") }
            return "\(column)=\(plain(text))"
        }.joined(separator: " ")
    }

    // MARK: Outbox and folders

    private mutating func readOutbox(_ path: String) throws {
        parts["outbox"] = try FinalState.files(in: path).map { name in
            let bytes = try Data(contentsOf: URL(filePath: "\(path)/\(name)"))
            let title = FinalState.withoutNumbers(name)
            guard name.contains(".receipt.") else { return "\(title) \(bytes.base64EncodedString())" }
            var text = FinalState.withoutNumbers(String(decoding: bytes, as: UTF8.self))
            text.replace(/"receipt": \d+/, with: "")
            text.replace(/"first_of": \d+/, with: "")
            if name.contains("~") { text.replace(/[0-9a-f]{64}/, with: "") }
            // A page of HTML has the number of the delivery in its title.
            return "\(title) \(name.hasSuffix(".html") ? "" : text)"
        }.sorted()
    }

    /// Where files ended up. What is in hand, half done or put aside for a moment must be gone.
    private mutating func readFolders(_ path: String) {
        for name in ["inbox", "inbox.claimed", "done", "refused", "held", "archive", "reports"] {
            parts["files of \(name)"] = FinalState.files(in: "\(path)/\(name)").compactMap { file in
                let isLock = file.hasSuffix(".lock")
                // Programs' messages; the one before and the one that began last may differ.
                let isMessage = file.hasSuffix(".stderr") || file.hasSuffix(".cursor")
                let isForm = name == "archive" && file.hasSuffix(".zst")
                return isLock || isMessage || isForm ? nil : FinalState.plain(file)
            }.sorted()
        }
        parts["archived files"] = ["\(FinalState.files(in: "\(path)/archive").filter { $0.hasSuffix(".zst") }.count)"]
    }

    private static func files(in path: String) -> [String] {
        guard let names = FileManager.default.enumerator(atPath: path) else { return [] }
        return names.compactMap { $0 as? String }.filter { name in
            var isFolder: ObjCBool = false
            return FileManager.default.fileExists(atPath: "\(path)/\(name)", isDirectory: &isFolder)
                && !isFolder.boolValue
        }
    }
}
