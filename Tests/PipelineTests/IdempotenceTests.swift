import Foundation
import GuijiConfiguration
import Model
import Pipeline
import Testing

/// The same bytes again change nothing but a count (promise 2).
@Suite struct IdempotenceTests {
    /// What a repeated delivery may change: how often and when it came, and the notes about the run itself.
    private static let counts: Set = ["submission.times", "submission.last_received", "run", "audit", "arrival"]

    private func month() throws -> TestInstance {
        let test = try TestInstance()
        try test.run(Project.deliveries.map(Project.path))
        return test
    }

    private func expectUnchanged(_ test: TestInstance, _ again: () throws -> RunSummary) throws -> RunSummary {
        let before = try test.open()
        let ledger = try StoreDump.ledger(before.ledger, without: Self.counts)
        let disclosure = try StoreDump.disclosure(before.store)
        let outbox = try StoreDump.files(test.configuration.settings.paths.outbox)
        let reports = try StoreDump.files(test.configuration.settings.paths.reports)
        let summary = try again()
        let after = try test.open()
        try expectSame(ledger, StoreDump.ledger(after.ledger, without: Self.counts))
        try expectSame(disclosure, StoreDump.disclosure(after.store))
        #expect(try StoreDump.files(test.configuration.settings.paths.outbox) == outbox)
        let quality = "quality.html"
        #expect(reports[quality] != nil)
        #expect(try StoreDump.files(test.configuration.settings.paths.reports)[quality] == reports[quality])
        return summary
    }

    @Test func theSameFilesAgain() throws {
        let test = try month()
        let summary = try expectUnchanged(test) { try test.run(Project.deliveries.map(Project.path)) }
        #expect(summary.submissions.count == Project.deliveries.count)
        #expect(summary.isConserved)
        #expect(summary.submissions.allSatisfy { $0.isRepeated })
        let taken: Set = ["unchanged", "rejected", "unattributed", "withheld"]
        #expect(Set(summary.totals.byName.keys).isSubset(of: taken), "\(summary.totals.byName)")
        #expect(summary.totals[.unchanged] > 200)
        let ledger = try test.open().ledger
        #expect(try ledger.integer("SELECT min(times) FROM submission") == 2)
    }

    @Test func theSameBytesUnderOtherNames() throws {
        let test = try month()
        let copies = try Project.deliveries.map { delivery in
            let parts = delivery.split(separator: "/")
            return try test.folder.copy(Project.path(of: delivery), to: "copies/\(parts[0])/副本 \(parts[1])")
        }
        let summary = try expectUnchanged(test) { try test.run(copies) }
        #expect(summary.submissions.count == copies.count)
        #expect(summary.submissions.allSatisfy { $0.isRepeated })
    }

    /// Why a channel refuses a delivery is about that delivery: the same bytes refused for something else are told that.
    @Test func refusalsForOtherReasonsAreNoRepetitions() throws {
        let test = try TestInstance()
        func deliver(_ change: (inout ReceivedFile) -> Void) throws -> RunSummary.SubmissionLine {
            var options = RunOptions()
            var file = ReceivedFile(
                path: Project.path(of: "culture/2025-03-05-licence.csv"), source: "culture", received: 1_743_000_000,
                channel: "push", isClaimed: false)
            change(&file)
            options.received = [file]
            return try #require(try Run(instance: test.open(), options: options)().submissions.first)
        }
        let sum = RefusedFile(.unreadable, chinese: "校验和不符", english: "another checksum")
        let first = try deliver { $0.refusal = sum }
        #expect(first.state == "refused" && first.refusal?.contains("another checksum") == true)
        let second = try deliver { $0.items = ["penalty"] }
        #expect(second.state == "refused" && !second.isRepeated && second.refusal?.contains("penalty") == true)
        let third = try deliver { $0.refusal = sum }
        #expect(third.isRepeated && third.id == first.id)
        #expect(try deliver { _ in }.state == "published")
    }

    /// Twice in one run is as in two: the second is seen as a repetition.
    @Test func twiceInOneRun() throws {
        let test = try TestInstance()
        let register = Project.path(of: "market-supervision/2025-03-03-registration.csv")
        let copy = try test.folder.copy(register, to: "copies/market-supervision/2025-03-03-registration-2.csv")
        let summary = try test.run([register, copy])
        #expect(summary.submissions.map(\.isRepeated) == [false, true])
        #expect(summary.submissions[1].outcomes[.unchanged] > 0)
        let once = try TestInstance()
        try once.run([register])
        let (one, two) = (try once.open(), try test.open())
        try expectSame(StoreDump.export(one), StoreDump.export(two))
    }

    /// Nothing to do is done at once and leaves the stores alone.
    @Test func nothingWaits() throws {
        let test = try month()
        let summary = try expectUnchanged(test) { try test.runInbox() }
        #expect(summary.submissions.isEmpty)
    }
}
