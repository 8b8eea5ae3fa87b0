import Foundation
import GuijiConfiguration
import Model
import Pipeline
import Testing

/// The archive is the evidence: replayed into an empty folder it gives the same statements and the same disclosure.
@Suite struct ReplayTests {
    /// The month in three runs, the last of which sends again what came before.
    private func month() throws -> TestInstance {
        let test = try TestInstance()
        let parts = Dictionary(grouping: Project.deliveries) { delivery in
            switch delivery.split(separator: "/")[1].prefix(10) {
            case ..<"2025-03-11": 0
            case ..<"2025-03-20": 1
            default: 2
            }
        }
        for part in 0...2 { try test.run((parts[part] ?? []).map(Project.path), asOf: "2025-03-3\(min(part, 1))") }
        try test.run((parts[0] ?? []).map(Project.path), asOf: "2025-03-31")
        return test
    }

    private func replay(_ test: TestInstance) throws -> Instance {
        let folder = "\(test.folder.path)/rebuilt"
        _ = try Replay(test.configuration)(to: folder)
        return try TestInstance(test.configuration) {
            $0.settings.paths.ledger = "\(folder)/ledger.sqlite"
            $0.settings.paths.disclosure = "\(folder)/disclosure.sqlite"
            $0.settings.paths.archive = "\(folder)/archive"
        }.open()
    }

    @Test func givesTheSameStores() throws {
        let test = try month()
        let (original, rebuilt) = (try test.open(), try replay(test))
        try expectSame(StoreDump.export(original), StoreDump.export(rebuilt))
        // How the time of receipt was found is noted, and differs.
        let without: Set = ["run.seconds", "run.is_as_of_given", "audit"]
        let (one, other) = (
            try StoreDump.ledger(original.ledger, without: without),
            try StoreDump.ledger(rebuilt.ledger, without: without)
        )
        #expect(one["statement"]?.isEmpty == false)
        expectSame(one, other)
        #expect(!FileManager.default.fileExists(atPath: "\(test.folder.path)/rebuilt/.unpacked"))
    }

    /// Files of a run that failed were never taken; replaying does not take them either.
    @Test func leavesOutWhatARunThatFailedReceived() throws {
        let test = try TestInstance()
        let first = Project.path(of: "market-supervision/2025-03-03-registration.csv")
        let failed = Project.path(of: "culture/2025-03-05-licence.csv")
        let later = Project.path(of: "health/2025-03-05-licence.csv")
        try test.run([first], asOf: "2025-03-29")
        let alongside = Project.path(of: "culture/2025-03-19-penalty.csv")
        let obstacle = try test.obstruct(alongside)
        #expect(throws: (any Error).self) { try test.run([failed, alongside], asOf: "2025-03-30") }
        try FileManager.default.removeItem(atPath: obstacle)
        try test.run([later], asOf: "2025-03-31")
        let (original, rebuilt) = (try test.open(), try replay(test))
        try expectSame(StoreDump.export(original), StoreDump.export(rebuilt))
        #expect(
            try original.ledger.strings("SELECT file FROM submission ORDER BY id")
                == rebuilt.ledger.strings("SELECT file FROM submission ORDER BY id"))
    }

    @Test func refusesAFolderInUseAndAnEmptyArchive() throws {
        let test = try TestInstance()
        #expect(throws: SystemError.self) { try replay(test) }
        try test.run([Project.path(of: "market-supervision/2025-03-03-registration.csv")])
        #expect(throws: SystemError.self) { try Replay(test.configuration)(to: test.folder.path) }
        #expect(try test.open().ledger.integer("SELECT count(*) FROM submission") == 1)
    }

    /// How a channel handed a file over, what it was allowed to hold and why it was refused decide what a replay makes of it, too.
    @Test func knowsHowChannelsHandedFilesOver() throws {
        let test = try TestInstance()
        var options = RunOptions()
        for (number, delivery) in [
            "culture/2025-03-05-licence.csv", "culture/2025-03-19-penalty.csv", "fire/2025-03-07-licence.csv",
        ].enumerated() {
            var file = ReceivedFile(
                path: Project.path(of: delivery), source: String(delivery.prefix { $0 != "/" }),
                received: 1_743_000_000,
                channel: "push", isClaimed: false)
            file.claim = "culture/1743000000-000\(number).0-x.csv"
            // A token for licences, and a checksum that differs.
            file.items = number < 2 ? ["licence"] : nil
            if number == 2 { file.refusal = RefusedFile(.unreadable, chinese: "校验和不符", english: "another checksum") }
            options.received.append(file)
        }
        let summary = try Run(instance: test.open(), options: options)()
        #expect(summary.submissions.map(\.state) == ["published", "refused", "refused"])
        let (original, rebuilt) = (try test.open(), try replay(test))
        for sql in [
            "SELECT state || refusal FROM submission WHERE refusal IS NOT NULL ORDER BY id", "SELECT name FROM claim",
        ] {
            #expect(try original.ledger.strings(sql) == rebuilt.ledger.strings(sql))
        }
        #expect(try rebuilt.ledger.integer("SELECT count(*) FROM claim") == 3)
        // Handed over again, they are known.
        options.answers = false
        let again = try withExtendedLifetime(test) { try Run(instance: rebuilt, options: options)() }
        #expect(again.submissions.isEmpty)
    }

    /// A last line torn by a kill is left out, the rest is rebuilt.
    @Test func aTornIndexIsReadAsFarAsItGoes() throws {
        let test = try TestInstance()
        try test.run([Project.path(of: "market-supervision/2025-03-03-registration.csv")])
        let index = "\(test.configuration.settings.paths.archive)/received.jsonl"
        let handle = try FileHandle(forWritingTo: URL(filePath: index))
        try handle.seekToEnd()
        try handle.write(contentsOf: Data(#"{"asOf":17433"#.utf8))
        try handle.close()
        let original = try test.open()
        try expectSame(StoreDump.export(original), StoreDump.export(replay(test)))
        // And the next run's entries are not lost on the torn line.
        try test.run([Project.path(of: "culture/2025-03-05-licence.csv")])
        try FileManager.default.removeItem(atPath: "\(test.folder.path)/rebuilt")
        try expectSame(StoreDump.export(test.open()), StoreDump.export(replay(test)))
    }
}
