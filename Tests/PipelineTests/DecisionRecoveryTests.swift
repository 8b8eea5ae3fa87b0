import Configuration
import Foundation
import Ledger
import Model
import Pipeline
import Reporting
import Testing

/// A decision stands beside the archive and in the ledger: whichever of the two a stop left out, the next start puts it there.
@Suite struct DecisionRecoveryTests {
    private let march = ReportMonth(year: 2025, month: 3)
    private static let without: Set = ["run.seconds", "job_known"]

    /// The decision with the ledger of before, then with the log of before: what the next start makes of both is what the decision left.
    private func expectRecovery(_ test: TestInstance, _ decide: () throws -> Void) throws {
        let paths = test.configuration.settings.paths
        let (ledger, log) = (URL(filePath: paths.ledger), URL(filePath: "\(paths.archive)/decisions.jsonl"))
        let before = (ledger: try Data(contentsOf: ledger), log: try? Data(contentsOf: log))
        let dumpBefore = try StoreDump.ledger(test.open().ledger, without: Self.without)
        try decide()
        let after = (
            log: try Data(contentsOf: log), dump: try StoreDump.ledger(test.open().ledger, without: Self.without)
        )
        #expect(after.dump != dumpBefore && after.log != before.log)

        // Stopped before the ledger's commit.
        try before.ledger.write(to: ledger)
        expectSame(dumpBefore, try StoreDump.ledger(test.open().ledger, without: Self.without))
        try test.runInbox(asOf: "2025-04-20")
        expectSame(after.dump, try StoreDump.ledger(test.open().ledger, without: Self.without), "from the log")
        #expect(try Data(contentsOf: log) == after.log)
        // Once is enough.
        try test.runInbox(asOf: "2025-04-20")
        expectSame(after.dump, try StoreDump.ledger(test.open().ledger, without: Self.without))

        // The log lost what was appended last.
        if let log = before.log {
            try log.write(to: URL(filePath: "\(paths.archive)/decisions.jsonl"))
        } else {
            try FileManager.default.removeItem(at: log)
        }
        try test.runInbox(asOf: "2025-04-20")
        #expect(try Data(contentsOf: log) == after.log)
        expectSame(after.dump, try StoreDump.ledger(test.open().ledger, without: Self.without), "from the ledger")
    }

    private func scene() throws -> MonthScene {
        let scene = try MonthScene { $0.owes("fire", .week, since: "2025-03-03") }
        try scene.register(1...1, at: "2025-03-03")
        try scene.take("fire", "a-licence.csv", "2025-03-05", scene.file([scene.licence(1, decided: "2025-03-03")]))
        return scene
    }

    private func confirm(_ scene: MonthScene, _ week: String, at day: String) throws {
        try NilReturnDecision(
            source: "fire", item: "licence", period: week, by: "王科", reason: "无", at: scene.time(day))(
                scene.test.open())
    }

    @Test func nilReturnsPublicationsAndRestatements() throws {
        let scene = try scene()
        try expectRecovery(scene.test) { try confirm(scene, "2025-W12", at: "2025-03-24") }
        try expectRecovery(scene.test) {
            try FrozenMonths(scene.test.open()).freeze(march, asOf: scene.time("2025-04-01"))
        }
        try confirm(scene, "2025-W13", at: "2025-04-02")
        try expectRecovery(scene.test) {
            try FrozenMonths(scene.test.open()).restate(march, reason: "补", asOf: scene.time("2025-04-03"))
        }
        #expect(try FrozenMonths(scene.test.open()).verify(march) == [])
    }

    @Test func decisionsOnCases() throws {
        let month = try ComparisonCases()
        try month.test.run(
            [month.register(), month.licence(), month.selfLicence(to: "2028-03-05")], asOf: "2025-03-12")
        let row = try #require(try month.cases().first)
        try expectRecovery(month.test) {
            try MismatchDecision(
                id: row.id, kind: .waive, by: "王科", reason: "核实中", until: CivilDate.parse("2025-06-30"),
                at: month.test.morning("2025-03-13"))(month.test.open())
        }
        #expect(try month.cases().map(\.state) == ["waived"])
    }

    /// What was decided after runs that the ledger does not have is not entered into it.
    @Test func anOldCopyOfTheLedgerIsNotDecidedUpon() throws {
        let scene = try scene()
        let ledger = URL(filePath: scene.test.configuration.settings.paths.ledger)
        let old = try Data(contentsOf: ledger)
        try scene.take("fire", "b-licence.csv", "2025-03-12", scene.file([scene.licence(1, decided: "2025-03-10")]))
        try confirm(scene, "2025-W12", at: "2025-03-24")
        try old.write(to: ledger)
        let error = #expect(throws: SystemError.self) { try confirm(scene, "2025-W13", at: "2025-03-31") }
        #expect(error?.english.contains("decisions.jsonl") == true && error?.english.contains("guiji replay") == true)
        #expect(try scene.test.open().ledger.integer("SELECT count(*) FROM nil_return") == 0)
    }

    /// A logged decision that can no longer be entered is named with its place; the instance is not left locked.
    @Test func whatCannotBeEnteredIsNamed() throws {
        let scene = try scene()
        let ledger = URL(filePath: scene.test.configuration.settings.paths.ledger)
        let before = try Data(contentsOf: ledger)
        try confirm(scene, "2025-W12", at: "2025-03-24")
        try before.write(to: ledger)
        let renamed = try TestInstance(scene.test.configuration, in: scene.test.folder) {
            $0.departments.removeAll { $0.id == "fire" }
        }
        for _ in 0..<2 {
            let error = #expect(throws: SystemError.self) { try renamed.runInbox(asOf: "2025-04-20") }
            #expect(error?.english.contains("Decision 1 of") == true && error?.english.contains("fire") == true)
        }
        try scene.test.runInbox(asOf: "2025-04-20")
        #expect(try scene.test.open().ledger.integer("SELECT count(*) FROM nil_return") == 1)
    }
}
