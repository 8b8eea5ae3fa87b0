import Foundation
import GuijiConfiguration
import Ledger
import Model
import Pipeline
import Testing

/// A run that takes no files but tries the rows again that wait for the register.
@Suite struct RetryTests {
    private static let code = Fictions.creditCode(7)
    private static let name = "示例市晨曦文化有限公司"

    @discardableResult
    private func retry(_ test: TestInstance, asOf: String) throws -> RunSummary {
        var options = RunOptions()
        options.isRetry = true
        options.asOf = try test.morning(asOf)
        return try Run(instance: test.open(), options: options)()
    }

    /// A licence by name and representative, whom the register names only in the run's own last step: after the rows were tried.
    private func waiting() throws -> TestInstance {
        let test = try TestInstance()
        func register(_ representative: String, _ day: String) throws -> String {
            try test.deliver(
                Fictions.register([
                    Registration(code: Self.code, name: Self.name, representative: representative, approved: day)
                ]), as: "\(day)-registration.csv", from: "market-supervision")
        }
        let licence = try test.deliver(
            Fictions.licences(
                [
                    Licence(
                        number: Fictions.registrationNumber(99), name: Self.name, representative: "丁某",
                        document: "示文许〔2025〕3号")
                ], by: Fictions.culture), as: "2025-03-05-licence.csv", from: "culture")
        try test.run([register("乙某", "2025-03-03")], asOf: "2025-03-03")
        #expect(try test.run([licence], asOf: "2025-03-05").totals.byName == ["unattributed": 1])
        #expect(try test.run([register("丁某", "2025-03-10")], asOf: "2025-03-10").attributedLate == 0)
        return test
    }

    @Test func rowsThatWaitedFindTheirSubject() throws {
        let test = try waiting()
        // What lies in the inbox is left alone.
        try test.folder.write("x", to: "inbox/culture/2025-03-11-licence.csv")
        let summary = try retry(test, asOf: "2025-03-12")
        #expect(summary.attributedLate == 1)
        #expect(summary.submissions.isEmpty)
        let instance = try test.open()
        #expect(try instance.ledger.integer("SELECT count(*) FROM aside") == 0)
        #expect(try StoreDump.export(instance)["licence"]?.count == 2)
        #expect(
            try instance.ledger.strings("SELECT outcome FROM outcome_count WHERE submission = 2 AND rows > 0") == [
                "published"
            ])
        #expect(FileManager.default.fileExists(atPath: "\(test.folder.path)/inbox/culture/2025-03-11-licence.csv"))
        // Again: nothing is left to do, and the next run finds the stores in step.
        #expect(try retry(test, asOf: "2025-03-13").attributedLate == 0)
        #expect(try test.run([]).submissions.map(\.file) == ["2025-03-11-licence.csv"])
    }

    /// Without being asked: the run after the register's, whatever it takes.
    @Test(arguments: [false, true]) func theNextRunFindsWhatTheRegistersLastStepMadeKnown(
        afterARefusedFile isLater: Bool
    ) throws {
        let test = try waiting()
        if isLater {
            let refused = try test.deliver("%PDF-1.4", as: "2025-03-11-licence.pdf", from: "culture")
            #expect(try test.run([refused], asOf: "2025-03-11").submissions.map(\.state) == ["refused"])
        }
        let other = try test.deliver(
            Fictions.licences(
                [Licence(code: Self.code, name: Self.name, document: "示文许〔2025〕4号")], by: Fictions.culture),
            as: "2025-03-11-licence.csv", from: "culture")
        #expect(try test.run([other], asOf: "2025-03-11").attributedLate == 1)
        #expect(try test.open().ledger.integer("SELECT count(*) FROM aside") == 0)
    }

    /// The archive knows of the retry, so that a replay ends where the instance stands.
    @Test func aReplayRepeatsIt() throws {
        let test = try waiting()
        try retry(test, asOf: "2025-03-12")
        let rebuilt = "\(test.folder.path)/rebuilt"
        _ = try Replay(test.configuration)(to: rebuilt)
        var configuration = test.configuration
        configuration.settings.paths.ledger = "\(rebuilt)/ledger.sqlite"
        configuration.settings.paths.disclosure = "\(rebuilt)/disclosure.sqlite"
        configuration.settings.paths.archive = "\(rebuilt)/archive"
        let (one, other) = (try test.open(), try Instance(configuration))
        try expectSame(StoreDump.export(one), StoreDump.export(other))
        #expect(try other.ledger.integer("SELECT count(*) FROM aside") == 0)
    }

    /// Stopped between the ledger's commit and the store's: the next start brings the store up to the ledger.
    @Test func aStoreThatStayedBehindCatchesUp() throws {
        let test = try waiting()
        let store = test.configuration.settings.paths.disclosure
        let behind = try Data(contentsOf: URL(filePath: store))
        try retry(test, asOf: "2025-03-12")
        let expected = try StoreDump.export(test.open())
        #expect(expected["licence"]?.count == 2)
        try behind.write(to: URL(filePath: store))
        #expect(try StoreDump.export(test.open())["licence"] == [])
        #expect(try retry(test, asOf: "2025-03-13").attributedLate == 0)
        try expectSame(expected, StoreDump.export(test.open()))
    }

    @Test func withNothingWaitingNothingChanges() throws {
        let test = try TestInstance()
        #expect(try retry(test, asOf: "2025-03-12").attributedLate == 0)
        let instance = try test.open()
        #expect(try instance.ledger.integer("SELECT count(*) FROM submission") == 0)
        #expect(try retry(test, asOf: "2025-03-13").attributedLate == 0)
        // The archive tells nothing of it, so it has no number.
        #expect(try instance.ledger.integer("SELECT count(*) FROM run") == 0)
    }
}
