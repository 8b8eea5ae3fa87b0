import Foundation
import GRDB
import GuijiConfiguration
import Ledger
import Loading
import Model
import Reporting
import Testing

@testable import Pipeline

/// What was published outlives stops, and what was taken away from one of ledger, log and folder is missed in the others.
@Suite struct PublicationRecoveryTests {
    private let march = ReportMonth(year: 2025, month: 3)

    private func scene() throws -> MonthScene {
        let scene = try MonthScene { $0.owes("fire", .week, since: "2025-03-03") }
        try scene.register(1...2, at: "2025-03-03")
        try scene.take("fire", "a-licence.csv", "2025-03-05", scene.file([scene.licence(1, decided: "2025-03-03")]))
        return scene
    }

    private func confirm(_ scene: MonthScene) throws {
        try NilReturnDecision(
            source: "fire", item: "licence", period: "2025-W13", by: "王科", reason: "无", at: scene.time("2025-04-02"))(
                scene.test.open())
    }

    private func restated() throws -> MonthScene {
        let scene = try scene()
        try months(scene).freeze(march, asOf: scene.time("2025-04-01"))
        try confirm(scene)
        try months(scene).restate(march, reason: "补确认", asOf: scene.time("2025-04-03"))
        #expect(try verify(scene) == [])
        return scene
    }

    private func months(_ scene: MonthScene) throws -> FrozenMonths { try FrozenMonths(scene.test.open()) }
    private func verify(_ scene: MonthScene) throws -> [String] { try months(scene).verify(march) }
    private func folder(_ scene: MonthScene) throws -> String { try months(scene).folder(march) }
    private func execute(_ scene: MonthScene, _ sql: String) throws {
        try scene.test.open().ledger.queue.write { try $0.execute(sql: sql) }
    }

    private func log(_ scene: MonthScene, _ change: ([Substring]) -> [String]) throws {
        let path = "\(scene.test.configuration.settings.paths.archive)/decisions.jsonl"
        let lines = change(try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n"))
        try lines.map { $0 + "\n" }.joined().write(toFile: path, atomically: true, encoding: .utf8)
    }

    /// A month that the ledger lost is neither published again nor passed over.
    @Test func aMonthThatTheLedgerLostIsNotPublishedAgain() throws {
        let scene = try restated()
        let before = try StoreDump.files(folder(scene))
        try execute(scene, "DELETE FROM frozen_month")
        let error = #expect(throws: SystemError.self) {
            try months(scene).freeze(march, asOf: scene.time("2025-04-05"))
        }
        #expect(error?.english.contains("decision 1 of") == true)
        #expect(error?.english.contains("report verify 2025-03") == true)
        #expect(error?.english.contains("guiji replay") == true)
        #expect(try StoreDump.files(folder(scene)) == before)
        let differences = try verify(scene)
        #expect(differences.count == 2 && differences.first?.contains("decisions.jsonl") == true)
        #expect(try months(scene).months() == [march])
        // Neither log nor ledger: the folder alone.
        try log(scene) { _ in [] }
        try execute(scene, "DELETE FROM decision")
        #expect(try months(scene).months() == [march])
        #expect(try verify(scene).count == 1)
    }

    @Test func thereIsOnePublicationInTheLog() throws {
        let scene = try restated()
        let sha = try #require(try FrozenStore(scene.test.open().ledger).month("2025-03")?.sha)
        try log(scene) { lines in
            lines.map(String.init) + [
                String(lines[0]).replacing("\"number\":1", with: "\"number\":4")
                    .replacing(sha, with: String(sha.reversed()))
            ]
        }
        #expect(try verify(scene).map { $0.hasPrefix("manifest.json：decisions.jsonl") } == [true])
        try log(scene) { $0.dropFirst().dropLast().map(String.init) }
        #expect(try verify(scene).map { $0.hasPrefix("manifest.json：decisions.jsonl") } == [true])
    }

    /// Row and file together, or changed alike in both: the log has the digest.
    @Test func aRestatementIsMissedInTheLog() throws {
        let scene = try restated()
        let file = "\(try folder(scene))/restatement-1.json"
        try execute(scene, "UPDATE restatement SET new = '7' WHERE figure = 'due_nil'")
        let rows = try FrozenStore(scene.test.open().ledger).restatements(month: "2025-03")
        try restatementDocument(rows).write(toFile: file, atomically: true, encoding: .utf8)
        #expect(try verify(scene).map { $0.hasPrefix("restatement-1.json：") } == [true])
        try execute(scene, "DELETE FROM restatement")
        try FileManager.default.removeItem(atPath: file)
        #expect(try verify(scene).map { $0.hasPrefix("restatement-1.json：") } == [true])
        // Another gets another number.
        try months(scene).restate(march, reason: "再确认", asOf: scene.time("2025-04-04"))
        #expect(FileManager.default.fileExists(atPath: "\(try folder(scene))/restatement-2.json"))
        #expect(try verify(scene).map { $0.hasPrefix("restatement-1.json：") } == [true])
        try log(scene) { $0.dropLast().map(String.init) }
        #expect(try verify(scene).contains { $0.hasPrefix("restatement-2.json：decisions.jsonl") })
    }

    /// A stop after the ledger's commit left no file: the next start writes it, verification alone does not.
    @Test func aRestatementWithoutItsFileGetsIt() throws {
        let scene = try restated()
        let file = URL(filePath: "\(try folder(scene))/restatement-1.json")
        let bytes = try Data(contentsOf: file)
        try FileManager.default.removeItem(at: file)
        for _ in 0..<2 { #expect(try verify(scene).map { $0.hasPrefix("restatement-1.json：") } == [true]) }
        try scene.test.runInbox(asOf: "2025-04-20")
        #expect(try Data(contentsOf: file) == bytes)
        #expect(try verify(scene) == [])
    }

    /// The log has a restatement, the ledger of before no longer differs from what was published: it is entered once, and told apart.
    @Test func aRestatementOfNothingIsEnteredOnce() throws {
        let scene = try scene()
        try months(scene).freeze(march, asOf: scene.time("2025-04-01"))
        try confirm(scene)
        let ledger = URL(filePath: scene.test.configuration.settings.paths.ledger)
        let before = try Data(contentsOf: ledger)
        try months(scene).restate(march, reason: "补确认", asOf: scene.time("2025-04-03"))
        try before.write(to: ledger)
        try FileManager.default.removeItem(atPath: "\(try folder(scene))/restatement-1.json")
        try execute(scene, "DELETE FROM nil_return")
        try scene.test.runInbox(asOf: "2025-04-20")
        let store = FrozenStore(try scene.test.open().ledger)
        #expect(try store.decisions().map(\.action) == ["freeze-month", "nil-return", "restate-month"])
        #expect(try store.restatements().isEmpty)
        #expect(try verify(scene).contains { $0.hasPrefix("restatement-1.json：") })
    }

    /// Stopped after the log and before the ledger's commit, then another program: what lies there is what was published.
    @Test func aPublicationIsEnteredAsItLies() throws {
        let scene = try scene()
        let ledger = URL(filePath: scene.test.configuration.settings.paths.ledger)
        let before = try Data(contentsOf: ledger)
        try FrozenMonths(scene.test.open(), program: "0.0.9").freeze(march, asOf: scene.time("2025-04-01"))
        let row = try FrozenStore(scene.test.open().ledger).month("2025-03")
        let files = try StoreDump.files(folder(scene))
        try before.write(to: ledger)
        try scene.test.runInbox(asOf: "2025-04-20")
        #expect(try StoreDump.files(folder(scene)) == files)
        #expect(try FrozenStore(scene.test.open().ledger).month("2025-03") == row)
        #expect(try verify(scene) == [])
    }

    /// What lies there and is not what was logged is kept under another name, and verification tells that the publication is another.
    @Test func aFolderThatDoesNotFitIsPutAside() throws {
        let scene = try scene()
        let ledger = URL(filePath: scene.test.configuration.settings.paths.ledger)
        let before = try Data(contentsOf: ledger)
        try FrozenMonths(scene.test.open(), program: "0.0.9").freeze(march, asOf: scene.time("2025-04-01"))
        try before.write(to: ledger)
        try Data("forged".utf8).write(to: URL(filePath: "\(try folder(scene))/monthly-2025-03.csv"))
        let files = try StoreDump.files(folder(scene))
        try scene.test.runInbox(asOf: "2025-04-20")
        #expect(try StoreDump.files("\(folder(scene)).aside-1") == files)
        let differences = try verify(scene)
        #expect(!differences.isEmpty && differences.allSatisfy { $0.hasPrefix("manifest.json：") }, "\(differences)")
        #expect(try months(scene).months() == [march])
    }

    /// Suspicions are of the disclosure store: one that lags behind the ledger is brought up to it first.
    @Test func aLaggingDisclosureStoreIsFinishedFirst() throws {
        let scene = try scene()
        let path = scene.test.configuration.settings.paths.disclosure
        let older = try scene.test.folder.copy(path, to: "older.sqlite")
        try scene.take("fire", "b-licence.csv", "2025-03-12", scene.file([scene.licence(2, decided: "2025-03-10")]))
        let last = try scene.test.open().disclosure.lastApplied()
        try FileManager.default.removeItem(atPath: path)
        try FileManager.default.copyItem(atPath: older, toPath: path)
        #expect(try scene.test.open().disclosure.lastApplied() < last)
        try months(scene).freeze(
            march, asOf: scene.time("2025-04-01"),
            forms: { (report: MonthlyReport, _: String) throws in
                #expect(report.versions.run == last)
                #expect(try scene.test.open().disclosure.lastApplied() == last)
            })
    }

    /// A row that says nothing of what changed is damaged, and no report of the month ends the program.
    @Test func anEmptyFigureIsASystemError() throws {
        let scene = try restated()
        try execute(scene, "UPDATE restatement SET figure = ''")
        let error = #expect(throws: SystemError.self) { try scene.report("2025-03", at: "2025-04-05") }
        #expect(error?.english.contains("2025-03") == true)
    }
}
