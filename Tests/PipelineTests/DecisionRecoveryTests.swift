import Foundation
import GuijiConfiguration
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

    private func withoutSelfLicences(_ test: TestInstance) throws -> TestInstance {
        try TestInstance(test.configuration, in: test.folder) { configuration in
            for item in configuration.catalogue.items.indices {
                configuration.catalogue.items[item].comparisons.removeAll { $0.id == "self-licence" }
            }
        }
    }

    private func waived() throws -> (month: ComparisonCases, before: Data) {
        let month = try ComparisonCases()
        try month.test.run(
            [month.register(), month.licence(), month.selfLicence(to: "2028-03-05")], asOf: "2025-03-12")
        let before = try Data(contentsOf: URL(filePath: month.test.configuration.settings.paths.ledger))
        let row = try #require(try month.cases().first)
        try MismatchDecision(
            id: row.id, kind: .waive, by: "王科", reason: "核实中", until: CivilDate.parse("2025-06-30"),
            at: month.test.morning("2025-03-13"))(month.test.open())
        return (month, before)
    }

    /// A logged decision that can no longer be entered is named and stops nothing; with the configuration of its day it is entered.
    @Test func whatCannotBeEnteredIsNamedAndStopsNothing() throws {
        let (month, before) = try waived()
        try before.write(to: URL(filePath: month.test.configuration.settings.paths.ledger))
        let instance = try withoutSelfLicences(month.test).open()
        for _ in 0..<2 {
            try NilReturnDecision(
                source: "fire", item: "licence", period: "2025-W12", by: "王科", reason: "无",
                at: month.test.morning("2025-04-01"))(instance)
            #expect(instance.decisionProblems.map(\.decision.number) == [1])
            #expect(instance.decisionProblems.first?.description.contains("self-licence") == true)
        }
        try month.test.runInbox(asOf: "2025-04-20")
        #expect(try month.cases().map(\.state) == ["waived"])
        let numbers = try FrozenStore(month.test.open().ledger).decisions().map(\.number)
        #expect(numbers == [1, 2, 3])
    }

    /// A replay enters all that it can and lists what it cannot, whatever came after it under its own number.
    @Test func aReplayGoesOnAfterADecisionThatNoLongerFits() throws {
        let (month, _) = try waived()
        try NilReturnDecision(
            source: "fire", item: "行政许可", period: "2025-W12", by: "王科", reason: "无",
            at: month.test.morning("2025-04-01"))(month.test.open())
        let without = try withoutSelfLicences(month.test)
        let folder = "\(month.test.folder.path)/rebuilt"
        let replayed = try Replay(without.configuration)(to: folder)
        #expect(replayed.problems.map(\.decision.number) == [1])
        #expect(replayed.problems.first?.problem.english.contains("self-licence") == true)
        let rebuilt = try LedgerStore(path: "\(folder)/ledger.sqlite")
        #expect(try FrozenStore(rebuilt).decisions().map(\.number) == [2])
        #expect(try rebuilt.integer("SELECT count(*) FROM nil_return WHERE item = 'licence'") == 1)
        let whole = try Replay(month.test.configuration)(to: "\(month.test.folder.path)/whole")
        #expect(whole.problems.isEmpty)
    }

    /// A nil return is what was confirmed that day, though the department is gone.
    @Test func aNilReturnIsEnteredFromWhatWasLogged() throws {
        let scene = try scene()
        let ledger = URL(filePath: scene.test.configuration.settings.paths.ledger)
        let before = try Data(contentsOf: ledger)
        try NilReturnDecision(
            source: "fire", item: "行政许可", period: "2025-W12", by: "王科", reason: "无",
            at: scene.time("2025-03-24"))(scene.test.open())
        let after = try StoreDump.ledger(scene.test.open().ledger, without: Self.without)
        try before.write(to: ledger)
        let gone = try TestInstance(scene.test.configuration, in: scene.test.folder) {
            $0.departments.removeAll { $0.id == "fire" }
        }
        try gone.runInbox(asOf: "2025-04-20")
        expectSame(after, try StoreDump.ledger(gone.open().ledger, without: Self.without))
    }

    /// One number, two contents: neither is believed, whichever was changed.
    @Test func anotherDecisionUnderTheSameNumberIsAnError() throws {
        let scene = try scene()
        try confirm(scene, "2025-W12", at: "2025-03-24")
        let log = "\(scene.test.configuration.settings.paths.archive)/decisions.jsonl"
        try String(contentsOfFile: log, encoding: .utf8).replacing("2025-W12", with: "2025-W11").write(
            toFile: log, atomically: true, encoding: .utf8)
        let error = #expect(throws: SystemError.self) { try scene.test.runInbox(asOf: "2025-04-20") }
        #expect(error?.english.contains("Decision 1 is nil-return") == true)
        #expect(error?.english.contains(log) == true && error?.english.contains("(different: period)") == true)
    }

    /// A decision of another program's kind is left as it is: not entered, no hindrance.
    @Test func anUnknownDecisionIsNamed() throws {
        let scene = try scene()
        let log = "\(scene.test.configuration.settings.paths.archive)/decisions.jsonl"
        try #"{"action":"unheard-of","at":1743000000,"detail":{},"number":1,"run":1}"#.appending("\n").write(
            toFile: log, atomically: true, encoding: .utf8)
        let instance = try scene.test.open()
        try NilReturnDecision(
            source: "fire", item: "licence", period: "2025-W12", by: "王科", reason: "无", at: scene.time("2025-04-01"))(
                instance)
        #expect(instance.decisionProblems.map(\.decision.action) == ["unheard-of"])
        #expect(try FrozenStore(instance.ledger).decisions().map(\.number) == [2])
    }
}
