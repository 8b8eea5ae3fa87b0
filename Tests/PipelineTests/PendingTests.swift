import Foundation
import GuijiConfiguration
import Ledger
import Loading
import Model
import Testing

@testable import Pipeline

/// Whatever instant a run is stopped at, the next start ends where an uninterrupted one would have (promise 4).
@Suite struct PendingTests {
    private static let days = Dictionary(grouping: Project.deliveries) {
        $0.split(separator: "/")[1].prefix(10) < "2025-03-14"
    }

    private func half(_ isFirst: Bool) -> [String] { (Self.days[isFirst] ?? []).map(Project.path) }

    /// Both halves of the month in two runs without a stop.
    private func uninterrupted() throws -> [String: [String]] {
        let test = try TestInstance()
        try test.run(half(true))
        try test.run(half(false))
        return try StoreDump.export(test.open())
    }

    /// The ledger has committed the second run, the disclosure store has not: it is the one of before.
    @Test func aStopBetweenTheTwoCommitsIsFinishedAtTheNextStart() throws {
        let test = try TestInstance()
        try test.run(half(true))
        let paths = test.configuration.settings.paths
        let older = try test.folder.copy(paths.disclosure, to: "older.sqlite")
        let outboxBefore = try StoreDump.files(paths.outbox)
        try test.run(half(false))
        let outboxAfter = try StoreDump.files(paths.outbox)
        let ledger = try StoreDump.ledger(test.open().ledger, without: [])
        try FileManager.default.removeItem(atPath: paths.disclosure)
        try FileManager.default.copyItem(atPath: older, toPath: paths.disclosure)
        for name in outboxAfter.keys where outboxBefore[name] == nil {
            try FileManager.default.removeItem(atPath: "\(paths.outbox)/\(name)")
        }
        #expect(try test.open().disclosure.lastApplied() == 1)

        try test.open().finishPending()
        try expectSame(uninterrupted(), StoreDump.export(test.open()))
        #expect(try test.open().disclosure.lastApplied() == 2)
        try expectSame(ledger, StoreDump.ledger(test.open().ledger, without: []))
        #expect(try StoreDump.files(paths.outbox) == outboxAfter)
    }

    /// The whole store is lost: it is rebuilt by the next run, whatever that has to do.
    @Test("A ledger that is gone, or an old copy, must not be begun afresh beside a full disclosure store")
    func aLostLedgerIsNoticed() throws {
        let test = try TestInstance()
        try test.run([Project.path(of: "market-supervision/2025-03-03-registration.csv")])
        try FileManager.default.removeItem(atPath: test.configuration.settings.paths.ledger)
        let error = #expect(throws: SystemError.self) {
            try test.run([Project.path(of: "culture/2025-03-05-licence.csv")])
        }
        #expect(error?.english.contains("guiji replay") == true)
    }

    @Test func aLostDisclosureStoreIsRebuilt() throws {
        let test = try TestInstance()
        try test.run(half(true))
        try test.run(half(false))
        try FileManager.default.removeItem(atPath: test.configuration.settings.paths.disclosure)
        try test.runInbox()
        try expectSame(uninterrupted(), StoreDump.export(test.open()))
    }

    /// What was pending is finished before what is new.
    @Test func pendingWorkComesBeforeNewWork() throws {
        let test = try TestInstance()
        try test.run(half(true))
        try FileManager.default.removeItem(atPath: test.configuration.settings.paths.disclosure)
        try test.run(half(false))
        try expectSame(uninterrupted(), StoreDump.export(test.open()))
    }

    /// A crosswalk was consolidated, but the disclosure store still shows the old registration number.
    @Test func aPendingCrosswalkMovesItsRows() throws {
        let test = try TestInstance()
        let number = Fictions.registrationNumber(3)
        func register(_ code: String, _ day: String) throws -> String {
            try test.deliver(
                Fictions.register([Registration(code: code, number: number, name: "示例市老店", approved: day)]),
                as: "\(day)-registration.csv", from: "market-supervision")
        }
        try test.run([register("", "2025-03-03")])
        let paths = test.configuration.settings.paths
        let older = try test.folder.copy(paths.disclosure, to: "older.sqlite")
        try test.run([register(Fictions.creditCode(3), "2025-03-10")])
        let expected = try StoreDump.export(test.open())
        try FileManager.default.removeItem(atPath: paths.disclosure)
        try FileManager.default.copyItem(atPath: older, toPath: paths.disclosure)
        try test.runInbox()
        try expectSame(expected, StoreDump.export(test.open()))
        #expect(expected["registration"]?.count == 2)
    }

    /// A run that fails midway leaves the stores as they were, and the next one makes up for it.
    @Test func aRunThatFailsLeavesNothing() throws {
        let test = try TestInstance()
        try test.run(half(true))
        let before = try StoreDump.ledger(test.open().ledger, without: [])
        let disclosed = try StoreDump.disclosure(test.open().store)
        let last = try #require(half(false).last)
        let obstacle = try test.obstruct(last)
        #expect(throws: (any Error).self) { try test.run(half(false)) }
        try FileManager.default.removeItem(atPath: obstacle)
        try expectSame(before, StoreDump.ledger(test.open().ledger, without: []))
        try expectSame(disclosed, StoreDump.disclosure(test.open().store))
        try test.run(half(false))
        try expectSame(uninterrupted(), StoreDump.export(test.open()))
    }

    /// Evidence that is gone stops the subject stage: held statements cannot be read again.
    @Test func aLossInTheArchiveStopsTheRunAsAWhole() throws {
        let test = try TestInstance()
        try test.run(half(true))
        let before = try StoreDump.ledger(test.open().ledger, without: [])
        let disclosed = try StoreDump.disclosure(test.open().store)
        let archive = test.configuration.settings.paths.archive
        let away = "\(test.folder.path)/away"
        try FileManager.default.createDirectory(atPath: away, withIntermediateDirectories: true)
        let lost = try StoreDump.files(archive).keys.filter { $0.hasSuffix(".zst") }
        for (index, name) in lost.enumerated() {
            try FileManager.default.moveItem(atPath: "\(archive)/\(name)", toPath: "\(away)/\(index)")
        }
        #expect(throws: (any Error).self) { try test.run(half(false)) }
        try expectSame(before, StoreDump.ledger(test.open().ledger, without: []))
        try expectSame(disclosed, StoreDump.disclosure(test.open().store))
        for (index, name) in lost.enumerated() {
            try? FileManager.default.removeItem(atPath: "\(archive)/\(name)")
            try FileManager.default.moveItem(atPath: "\(away)/\(index)", toPath: "\(archive)/\(name)")
        }
        try test.run(half(false))
        try expectSame(uninterrupted(), StoreDump.export(test.open()))
    }

    /// A folder, and a file that is not there, where a delivery is named.
    @Test func whatCannotBeReadStopsTheRunBeforeItBegins() throws {
        let test = try TestInstance()
        try test.run(half(true))
        let before = try StoreDump.ledger(test.open().ledger, without: [])
        for path in [test.folder.path, "\(test.folder.path)/absent.csv"] {
            #expect(throws: SystemError.self) { try test.run(half(false) + [path]) }
        }
        try expectSame(before, StoreDump.ledger(test.open().ledger, without: []))
    }

    @Test func aSecondRunIsRefusedWhileOneHoldsTheLock() throws {
        let test = try TestInstance()
        let holder = try test.open()
        try holder.lock()
        #expect(throws: SystemError.self) { try test.run(half(true)) }
        #expect(try test.open().ledger.integer("SELECT count(*) FROM submission") == 0)
        holder.unlock()
        #expect(try test.run(half(true)).submissions.isEmpty == false)
    }

    /// Leftovers of a run that was killed are swept away.
    @Test func leftoversAreRemoved() throws {
        let test = try TestInstance()
        let work = "\(test.configuration.settings.paths.archive)/.work"
        try FileManager.default.createDirectory(atPath: work, withIntermediateDirectories: true)
        try Data([1, 2, 3]).write(to: URL(filePath: "\(work)/subjects-rows-0.0"))
        try test.run(half(true))
        #expect(!FileManager.default.fileExists(atPath: work))
    }
}
