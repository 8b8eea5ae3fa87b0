import Foundation
import Model
import TestKit
import Testing

@testable import Extraction

/// Delivered archives as honest programs make them.
@Suite struct ContainerOpenerTests {
    /// Members by name with their text; nil for what is no container.
    static func open(
        _ bytes: [UInt8], name: String = "2025-03.zip", limits: ContainerLimits = ContainerLimits()
    ) throws -> (texts: [String: String], refused: [String: RefusedFile.Reason], opened: OpenedContainer)? {
        try withFile(bytes) { path in
            let folder = path + ".members"
            defer { try? FileManager.default.removeItem(atPath: folder) }
            guard let opened = try ContainerOpener.open(path: path, name: name, into: folder, limits: limits) else {
                return nil
            }
            var texts: [String: String] = [:]
            for member in opened.members where member.refusal == nil {
                let file = try #require(member.path)
                // Only names of our own, only in the folder.
                #expect((file as NSString).deletingLastPathComponent == folder)
                texts[member.name] = try String(contentsOfFile: file, encoding: .utf8)
            }
            let refused = opened.members.filter { $0.refusal != nil }.map { ($0.name, $0.refusal!.reason) }
            return (texts, Dictionary(refused, uniquingKeysWith: { first, _ in first }), opened)
        }
    }

    private func texts(_ bytes: [UInt8], name: String = "2025-03.zip") throws -> [String: String] {
        try #require(try Self.open(bytes, name: name)).texts
    }

    @Test func membersComeOutInOrderWithoutWhatSystemsLeave() throws {
        let archive = PackedFiles([
            ("许可.csv", "a,b\n1,2\n"), ("处罚/", ""), ("处罚/处罚.csv", "c\n3\n"), ("__MACOSX/._许可.csv", "x"),
            (".DS_Store", "x"), ("处罚/Thumbs.db", "x"),
        ])
        let read = try #require(try Self.open(archive.bytes))
        #expect(read.texts == ["许可.csv": "a,b\n1,2\n", "处罚/处罚.csv": "c\n3\n"] && read.refused.isEmpty)
        #expect(read.opened.members.map(\.name) == ["许可.csv", "处罚/处罚.csv"] && read.opened.leftOut == 3)
    }

    @Test func deflatedMembers() throws {
        let text = String(repeating: "一行,two\n", count: 40_000)
        var entry = PackedFiles.Entry("a.csv", text)
        entry.packed = Deflated.raw(entry.content)
        entry.method = 8
        #expect(try texts(PackedFiles([entry]).bytes) == ["a.csv": text])
    }

    /// Chinese Windows writes GBK and says nothing; others write UTF-8 with and without saying so.
    @Test(arguments: ["许可.csv", "模.csv", "联通.csv", "企业信息 2025-03 (终稿).csv", "plain.csv"])
    func namesOfAnyEncoding(_ name: String) throws {
        for (encoding, flags) in [(TextEncoding.gb18030, 0), (.utf8, 0x800), (.utf8, 0)] as [(TextEncoding, UInt16)] {
            var entry = PackedFiles.Entry(Encoded.bytes(name, encoding), Array("a\n".utf8))
            entry.flags = flags
            #expect(try texts(PackedFiles([entry]).bytes) == [name: "a\n"], "\(encoding) \(flags)")
        }
        var marked = PackedFiles.Entry("ģ.csv", "a\n")
        marked.flags = 0x800
        #expect(try texts(PackedFiles([marked]).bytes) == ["ģ.csv": "a\n"])
    }

    @Test func gzipIsOneFileNamedByTheDelivery() throws {
        let text = String(repeating: "甲,1\n", count: 50_000)
        for packed in [Deflated.gzip(Array(text.utf8)), PackedFiles.gzip(Array(text.utf8))] {
            #expect(try texts(packed, name: "许可.csv.gz") == ["许可.csv": text])
            #expect(try texts(packed, name: "许可.dat") == ["许可.dat": text])
        }
    }

    /// As `cat a.gz b.gz` and block devices make them.
    @Test func gzipOfSeveralMembersIsReadWhole() throws {
        let parts = (0..<50).map { "\($0)," + String(repeating: "x", count: $0 * 997) + "\n" }
        let packed = parts.flatMap { Deflated.gzip(Array($0.utf8)) } + [UInt8](repeating: 0, count: 777)
        #expect(try texts(packed, name: "a.csv.gz") == ["a.csv": parts.joined()])
    }

    @Test func anArchiveInAnArchive() throws {
        let inner = PackedFiles([("许可.csv", "a\n")])
        let outer = PackedFiles([
            .init(Array("三月.zip".utf8), inner.bytes),
            .init(Array("处罚.csv.gz".utf8), Deflated.gzip(Array("b\n".utf8))), .init("c.csv", "c\n"),
        ])
        let read = try #require(try Self.open(outer.bytes))
        #expect(read.texts == ["三月.zip/许可.csv": "a\n", "处罚.csv.gz/处罚.csv": "b\n", "c.csv": "c\n"])
        let gzipped = try #require(try Self.open(Deflated.gzip(inner.bytes), name: "三月.zip.gz"))
        #expect(gzipped.texts == ["三月.zip/许可.csv": "a\n"])
    }

    /// A workbook is a zip: alone it is no container, in one it stays whole, stored or deflated.
    @Test func workbooksStayWorkbooks() throws {
        let book = try WorkbookFile([["名称", "代码"], ["甲", "1"]]).bytes
        #expect(try Self.open(book, name: "许可.zip") == nil)
        var deflated = PackedFiles.Entry(Array("a.xlsx".utf8), book)
        deflated.packed = Deflated.raw(book)
        deflated.method = 8
        for entry in [PackedFiles.Entry(Array("a.xlsx".utf8), book), deflated] {
            try withFile(PackedFiles([entry]).bytes) { path in
                #expect(try Sniffer.inspect(path: path).format == .zip)
                let folder = path + ".members"
                defer { try? FileManager.default.removeItem(atPath: folder) }
                let opened = try ContainerOpener.open(
                    path: path, name: "a.zip", into: folder, limits: ContainerLimits())
                let member = try #require(opened?.members.first?.path)
                #expect(opened?.members.map(\.name) == ["a.xlsx"])
                #expect(try Data(contentsOf: URL(filePath: member)) == Data(book))
                #expect(try Sniffer.inspect(path: member).format == .xlsx)
            }
        }
    }

    @Test func anythingElseIsNoContainer() throws {
        for text in ["", "a,b\n1,2\n", "<a/>", "PK", "%PDF-1.4"] {
            #expect(try Self.open(Array(text.utf8)) == nil, "\(text)")
        }
    }
}
