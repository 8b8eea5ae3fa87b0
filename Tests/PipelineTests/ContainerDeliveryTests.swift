import Foundation
import GuijiConfiguration
import Ledger
import Model
import Pipeline
import TestKit
import Testing

/// What comes in an archive is taken as if it had come by itself.
@Suite struct ContainerDeliveryTests {
    private static let files = ["market-supervision/2025-03-03-registration.csv", "culture/2025-03-05-licence.csv"]
    private static let day = "2025-03-31"

    private func bytes(_ delivery: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(filePath: Project.path(of: delivery))))
    }

    /// An archive of a department's deliveries in the order given.
    private func archive(_ deliveries: [String], and others: [PackedFiles.Entry] = []) throws -> Data {
        let entries = try deliveries.map { delivery in
            PackedFiles.Entry(Array((delivery as NSString).lastPathComponent.utf8), try bytes(delivery))
        }
        return Data(PackedFiles(entries + others).bytes)
    }

    private let culture = ["culture/2025-03-05-licence.csv", "culture/2025-03-19-penalty.csv"]

    /// The register loose, the culture bureau's files in an archive with two that cannot be taken.
    private func packed() throws -> TestInstance {
        let test = try TestInstance()
        let register = Project.path(of: Self.files[0])
        let zip = try test.folder.write(
            archive(culture, and: [.init("说明.txt", "请查收\n"), .init("../x.csv", "a\n")]),
            to: "deliveries/culture/2025-03-20-三月.zip")
        try test.run([register, zip], asOf: Self.day)
        return test
    }

    @Test func membersAreSubmissionsOfTheirOwn() throws {
        let loose = try TestInstance()
        let copies = try culture.map {
            try loose.folder.copy(Project.path(of: $0), to: "deliveries/culture/2025-03-20-\($0.dropFirst(8))")
        }
        try loose.run([Project.path(of: Self.files[0])] + copies, asOf: Self.day)
        let test = try packed()
        try expectSame(StoreDump.export(loose.open()), StoreDump.export(test.open()))
        let ledger = try test.open().ledger
        #expect(
            try ledger.strings("SELECT state || ' ' || file FROM submission WHERE id > 1 ORDER BY id") == [
                "refused 2025-03-20-三月.zip/../x.csv", "published 2025-03-20-三月.zip/2025-03-05-licence.csv",
                "published 2025-03-20-三月.zip/2025-03-19-penalty.csv", "refused 2025-03-20-三月.zip/说明.txt",
            ])
        let outbox = try StoreDump.files(test.configuration.settings.paths.outbox).keys
        #expect(outbox.contains("culture/000003-2025-03-20-三月.zip-2025-03-05-licence.csv.receipt.html"))
        #expect(outbox.contains("culture/000002-2025-03-20-三月.zip-..-x.csv.receipt.json"))
        #expect(outbox.filter { $0.hasSuffix(".receipt.json") }.count == 5)
        // The evidence is there: the members by their bytes, and the archive itself.
        let archive = Archive(directory: test.configuration.settings.paths.archive)
        for digest in try ledger.strings("SELECT digest FROM submission") { #expect(archive.contains(digest)) }
        let zip = "\(test.folder.path)/deliveries/culture/2025-03-20-三月.zip"
        #expect(archive.contains(try Archive.digest(ofFile: zip).digest))
        #expect(!FileManager.default.fileExists(atPath: "\(archive.directory)/.work"))
    }

    /// The archive again, its member by itself, and another archive with the same member: counts, and nothing else.
    @Test func theSameAgainIsOnlyCounted() throws {
        let test = try packed()
        let before = try StoreDump.ledger(test.open().ledger, without: counts)
        let disclosed = try StoreDump.export(test.open())
        let zip = "\(test.folder.path)/deliveries/culture/2025-03-20-三月.zip"
        let gzip = try test.folder.write(
            Data(PackedFiles.gzip(bytes(culture[0]))), to: "deliveries/culture/2025-03-21-许可.csv.gz")
        let again = try test.run([zip, Project.path(of: culture[1]), gzip], asOf: Self.day)
        #expect(again.submissions.count == 6 && again.submissions.allSatisfy { $0.isRepeated })
        try expectSame(before, StoreDump.ledger(test.open().ledger, without: counts))
        try expectSame(disclosed, StoreDump.export(test.open()))
        let times = try test.open().ledger.strings("SELECT times FROM submission ORDER BY id")
        #expect(times == ["1", "2", "3", "3", "2"])
    }

    private let counts: Set = ["submission.times", "submission.last_received", "run", "audit", "arrival"]

    @Test func aReplayOpensTheArchiveAgain() throws {
        let test = try packed()
        let broken = try test.folder.write(
            Data(PackedFiles.gzip(bytes(culture[0])).dropLast(20)), to: "deliveries/culture/2025-03-22-许可.csv.gz")
        try test.run([broken], asOf: Self.day)
        let folder = "\(test.folder.path)/rebuilt"
        #expect(try Replay(test.configuration)(to: folder).problems.isEmpty)
        let rebuilt = try TestInstance(test.configuration) {
            $0.settings.paths.ledger = "\(folder)/ledger.sqlite"
            $0.settings.paths.disclosure = "\(folder)/disclosure.sqlite"
        }.open()
        try expectSame(StoreDump.export(test.open()), StoreDump.export(rebuilt))
        let without: Set = ["run.seconds", "run.is_as_of_given", "audit"]
        try expectSame(
            StoreDump.ledger(test.open().ledger, without: without), StoreDump.ledger(rebuilt.ledger, without: without))
    }

    /// Half a file is no file: its rows were never said.
    @Test func nothingOfATruncatedFileIsPublished() throws {
        let test = try TestInstance()
        let whole = try bytes(culture[0])
        let broken = try test.folder.write(
            Data(PackedFiles.gzip(whole).dropLast(20)), to: "deliveries/culture/2025-03-05-许可.csv.gz")
        let summary = try test.run([Project.path(of: Self.files[0]), broken], asOf: Self.day)
        let line = try #require(summary.submissions.last)
        #expect(line.state == "refused" && line.received == 0 && line.refusal?.contains("GZIP") == true)
        #expect(try test.open().ledger.integer("SELECT count(*) FROM statement WHERE submission = 2") == 0)
    }

    @Test func aTarIsRefusedWithTheRemedy() throws {
        let test = try TestInstance()
        var block = [UInt8](repeating: 0, count: 512)
        block.replaceSubrange(257..<262, with: Array("ustar".utf8))
        let file = try test.folder.write(
            Data(PackedFiles.gzip(block + bytes(culture[0]))), to: "deliveries/culture/2025-03-05-许可.tar.gz")
        let line = try #require(try test.run([file], asOf: Self.day).submissions.first)
        #expect(line.state == "refused" && line.file == "2025-03-05-许可.tar.gz/2025-03-05-许可.tar")
        #expect(line.refusal?.contains("ZIP") == true)
    }

    /// Limits of the instance hold, and the whole is refused.
    @Test func overALimitNothingIsTaken() throws {
        let test = try TestInstance { $0.settings.containers.members = 1 }
        let zip = try test.folder.write(archive(culture), to: "deliveries/culture/2025-03-20-三月.zip")
        let summary = try test.run([zip], asOf: Self.day)
        #expect(summary.submissions.map(\.state) == ["refused"] && summary.submissions[0].file == "2025-03-20-三月.zip")
        #expect(summary.submissions[0].refusal?.contains("containers.members") == true)
    }

    /// From the inbox: the archive is put away as one file, refused only where nothing of it was taken.
    @Test func theInboxPutsAwayWhatItTook() throws {
        let test = try TestInstance()
        try test.folder.write(
            archive([culture[0]], and: [.init("说明.txt", "x\n")]), to: "inbox/culture/三月.zip")
        try test.folder.write(archive([], and: [.init("说明.txt", "x\n")]), to: "inbox/culture/二月.zip")
        try test.runInbox(isDated: false)
        func names(_ folder: String) -> [String] {
            ((try? FileManager.default.contentsOfDirectory(atPath: "\(test.folder.path)/\(folder)")) ?? []).sorted()
        }
        #expect(names("done/culture") == ["三月.zip"] && names("refused/culture") == ["二月.zip"])
        #expect(names("inbox/culture").isEmpty && names("inbox.claimed/culture").isEmpty)
    }

    /// A stop between commit and putting away: the claim is known by each of its members, nothing is counted twice.
    @Test func aClaimedArchiveIsTakenOnce() throws {
        let test = try TestInstance()
        let zip = try test.folder.write(archive(culture), to: "inbox.claimed/culture/1742000000-0001-三月.zip")
        try test.runInbox(isDated: false)
        let ledger = try test.open().ledger
        #expect(try ledger.strings("SELECT name FROM claim ORDER BY name").count == 2)
        let before = try StoreDump.ledger(ledger, without: ["run"])
        try test.folder.write(archive(culture), to: "inbox.claimed/culture/1742000000-0001-三月.zip")
        try FileManager.default.removeItem(atPath: "\(test.folder.path)/done/culture/三月.zip")
        try test.runInbox(isDated: false)
        try expectSame(before, StoreDump.ledger(test.open().ledger, without: ["run"]))
        #expect(!FileManager.default.fileExists(atPath: zip))
        #expect(FileManager.default.fileExists(atPath: "\(test.folder.path)/done/culture/三月.zip"))
    }
}
