import Foundation
import Model
import TestKit
import Testing

@testable import Extraction

/// Delivered archives as attackers and broken transfers make them.
@Suite struct ContainerHostileTests {
    private let good = PackedFiles.Entry("good.csv", "a\n")

    private func limits(_ change: (inout ContainerLimits) -> Void) -> ContainerLimits {
        var limits = ContainerLimits()
        change(&limits)
        return limits
    }

    /// The reason for which the archive is refused as a whole; nil where it is taken. Nothing is left behind.
    private func refusal(
        _ bytes: [UInt8], name: String = "a.zip", _ limits: ContainerLimits = ContainerLimits()
    ) throws -> RefusedFile? {
        try withFile(bytes) { path in
            let folder = path + ".members"
            defer { try? FileManager.default.removeItem(atPath: folder) }
            do {
                _ = try ContainerOpener.open(path: path, name: name, into: folder, limits: limits)
                return nil
            } catch let refusal as RefusedFile {
                #expect(!FileManager.default.fileExists(atPath: folder))
                return refusal
            }
        }
    }

    private func reason(
        _ bytes: [UInt8], name: String = "a.zip", _ limits: ContainerLimits = ContainerLimits()
    ) throws -> RefusedFile.Reason? { try refusal(bytes, name: name, limits)?.reason }

    private func words(_ bytes: [UInt8], _ limits: ContainerLimits) throws -> String {
        try refusal(bytes, name: "a.zip", limits)?.english ?? ""
    }

    private func refused(_ bytes: [UInt8]) throws -> [String: RefusedFile.Reason] {
        try #require(try ContainerOpenerTests.open(bytes)).refused
    }

    @Test(arguments: [
        "../../etc/passwd", "/etc/passwd", "a/../../b.csv", "..", "C:\\data\\a.csv", "C:/a.csv", "a\\b.csv",
        "line\nbreak.csv", String(repeating: "x", count: 2000),
    ])
    func unsafeNamesAreRefusedAlone(_ name: String) throws {
        let read = try #require(try ContainerOpenerTests.open(PackedFiles([.init(name, "x\n"), good]).bytes))
        #expect(read.texts == ["good.csv": "a\n"])
        #expect(Array(read.refused.values) == [.unsafeMember])
        #expect(read.opened.members[0].path == nil && !read.opened.members[0].name.contains("\n"))
    }

    /// The library gives what stands before and behind a NUL as one name; nothing is cut off to look like another file.
    @Test func aNulInANameHidesNothing() throws {
        let read = try #require(try ContainerOpenerTests.open(PackedFiles([.init("a.csv\0.exe", "x\n")]).bytes))
        #expect(!read.opened.members.map(\.name).contains("a.csv"))
    }

    @Test func linksAndDevicesAreRefusedAlone() throws {
        for mode in [0o120777, 0o020666, 0o010644, 0o140777] as [UInt16] {
            var link = PackedFiles.Entry("link.csv", "/etc/passwd")
            link.mode = mode
            var file = good
            file.mode = 0o100644
            let read = try #require(try ContainerOpenerTests.open(PackedFiles([link, file]).bytes))
            #expect(read.texts == ["good.csv": "a\n"] && read.refused == ["link.csv": .unsafeMember])
        }
    }

    @Test func encryptedMembersAreRefusedAlone() throws {
        var secret = PackedFiles.Entry("secret.csv", "0123456789abcdef")
        secret.flags = 0x801
        let read = try #require(try ContainerOpenerTests.open(PackedFiles([secret, good]).bytes))
        #expect(read.texts == ["good.csv": "a\n"] && read.refused == ["secret.csv": .unreadable])
    }

    @Test func namesThatComeTwiceAreRefusedBoth() throws {
        let archive = PackedFiles([.init("a.csv", "1\n"), good, .init("a.csv", "2\n")])
        let read = try #require(try ContainerOpenerTests.open(archive.bytes))
        #expect(read.texts == ["good.csv": "a\n"])
        #expect(read.opened.members.map { $0.refusal?.reason } == [.unsafeMember, nil, .unsafeMember])
    }

    @Test func damagedMembersAreRefusedAlone() throws {
        var wrong = PackedFiles.Entry("wrong.csv", "a\n")
        wrong.checksum = 1
        var unknown = PackedFiles.Entry("unknown.csv", "a\n")
        unknown.method = 97
        let read = try #require(try ContainerOpenerTests.open(PackedFiles([wrong, good, unknown]).bytes))
        #expect(read.texts == ["good.csv": "a\n"])
        #expect(read.refused == ["wrong.csv": .notWellFormed, "unknown.csv": .unsupportedFormat])
    }

    /// One level of archives within is opened; the next is refused, and its neighbours are taken.
    @Test func nestingStopsAtTheDepth() throws {
        func wrapped(_ bytes: [UInt8], _ name: String) -> [UInt8] {
            PackedFiles([.init(Array(name.utf8), bytes), .init("beside \(name).csv", "b\n")]).bytes
        }
        let bytes = wrapped(wrapped(wrapped(PackedFiles([good]).bytes, "3.zip"), "2.zip"), "1.zip")
        let read = try #require(try ContainerOpenerTests.open(bytes))
        #expect(read.refused == ["1.zip/2.zip": .tooDeep])
        #expect(Set(read.texts.keys) == ["beside 1.zip.csv", "1.zip/beside 2.zip.csv"])
        let deeper = try #require(try ContainerOpenerTests.open(bytes, limits: limits { $0.depth = 3 }))
        #expect(deeper.refused.isEmpty && deeper.texts["1.zip/2.zip/3.zip/good.csv"] == "a\n")
        let flat = try #require(try ContainerOpenerTests.open(bytes, limits: limits { $0.depth = 0 }))
        #expect(flat.refused == ["1.zip": .tooDeep])
    }

    @Test func tooManyMembers() throws {
        let many = PackedFiles((0..<10_000).map { .init("\($0).csv", "a\n") }).bytes
        let clock = ContinuousClock()
        let time = try clock.measure {
            let refused = try #require(try refusal(many))
            #expect(refused.reason == .overLimit)
            #expect(refused.chinese.contains("1000") && refused.chinese.contains("containers.members"))
        }
        #expect(time < .seconds(1))
        let few = PackedFiles((0..<6).map { .init("\($0).csv", "a\n") }).bytes
        #expect(try reason(few, limits { $0.members = 5 }) == .overLimit)
        #expect(try refusal(few, limits { $0.members = 6 }) == nil)
    }

    @Test func tooLargeMembersAndSums() throws {
        let two = PackedFiles([.init("a.csv", String(repeating: "a", count: 600)), .init("b.csv", "b")]).bytes
        #expect(try words(two, limits { $0.memberBytes = 599 }).contains("member_bytes"))
        #expect(try words(two, limits { $0.totalBytes = 600 }).contains("total_bytes"))
        #expect(
            try refusal(
                two,
                limits {
                    $0.totalBytes = 601
                    $0.memberBytes = 600
                }) == nil)
    }

    /// 512 MiB of zeros: refused by what the archive says of itself, and where it lies by what comes out.
    @Test func aBombIsRefused() throws {
        let zeros = [UInt8](repeating: 0, count: 64 << 20)
        var bomb = PackedFiles.Entry(Array("zeros.csv".utf8), zeros)
        bomb.packed = Deflated.raw(zeros)
        bomb.method = 8
        bomb.checksum = 1
        var liar = bomb
        liar.size = 1000
        let honest = PackedFiles([bomb]).bytes
        let lying = PackedFiles([good, liar]).bytes
        let gzip = (0..<8).flatMap { _ in Deflated.gzip(zeros) }
        let refused = try #require(try refusal(honest))
        #expect(refused.reason == .overLimit && refused.chinese.contains("200"))
        #expect(try reason(lying) == .overLimit)
        #expect(try reason(gzip, name: "a.csv.gz") == .overLimit)
        let nested = PackedFiles([.init(Array("inner.zip".utf8), honest), good])
        #expect(try reason(nested.bytes) == .overLimit)
    }

    /// Cut anywhere, nothing of it is taken.
    @Test func truncatedArchivesAreRefusedWhole() throws {
        let text = (0..<2000).map { "\($0 &* 7919),x\n" }.joined()
        let zip = PackedFiles([.init("a.csv", text), .init("b.csv", text)]).bytes
        let gzip = Deflated.gzip(Array(text.utf8))
        for share in [30, 55, 80, 99] {
            #expect(try reason(Array(zip.prefix(zip.count * share / 100))) == .notWellFormed, "\(share)")
            #expect(
                try reason(Array(gzip.prefix(gzip.count * share / 100)), name: "a.csv.gz") == .notWellFormed)
        }
        for cut in 1...12 {
            #expect(try reason(Array(gzip.dropLast(cut)), name: "a.csv.gz") == .notWellFormed)
        }
        #expect(try reason(gzip + [1, 2, 3], name: "a.csv.gz") == .notWellFormed)
        var wrong = gzip
        wrong[wrong.count - 6] ^= 1
        #expect(try reason(wrong, name: "a.csv.gz") == .notWellFormed)
        // One within is refused alone.
        let read = try #require(
            try ContainerOpenerTests.open(
                PackedFiles([.init(Array("a.csv.gz".utf8), Array(gzip.dropLast(9))), good]).bytes))
        #expect(read.texts == ["good.csv": "a\n"] && read.refused == ["a.csv.gz": .notWellFormed])
    }

    @Test func emptyArchives() throws {
        #expect(try reason(PackedFiles([PackedFiles.Entry]()).bytes) == .empty)
        #expect(try reason(PackedFiles([("folder/", ""), (".DS_Store", "x")]).bytes) == .empty)
        let outer = PackedFiles([.init(Array("in.zip".utf8), PackedFiles([PackedFiles.Entry]()).bytes), good])
        #expect(try refused(outer.bytes) == ["in.zip": .empty])
    }

    @Test func tarIsKnownByItsContent() throws {
        var block = [UInt8](repeating: 0, count: 1024)
        block.replaceSubrange(0..<5, with: Array("a.csv".utf8))
        block.replaceSubrange(257..<262, with: Array("ustar".utf8))
        let tar = block + Array(String(repeating: "甲,1\n", count: 400).utf8)
        let format = try withFile(tar) { try Sniffer.inspect(path: $0).format }
        #expect(format == .tar)
        let read = try ContainerOpenerTests.open(Deflated.gzip(tar), name: "a.tgz")
        #expect(read?.opened.members.map(\.name) == ["a.tar"])
    }
}
