import Testing

@testable import Channels

/// When a file is complete, by a clock that the test turns.
@Suite struct InboxWatchTests {
    private static let rules = InboxRules(quiet: 5, settle: 1, rescan: 10)

    private func entry(
        _ name: String, size: Int = 10, changed: Int = 1, kind: InboxEntry.Kind = .file, department: String = "culture"
    ) -> InboxEntry {
        InboxEntry(department: department, name: name, kind: kind, size: size, changed: changed, inode: 7)
    }

    private func place(_ name: String) -> InboxPlace { InboxPlace(department: "culture", name: name) }

    private func names(_ decisions: [InboxWatch.Decision]) -> [String] {
        decisions.map { decision in
            switch decision {
            case .take(let entry, let marker): entry.name + (marker.map { " \($0.name)" } ?? "")
            case .refuse(let entry): "- \(entry.name)"
            }
        }
    }

    @Test func whatStaysTheSameForTheQuietTimeIsTaken() {
        var watch = InboxWatch(Self.rules)
        #expect(watch.look([entry("a.csv")], now: 100).isEmpty)
        #expect(watch.next == 105)
        #expect(watch.look([entry("a.csv")], now: 104.9).isEmpty)
        #expect(names(watch.look([entry("a.csv")], now: 105)) == ["a.csv"])
        #expect(watch.next == nil)
    }

    @Test func whatGrowsOrIsTouchedWaitsAgain() {
        var watch = InboxWatch(Self.rules)
        _ = watch.look([entry("a.csv", size: 10)], now: 0)
        _ = watch.look([entry("a.csv", size: 20)], now: 4)
        #expect(watch.look([entry("a.csv", size: 20)], now: 6).isEmpty)
        // The same size, written again.
        _ = watch.look([entry("a.csv", size: 20, changed: 2)], now: 8)
        #expect(watch.look([entry("a.csv", size: 20, changed: 2)], now: 12.9).isEmpty)
        #expect(names(watch.look([entry("a.csv", size: 20, changed: 2)], now: 13)) == ["a.csv"])
    }

    @Test func whatItsWriterClosedWaitsForTheShortTime() {
        var watch = InboxWatch(Self.rules)
        #expect(watch.look([entry("a.csv")], closed: [place("a.csv")], now: 0).isEmpty)
        #expect(watch.next == 1)
        #expect(names(watch.look([entry("a.csv")], now: 1)) == ["a.csv"])
        // Written to again after it was closed: who knows whether more comes.
        _ = watch.look([entry("b.csv")], closed: [place("b.csv")], now: 10)
        _ = watch.look([entry("b.csv", size: 30)], now: 10.5)
        #expect(watch.look([entry("b.csv", size: 30)], now: 12).isEmpty)
    }

    @Test func aMarkerEndsTheWaiting() {
        var watch = InboxWatch(Self.rules)
        let entries = [entry("a.csv"), entry("a.csv.sha256"), entry("b.csv"), entry("b.ok"), entry("lonely.md5")]
        #expect(names(watch.look(entries, now: 0)) == ["a.csv a.csv.sha256", "b.csv b.ok"])
        // A marker is no delivery, however long it stands.
        #expect(watch.look([entry("lonely.md5")], now: 100).isEmpty)
    }

    @Test(arguments: [".hidden.csv", "~$a.xlsx", "a.csv.part", "a.tmp", "A.CRDOWNLOAD", "a.csv.filepart"])
    func temporaryNamesWait(_ name: String) {
        var watch = InboxWatch(Self.rules)
        _ = watch.look([entry(name)], now: 0)
        #expect(watch.look([entry(name)], now: 1000).isEmpty && watch.next == nil)
    }

    @Test(arguments: [InboxEntry.Kind.link, .folder, .other])
    func whatIsNoFileIsRefusedAfterTheQuietTime(_ kind: InboxEntry.Kind) {
        var watch = InboxWatch(Self.rules)
        let entry = entry("a.csv", kind: kind)
        #expect(watch.look([entry], closed: [place("a.csv")], now: 0).isEmpty)
        #expect(watch.look([entry], now: 4).isEmpty)
        #expect(names(watch.look([entry], now: 5)) == ["- a.csv"])
    }

    /// A look at one folder says nothing of the others.
    @Test func foldersAreLookedAtApart() {
        var watch = InboxWatch(Self.rules)
        _ = watch.look([entry("a.csv"), entry("b.csv", department: "fire")], now: 0)
        _ = watch.look([entry("a.csv")], departments: ["culture"], now: 3)
        #expect(
            names(watch.look([entry("a.csv"), entry("b.csv", department: "fire")], now: 5)).sorted() == [
                "a.csv", "b.csv",
            ])
        // What is gone is forgotten.
        _ = watch.look([entry("c.csv")], now: 10)
        _ = watch.look([], now: 12)
        #expect(watch.next == nil)
    }
}
