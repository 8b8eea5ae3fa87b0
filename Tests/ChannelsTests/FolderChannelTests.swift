import Foundation
import Glibc
import Model
import Testing

@testable import Channels

/// Real folders: claims, refusals, and what a stop leaves.
@Suite struct FolderChannelTests {
    /// An inbox in a folder of its own, which is gone with the value.
    private final class Scene {
        let path = "\(NSTemporaryDirectory())guiji-inbox-\(UUID().uuidString)"
        var inbox: String { "\(path)/inbox" }
        var claimed: String { "\(path)/claimed" }

        init() throws { try FileManager.default.createDirectory(atPath: inbox, withIntermediateDirectories: true) }
        deinit { try? FileManager.default.removeItem(atPath: path) }

        func drop(_ text: String, as name: String, department: String = "culture") throws {
            try FileManager.default.createDirectory(
                atPath: "\(inbox)/\(department)", withIntermediateDirectories: true)
            try text.write(toFile: "\(inbox)/\(department)/\(name)", atomically: false, encoding: .utf8)
        }

        func channel(quiet: Double = 0, spool: Spool? = nil) throws -> FolderChannel {
            try FolderChannel(
                inbox: inbox, spool: try spool ?? Spool(claimed),
                rules: InboxRules(quiet: quiet, settle: quiet, rescan: 0))
        }

        func names(_ folder: String) -> [String] {
            ((try? FileManager.default.contentsOfDirectory(atPath: "\(path)/\(folder)")) ?? []).sorted()
        }
    }

    /// - Throws: the first trouble, where there is any.
    private func take(_ channel: FolderChannel, at time: Int = 1000) throws -> [TakenFile] {
        let taken = channel.take(within: 0, now: { 0 }, time: { time })
        if let trouble = taken.troubles.first { throw trouble }
        return taken.files
    }

    @Test func aFileIsClaimedOnceAndKeepsItsName() throws {
        let scene = try Scene()
        try scene.drop("甲", as: "许可.csv")
        try scene.drop("乙", as: "a-b.csv", department: "fire")
        let channel = try scene.channel()
        let taken = try take(channel)
        #expect(taken.map(\.file.name) == ["许可.csv", "a-b.csv"])
        #expect(taken.map(\.file.received) == [1000, 1000] && Set(taken.map(\.file.number)) == [1, 2])
        #expect(try String(contentsOfFile: taken[0].path, encoding: .utf8) == "甲")
        #expect(scene.names("inbox/culture").isEmpty && scene.names("inbox/fire").isEmpty)
        #expect(try take(channel).isEmpty)
        // A file of the same name is another one.
        try scene.drop("丙", as: "许可.csv")
        #expect(try take(channel, at: 1000).map(\.file.number) == [3])
    }

    /// 许可.csv and its marker as a program of Windows names them (GBK): they get names in UTF-8 and are taken; what has a temporary name waits, and
    /// so does what was just written, or would take another's place.
    @Test func namesThatAreNoUTF8AreMadeReadable() throws {
        let scene = try Scene()
        let gbk: [UInt8] = [0xD0, 0xED, 0xBF, 0xC9]
        func drop(_ text: String, _ ending: String) throws {
            try scene.drop(text, as: "plain")
            let folder = "\(scene.inbox)/culture/"
            let name = (Array(folder.utf8) + gbk + Array(ending.utf8) + [0]).map { CChar(bitPattern: $0) }
            #expect(name.withUnsafeBufferPointer { Glibc.rename("\(folder)plain", $0.baseAddress!) } == 0)
        }
        try drop("甲", ".csv")
        try drop("f07f0ddf7a5d1b8f6b5ea7f2fd1e3d3f", ".csv.md5")
        try drop("半", ".csv.part")
        let spool = try Spool(scene.claimed)
        let channel = try scene.channel(spool: spool)
        let taken = try take(channel)
        #expect(taken.map(\.file.name) == ["许可.csv"] && taken.first?.refusal != nil)
        #expect(ForeignName.all(in: "\(scene.inbox)/culture").map(\.readable) == ["许可.csv.part"])
        let patient = try scene.channel(quiet: 900, spool: spool)
        try drop("丁", ".xml")
        #expect(try take(patient, at: Int(Date().timeIntervalSince1970)).isEmpty)
        #expect(ForeignName.all(in: "\(scene.inbox)/culture").count == 2)
        // Where one with that name waits already, its turn comes first.
        try scene.drop("戊", as: "许可.xml")
        for text in ["戊", "丁"] {
            let taken = try take(channel)
            #expect(taken.map(\.file.name) == ["许可.xml"])
            #expect(try String(contentsOfFile: #require(taken.first).path, encoding: .utf8) == text)
        }
    }

    /// Stopped between a note and its file, or between the file and its note: a start removes what is left.
    @Test func notesWithoutFilesAreRemoved() throws {
        let scene = try Scene()
        try scene.drop("甲", as: "a.csv")
        try scene.drop("sum", as: "a.csv.md5")
        let taken = try take(scene.channel())
        let note = try #require(scene.names("claimed/.notes").first)
        let folder = "\(scene.claimed)/.notes"
        for name in ["culture-999-0001.aa-gone.csv", "\(note).part"] {
            try FileManager.default.copyItem(atPath: "\(folder)/\(note)", toPath: "\(folder)/\(name)")
        }
        let again = try take(scene.channel(), at: 2000)
        #expect(again.map(\.file) == taken.map(\.file) && again[0].refusal != nil)
        #expect(scene.names("claimed/.notes") == [note])
    }

    /// Stopped before they were put away: handed over again under the same claim, in order of receipt, before anything new.
    @Test func whatAStopLeavesComesFirst() throws {
        let scene = try Scene()
        try scene.drop("1", as: "b.csv")
        let first = try take(scene.channel(), at: 2000)
        try scene.drop("2", as: "a.csv", department: "fire")
        let second = try scene.channel()
        _ = try take(second, at: 3000)
        try scene.drop("3", as: "c.csv")
        let channel = try scene.channel()
        let left = try take(channel, at: 1)
        #expect(left.map(\.file.name) == ["b.csv", "a.csv", "c.csv"])
        #expect(left[0].file.claim == first[0].file.claim && left[0].file.received == 2000)
        #expect(try take(channel, at: 4000).isEmpty)
    }

    @Test func aClockThatWasSetBackMeetsNoClaimOfBefore() throws {
        let scene = try Scene()
        try scene.drop("1", as: "a.csv")
        let one = try take(scene.channel(), at: 1000)
        try scene.drop("2", as: "a.csv")
        let channel = try scene.channel()
        let both = try take(channel, at: 1000).map(\.file.claim)
        #expect(both.count == 2 && Set(both).count == 2 && both.contains(one[0].file.claim))
    }

    /// Forms or pushes that come faster than they are taken in.
    @Test func whatOtherChannelsBringAtEveryLookDoesNotKeepTheInboxWaiting() throws {
        let scene = try Scene()
        let spool = try Spool(scene.claimed)
        let channel = try scene.channel(spool: spool)
        try scene.drop("甲", as: "bulk.csv")
        var names: [String] = []
        for number in 1...3 {
            try scene.drop("x", as: "form", department: "outside")
            _ = try spool.take(
                "\(scene.inbox)/outside/form", department: "culture", name: "form-\(number).json", at: 1000,
                note: DeliveryNote(channel: "entry", items: ["licence"]))
            names += try take(channel, at: 1001).map(\.file.name)
        }
        #expect(names == ["form-1.json", "bulk.csv", "form-2.json", "form-3.json"])
    }

    /// Seen a moment apart, complete a moment apart, and one run all the same.
    @Test func whatIsDroppedTogetherIsHandedOverTogether() throws {
        let scene = try Scene()
        let channel = try scene.channel(quiet: 0.2)
        // Waiting lets no time pass here but the test's.
        var clock = 0.0
        func look() throws -> [String] {
            channel.take(
                within: 0,
                now: {
                    clock += 0.01
                    return clock
                }, time: { 1000 }
            ).files.map(\.file.name)
        }
        try scene.drop("1", as: "a.csv")
        #expect(try look().isEmpty)
        clock = 0.1
        try scene.drop("2", as: "b.csv", department: "fire")
        #expect(try look().isEmpty)
        clock = 0.23
        // The first is complete, the second will be soon.
        #expect(try look() == ["a.csv", "b.csv"])
    }

    /// An inbox that cannot be read costs other channels nothing, and is told as soon as they have nothing.
    @Test func anInboxThatCannotBeReadKeepsNobodyElseWaiting() throws {
        let scene = try Scene()
        let spool = try Spool(scene.claimed)
        let channel = try scene.channel(spool: spool)
        try scene.drop("x", as: "form")
        _ = try spool.take(
            "\(scene.inbox)/culture/form", department: "culture", name: "form.json", at: 1000,
            note: DeliveryNote(channel: "entry", items: ["licence"]))
        try FileManager.default.removeItem(atPath: scene.inbox)
        try "in the way".write(toFile: scene.inbox, atomically: false, encoding: .utf8)
        let taken = channel.take(within: 0, now: { 0 }, time: { 1001 })
        #expect(taken.files.map(\.file.name) == ["form.json"])
        #expect(taken.isBlocked && taken.troubles.count == 1 && taken.troubles[0] is SystemError)
    }

    /// A folder that cannot be looked into, and one whose files cannot be moved away, cost the other departments nothing.
    @Test func oneDepartmentsTroubleIsItsOwn() throws {
        let scene = try Scene()
        try scene.drop("x", as: "a.csv")
        try scene.drop("y", as: "b.csv", department: "fire")
        try scene.drop("z", as: "c.csv", department: "tax")
        // Where the claim is to go, a file stands in the way.
        try FileManager.default.createDirectory(atPath: scene.claimed, withIntermediateDirectories: true)
        try "in the way".write(toFile: "\(scene.claimed)/culture", atomically: false, encoding: .utf8)
        let channel = try scene.channel()
        let taken = channel.take(within: 0, now: { 0 }, time: { 1000 })
        #expect(taken.files.map(\.file.name) == ["b.csv", "c.csv"] && !taken.isBlocked)
        #expect(taken.troubles.count == 1 && "\(taken.troubles)".contains("culture"))
        // Where it is no longer one's own, whoever watches the service is told, until it is over.
        try FileManager.default.removeItem(atPath: "\(scene.claimed)/fire")
        try "in the way".write(toFile: "\(scene.claimed)/fire", atomically: false, encoding: .utf8)
        try scene.drop("y", as: "d.csv", department: "fire")
        #expect(channel.take(within: 0, now: { 0 }, time: { 1000 }).isBlocked)
        try FileManager.default.removeItem(atPath: "\(scene.claimed)/fire")
        #expect(!channel.take(within: 0, now: { 0 }, time: { 1000 }).isBlocked)
        // When it is over, it is taken.
        try FileManager.default.removeItem(atPath: "\(scene.claimed)/culture")
        #expect(try take(channel).map(\.file.name) == ["a.csv"])
    }

    /// Put in a file's place between the look and the rename: it is never opened, and answered like any other.
    @Test func aLinkThatWasClaimedIsNotFollowed() throws {
        let scene = try Scene()
        let spool = try Spool(scene.claimed)
        try FileManager.default.createDirectory(atPath: "\(scene.inbox)/culture", withIntermediateDirectories: true)
        let place = "\(scene.inbox)/culture/许可.csv"
        #expect(symlink("/etc/passwd", place) == 0)
        _ = try spool.take(place, department: "culture", name: "许可.csv", at: 1000, note: .folder)
        let taken = try take(scene.channel(spool: spool), at: 1001)
        #expect(taken.map(\.name) == ["许可.csv.not-a-file.txt"] && taken[0].refusal != nil)
        #expect(try !String(contentsOfFile: taken[0].path, encoding: .utf8).contains("root:"))
        #expect(try take(scene.channel()).map(\.file.claim) == taken.map(\.file.claim), "and once only")
    }

    /// A writer that pauses for longer than the quiet time still has its file open.
    @Test func whatIsBeingWrittenIsNotTaken() throws {
        let scene = try Scene()
        try scene.drop("半", as: "a.csv")
        let writer = try #require(FileHandle(forWritingAtPath: "\(scene.inbox)/culture/a.csv"))
        let channel = try scene.channel()
        #expect(try take(channel).isEmpty)
        try writer.close()
        #expect(try take(channel).map(\.file.name) == ["a.csv"])
    }

    /// `sha256sum big.csv > big.csv.sha256` makes the marker first and fills it in later.
    @Test func aMarkerIsEmptyBeforeItIsWritten() throws {
        let scene = try Scene()
        try scene.drop("abc", as: "a.csv")
        try scene.drop("", as: "a.csv.md5")
        let channel = try scene.channel(quiet: 100)
        #expect(try take(channel).isEmpty)
        try scene.drop("900150983cd24fb0d6963f7d28e17f72  a.csv\n", as: "a.csv.md5")
        #expect(try take(channel).map(\.refusal) == [nil])
        // One that stays without a checksum is told of.
        try scene.drop("abc", as: "b.csv")
        try scene.drop("no sum", as: "b.csv.md5")
        var clock = 0.0
        func look() -> [TakenFile] { channel.take(within: 0, now: { clock }, time: { 1000 }).files }
        #expect(look().isEmpty)
        clock = 101
        #expect(look().map { $0.refusal?.english.contains("holds no checksum") } == [true])
    }

    /// Of the file that was claimed, whatever stood there before.
    @Test func theChecksumIsThatOfWhatWasClaimed() throws {
        let scene = try Scene()
        try scene.drop("abc", as: "a.csv")
        try scene.drop("900150983cd24fb0d6963f7d28e17f72", as: "a.csv.md5")
        let taken = try take(scene.channel(quiet: 100))
        #expect(taken.map(\.refusal) == [nil])
        try "abd".write(toFile: taken[0].path, atomically: false, encoding: .utf8)
        #expect(try take(scene.channel()).allSatisfy { $0.refusal?.english.contains("differs") == true })
    }

    @Test func linksFoldersAndPipesAreTakenAwayUnopened() throws {
        let scene = try Scene()
        try scene.drop("x", as: "real.csv", department: "outside")
        try FileManager.default.createDirectory(
            atPath: "\(scene.inbox)/culture/folder", withIntermediateDirectories: true)
        try "y".write(toFile: "\(scene.inbox)/culture/folder/inner.csv", atomically: false, encoding: .utf8)
        #expect(symlink("/etc/passwd", "\(scene.inbox)/culture/link.csv") == 0)
        #expect(mkfifo("\(scene.inbox)/culture/pipe.csv", 0o600) == 0)
        let taken = try take(scene.channel()).filter { $0.file.department == "culture" }
        #expect(taken.count == 3 && taken.allSatisfy { $0.refusal != nil })
        for file in taken {
            let note = try String(contentsOfFile: file.path, encoding: .utf8)
            #expect(!note.contains("root:") && note.contains("不是文件"))
        }
        #expect(scene.names("inbox/culture").isEmpty)
        // Why they were refused outlives a stop.
        let again = try take(scene.channel()).filter { $0.file.department == "culture" }
        #expect(again.map(\.refusal) == taken.map(\.refusal))
        // Taken away and stopped before the answer: it comes with the next start.
        let aside = "\(scene.claimed)/.refused"
        let name = try #require(scene.names("claimed/.refused").first { $0.hasSuffix("~link.csv") })
        try "link.csv\n甲\nA\n".write(toFile: "\(aside)/\(name).answer", atomically: false, encoding: .utf8)
        let more = try take(scene.channel()).filter { $0.refusal?.english == "A" }
        #expect(more.map(\.name) == ["link.csv.not-a-file.txt"])
        #expect(try take(scene.channel()).filter { $0.refusal?.english == "A" }.count == 1)
    }

    /// Two programs claim files of one name in one second, and the first is put away before the second claims: the ledger must not take the second for
    /// the first.
    @Test func noClaimIsEverThatOfAnotherFile() throws {
        let scene = try Scene()
        var claims: Set<String> = []
        for text in ["1", "2", "3"] {
            try scene.drop(text, as: "a.csv")
            let taken = try take(scene.channel(), at: 1000)
            #expect(taken.count == 1)
            claims.insert(taken[0].file.claim)
            try FileManager.default.removeItem(atPath: taken[0].path)
            let read = ClaimedFile(department: "culture", claimedName: taken[0].file.claimedName)
            #expect(read == taken[0].file)
        }
        #expect(claims.count == 3)
        #expect(ClaimedFile(department: "culture", claimedName: "1000-0001-a.csv")?.mark == "")
    }

    /// A name as long as the file system allows has no room for a claim's number.
    @Test func theLongestNameIsClaimedAndKept() throws {
        let scene = try Scene()
        let name = String(repeating: "许", count: 83) + "ab.csv"
        #expect(name.utf8.count == 255)
        try scene.drop("x", as: name)
        let taken = try take(scene.channel())
        #expect(taken.map(\.name) == [name] && taken[0].file.name.hasSuffix("许.csv"))
        #expect(try take(scene.channel()).map(\.name) == [name])
    }

    @Test(arguments: [
        ("a.csv.sha256", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  a.csv\n", true),
        ("a.csv.sha256", "SHA256 (a.csv) = BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD", true),
        ("a.md5", "900150983cd24fb0d6963f7d28e17f72 *a.csv", true), ("a.csv.ok", "", true),
        ("a.csv.md5", "900150983cd24fb0d6963f7d28e17f73", false),
    ])
    func checksumsAgreeOrTheFileIsRefused(_ name: String, _ text: String, _ agrees: Bool) throws {
        let scene = try Scene()
        try scene.drop("abc", as: "a.csv")
        try scene.drop(text, as: name)
        // The marker is enough, whatever the quiet time.
        let taken = try take(scene.channel(quiet: 100))
        #expect(taken.map(\.file.name) == ["a.csv"] && (taken[0].refusal == nil) == agrees)
        #expect(scene.names("inbox/culture").isEmpty)
        let again = try take(scene.channel(quiet: 100))
        #expect((again[0].refusal == nil) == agrees)
        let spool = try Spool(scene.claimed)
        spool.release(taken[0].file.claim)
        #expect(scene.names("claimed/.notes").isEmpty)
    }

    /// A note that is there and cannot be read must not let its file pass for a good one; nor may a folder pass for an empty one.
    @Test func whatCannotBeReadIsAnError() throws {
        let scene = try Scene()
        try scene.drop("abc", as: "a.csv")
        try scene.drop("900150983cd24fb0d6963f7d28e17f73", as: "a.csv.md5")
        let taken = try take(scene.channel())
        #expect(taken[0].refusal != nil)
        let note = "\(scene.claimed)/.notes/\(taken[0].file.claim.replacing("/", with: "-"))"
        try FileManager.default.removeItem(atPath: note)
        try FileManager.default.createDirectory(atPath: note, withIntermediateDirectories: true)
        try scene.drop("x", as: "b.csv")
        let others = try scene.channel().take(within: 0, now: { 0 }, time: { 1000 })
        #expect(others.files.map(\.name) == ["b.csv"] && others.troubles.count == 1)
        try FileManager.default.removeItem(atPath: note)
        #expect(try InboxEntry.all(in: "\(scene.path)/nowhere").isEmpty)
        try "x".write(toFile: "\(scene.path)/file", atomically: false, encoding: .utf8)
        #expect(throws: SystemError.self) { try InboxEntry.all(in: "\(scene.path)/file") }
    }

    /// A folder that is new is watched as well, and its events end the waiting.
    @Test func eventsAreSeen() throws {
        let scene = try Scene()
        let inotify = try #require(Inotify(inbox: scene.inbox))
        try scene.drop("x", as: "first.csv", department: "new")
        var events = inotify.wait(seconds: 5)
        #expect(events.departments == ["new"])
        try scene.drop("x", as: "a.csv", department: "new")
        events = inotify.wait(seconds: 5)
        #expect(events.closed.contains(InboxPlace(department: "new", name: "a.csv")))
        #expect(inotify.wait(seconds: 0).departments.isEmpty)
    }
}
