import Model
import Testing

@testable import Extraction

/// Every kind of damage costs its own row only, and says where.
@Suite struct CSVDamageTests {
    private let labels = ["a", "b", "c"]

    private func read(_ body: [UInt8], limit: Int = 1 << 20) throws -> (bytes: [UInt8], result: Extracted) {
        let bytes = Array("a,b,c\n0,0,零\n".utf8) + body
        let made = plan(labels, rowLimit: limit)
        let result = try extractCSV(bytes, made)
        for row in result.rows {
            #expect(try reread(CSVExtractor.self, row, of: bytes, result, made) == row)
        }
        return (bytes, result)
    }

    private func read(_ body: String, limit: Int = 1 << 20) throws -> (bytes: [UInt8], result: Extracted) {
        try read(Array(body.utf8), limit: limit)
    }

    private func lines(_ read: (bytes: [UInt8], result: Extracted)) -> [String] {
        read.result.rows.map { String(decoding: raw($0, in: read.bytes), as: UTF8.self) }
    }

    @Test func raggedRowsSayHowManyCellsTheyHave() throws {
        let read = try read("1,2\n1,2,3\n1,2,3,4\n1,2,3,,\n\"x\",2\n")
        #expect(read.result.damages == [.none, .ragged, .none, .ragged, .none, .ragged])
        #expect(read.result.rows.map(\.detail) == [0, 2, 0, 4, 0, 2])
        #expect(lines(read)[1] == "1,2" && lines(read)[3] == "1,2,3,4")
        #expect(read.result.rows[1].values == ["", "", ""])
    }

    @Test func strayQuotes() throws {
        let read = try read("1,2\"3,4\n\"1\"x,2,3\n1,2,3\n")
        #expect(read.result.damages == [.none, .strayQuote, .strayQuote, .none])
        #expect(read.result.rows.map(\.position.line) == [2, 3, 4, 5])
    }

    @Test func anUnclosedQuoteCostsItsLineOnly() throws {
        let read = try read("1,\"2,3\n4,5,6\n7,\"8\",9\n10,11,12\n")
        #expect(read.result.damages == [.none, .unclosedQuote, .none, .none, .none])
        #expect(lines(read)[1] == "1,\"2,3")
        #expect(read.result.good.map { $0[0] } == ["0", "4", "7", "10"])
    }

    @Test func anUnclosedQuoteAtTheEndAndAtTheTop() throws {
        let read = try read("\"1,2,3\n4,5,6\n7,8,9")
        #expect(read.result.damages == [.none, .unclosedQuote, .none, .none])
        let last = try self.read("4,5,6\n7,8,\"9")
        #expect(last.result.damages == [.none, .none, .unclosedQuote])
    }

    @Test func aRecordOfSeveralLinesThatIsWellFormedIsOneRow() throws {
        let read = try read("1,\"2\n\n2\",3\n4,5,6\n")
        #expect(read.result.damages == [.none, .none, .none])
        #expect(lines(read)[1] == "1,\"2\n\n2\",3")
        #expect(read.result.rows.map(\.position.line) == [2, 3, 6])
    }

    @Test func nulBytes() throws {
        let read = try read("1,\u{0}2,3\n4,5,6\n")
        #expect(read.result.damages == [.none, .nul, .none])
        #expect(read.result.rows[1].values[1] == "\u{FFFD}2")
    }

    @Test func undecodableBytesAreShownAndNeighboursUntouched() throws {
        let read = try read(
            Array("甲,乙,".utf8) + [0xE4, 0xB8] + Array("\n丙,".utf8) + [0xFF] + Array("丁,戊\n己,庚,辛\n".utf8))
        #expect(read.result.damages == [.none, .undecodable, .undecodable, .none])
        #expect(read.result.rows[1].values == ["甲", "乙", "\u{FFFD}\u{FFFD}"])
        #expect(read.result.rows[2].values == ["丙", "\u{FFFD}丁", "戊"])
        #expect(read.result.rows[3].values == ["己", "庚", "辛"])
    }

    @Test func aReplacementCharacterIsNoText() throws {
        let read = try read("1,\u{FFFD},3\n4,5,6\n")
        #expect(read.result.damages == [.none, .undecodable, .none])
    }

    @Test func undecodableGB18030() throws {
        let bytes =
            Encoded.bytes("a,b,c\n名称,一二三四,五六七八\n", .gb18030) + [0x31, 0x2C, 0x81, 0x0A, 0x32, 0x2C, 0xFF, 0x2C]
            + Encoded.bytes("九,十\n十一,十二,十三\n", .gb18030)
        let result = try extractCSV(bytes, plan(labels))
        #expect(result.summary.layout.encoding == .gb18030)
        #expect(result.damages == [.none, .undecodable, .undecodable, .none])
        #expect(result.rows.last?.values == ["十一", "十二", "十三"])
        #expect(raw(result.rows[1], in: bytes) == [0x31, 0x2C, 0x81])
    }

    @Test func rowsOverTheLimit() throws {
        let long = String(repeating: "x", count: 5000)
        let read = try read("1,\(long),3\n4,5,6\n7,\"\(long)\",9\n\(long)", limit: 100)
        #expect(read.result.damages == [.none, .tooLong, .none, .tooLong, .tooLong])
        #expect(lines(read)[1] == "1,\(long),3")
        #expect(lines(read)[4] == long)
    }

    @Test func aRecordOfSeveralLinesOverTheLimitCostsItsFirstLine() throws {
        let read = try read("1,\"2\n" + String(repeating: "4,5,6\n", count: 50) + "7,8\",9\n", limit: 100)
        #expect(read.result.damages[1] == .unclosedQuote)
        #expect(read.result.good.count == 51)
        #expect(read.result.damages.last == .strayQuote)
    }

    @Test func everyRowOfAWreckIsAccountedFor() throws {
        let read = try read("1,\"\n2,\"\n3,x\n4\",5,\"\"\"\n\n6,7,8\n")
        // Offsets rise, and no row reaches into the next.
        for (row, next) in zip(read.result.rows, read.result.rows.dropFirst()) {
            #expect(row.position.offset + row.position.length < next.position.offset)
        }
        #expect(read.result.good.last == ["6", "7", "8"])
    }
}
