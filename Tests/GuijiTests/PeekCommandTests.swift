import Foundation
import TestKit
import Testing

/// `peek` needs no mapping and no instance.
@Suite struct PeekCommandTests {
    private func peek(_ bytes: some Sequence<UInt8>, _ arguments: String...) throws -> Guiji.Answer {
        let made = try CommandFolder()
        try made.folder.write(bytes, to: "未知.csv")
        return try made.guiji.run(["peek", "未知.csv"] + arguments)
    }

    @Test func anUnknownFileIsExplained() throws {
        let answer = try peek("编号;名 称;金额\r\n1;甲\"乙\"丙;3,5\r\n2;\"丁;戊\";4\r\n".utf8)
        #expect(answer.status == 0, "\(answer)")
        #expect(answer.error.isEmpty)
        #expect(answer.text.contains("encoding: UTF-8"))
        #expect(answer.text.contains("delimiter: ;"))
        #expect(answer.text.contains("columns (3): 编号、名 称、金额"))
        #expect(answer.text.contains("丁;戊"))
        #expect(answer.text.contains("ignore: [\"编号\""), "a mapping to start from")
    }

    @Test func everyRowAsCSV() throws {
        let rows = (1...2000).map { "\($0)\t\"第\($0)\t行\"\t\"说\"\"好\"\"\"" }
        let answer = try peek((["序号\t名称\t备注"] + rows).joined(separator: "\n").utf8, "--all", "--format", "csv")
        #expect(answer.status == 0)
        let lines = answer.text.split(separator: "\n")
        #expect(lines.count == 2001)
        #expect(lines.first == "序号,名称,备注")
        #expect(lines.last == "2000,第2000\t行,\"说\"\"好\"\"\"")
    }

    @Test func withoutAllOnlyTheFirst() throws {
        let rows = (1...2000).map { "\($0),甲" }
        let answer = try peek((["序号,名称"] + rows).joined(separator: "\n").utf8, "--format", "csv", "--rows", "3")
        #expect(answer.text.split(separator: "\n").count == 4)
    }

    /// Each sample delivery of the month: read, with the mapping that its department uses among those that fit.
    @Test(arguments: [
        ("ecology/2025-03-06-licence.csv", "gb18030"), ("fire/2025-03-07-licence.csv", "utf-16"),
        ("culture/2025-03-05-licence.csv", "utf-8"), ("credit-platform/2025-03-10-licence.xml", "xml"),
    ])
    func samplesAreRecognised(_ delivery: String, _ word: String) throws {
        let made = try CommandFolder.withInstance()
        let answer = try made.guiji("peek", "-C", "demo", CommandFolder.sample(delivery))
        #expect(answer.status == 0, "\(answer)")
        #expect(answer.text.lowercased().contains(word))
        let department = delivery.split(separator: "/")[0]
        #expect(answer.text.contains(": \(department)/"), "\(answer)")
    }

    @Test(
        arguments: [
            ("nothing", []), ("zeroes", [UInt8](repeating: 0, count: 3000)), ("one quote", [0x22]),
            ("an odd half of UTF-16", [0xFF, 0xFE, 0x41]), ("line breaks", Array("\n\n\r\r\n".utf8)),
            ("unclosed", Array("甲,乙\n\"丙,丁\n戊,己\n".utf8)), ("no line break", [UInt8](repeating: 0x61, count: 1 << 16)),
            ("delimiters", [UInt8](repeating: 0x2C, count: 1 << 14)), ("an open element", Array("<a><b>".utf8)),
            ("no UTF-8", [0x61, 0x2C, 0xFF, 0xFE, 0x0A, 0x62, 0x2C, 0xC3, 0x28]),
        ] as [(String, [UInt8])])
    func hostileBytesNeverCrash(_ name: String, _ bytes: [UInt8]) throws {
        for arguments in [[], ["--all", "--format", "csv"]] {
            let made = try CommandFolder()
            try made.folder.write(bytes, to: "file.csv")
            let answer = try made.guiji.run(["peek", "file.csv"] + arguments)
            #expect([0, 1].contains(answer.status), "\(name): \(answer)")
            #expect(answer.status == 0 || !answer.error.isEmpty)
        }
    }

    @Test func aFileThatIsNotThere() throws {
        let made = try CommandFolder()
        let answer = try made.guiji("peek", "nowhere.csv")
        #expect(answer.status == 1)
        #expect(answer.error.contains("nowhere.csv"))
    }

    @Test func anArchiveIsListed() throws {
        let archive = PackedFiles([
            .init("许可.csv", "名称,金额\n甲,1\n"), .init("../处罚.csv", "a\n"), .init(".DS_Store", "x"),
        ])
        let answer = try peek(archive.bytes)
        #expect(answer.status == 0 && answer.error.isEmpty, "\(answer)")
        #expect(answer.text.contains("许可.csv：csv，20 字节 bytes，2 列 columns"))
        #expect(answer.text.contains("../处罚.csv：不收 refused") && answer.text.contains("left out: 1"))
        let one = try peek(PackedFiles.gzip(Array("名称,金额\n甲,1\n".utf8)), "--all", "--format", "csv")
        #expect(one.text == "名称,金额\n甲,1\n")
    }
}
