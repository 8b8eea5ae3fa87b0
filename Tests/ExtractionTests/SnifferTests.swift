import Model
import Testing

@testable import Extraction

@Suite struct SnifferTests {
    private func nature(_ bytes: [UInt8], labels: [String] = []) throws -> FileNature {
        try withFile(bytes) { try Sniffer.inspect(path: $0, labels: labels) }
    }

    @Test func tellsFormatsByContent() throws {
        let cases: [(String, FileNature.Format)] = [
            ("", .empty), (" \n\r\n", .empty), ("a,b\n1,2\n", .csv), ("甲\n乙\n", .csv), ("<5,>6\n1,2\n", .csv),
            ("<?xml version=\"1.0\"?><a/>", .xml), ("\n <行 a=\"1\"/>", .xml), ("<!-- x --><a></a>", .xml),
            ("<html><table><tr><td>1</td></tr></table></html>", .html), ("<TABLE border=1><tr></tr></TABLE>", .html),
            ("<!DOCTYPE html>\n<p>", .html), ("%PDF-1.4", .pdf), ("PK\u{3}\u{4} a.txt", .zip),
            ("PK\u{3}\u{4} xl/workbook.xml", .xlsx),
        ]
        for (text, format) in cases { #expect(try nature(Array(text.utf8)).format == format, "\(text)") }
        #expect(try nature([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0]).format == .xls)
        #expect(try nature([0x1F, 0x8B, 0x08, 0]).format == .gzip)
        #expect(try nature((0..<400).map { UInt8(truncatingIfNeeded: $0 % 17) }).format == .binary)
        #expect(try nature([0xEF, 0xBB, 0xBF]).format == .empty)
    }

    @Test(arguments: TextEncoding.allCases) func tellsEncodings(_ encoding: TextEncoding) throws {
        let text = "名称,代码\n杭州示例科技有限公司,91330100MA2XXXXX0A\n联通,二\n"
        let plain = try nature(Encoded.bytes(text, encoding))
        #expect(plain.encoding == encoding && plain.byteOrderMark == 0 && plain.format == .csv)
        let marked = try nature(Encoded.bytes("\u{FEFF}" + text, encoding))
        #expect(marked.encoding == encoding && marked.byteOrderMark > 0 && marked.format == .csv)
        let xml = try nature(Encoded.bytes("<?xml version='1.0'?><行><名>甲</名></行>", encoding))
        #expect(xml.encoding == encoding && xml.format == .xml)
    }

    @Test func mostlyUTF8StaysUTF8() throws {
        let line = Array("杭州示例科技有限公司,行政许可决定书\n".utf8)
        let broken = Array(repeating: line, count: 50).flatMap { $0 } + [0xD6, 0xD0, 0x0A, 0xFF, 0x0A] + line
        #expect(try nature(broken).encoding == .utf8)
        let short = Encoded.bytes("联通\n", .gb18030)
        #expect(try nature(short).encoding == .gb18030)
    }

    @Test func looksForTheFirstTextThatIsNotASCII() throws {
        let head = Array(repeating: Array("1234567,abcdefgh,2025-01-01\n".utf8), count: 60_000).flatMap { $0 }
        #expect(head.count > Sniffer.sampleSize)
        #expect(try nature(head).encoding == .utf8)
        #expect(try nature(head + Encoded.bytes("杭州示例\n", .gb18030)).encoding == .gb18030)
        #expect(try nature(head + Encoded.bytes("杭州示例\n", .utf8)).encoding == .utf8)
    }

    @Test func tellsDelimiters() throws {
        func delimiter(_ text: String, labels: [String] = []) throws -> String {
            String(UnicodeScalar(try nature(Array(text.utf8), labels: labels).delimiter))
        }
        #expect(try delimiter("a;b;c\n\"1,2\";\"3,4\";5\n6;7;8\n") == ";")
        #expect(try delimiter("a\tb\n1,5\t2\n") == "\t")
        #expect(try delimiter("标题，某局\n名称|范围\n甲|餐饮;零售\n乙|餐饮;零售;批发\n") == "|")
        #expect(try delimiter("一列\n甲\n") == ",")
        #expect(try delimiter("名称,备注\n甲,x;y\n乙,z;w\n丙,;\n") == ",")
        #expect(try delimiter("a,b;名称,c;代码\n1,1;2,2;3\n", labels: ["名称,c", "代码"]) == ";")
        #expect(try delimiter("\"未闭合\na;b\n1;2\n3;4\n") == ";")
    }

    @Test func tellsLineBreaks() throws {
        #expect(try nature(Array("a,b\r\n1,2\r\n".utf8)).lineBreak == .crlf)
        #expect(try nature(Array("a,b\r1,2\r".utf8)).lineBreak == .cr)
        #expect(try nature(Array("a,b\n1,2\r\n3,4\n".utf8)).lineBreak == .lf)
    }
}
