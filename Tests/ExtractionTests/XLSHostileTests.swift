import Foundation
import Model
import Testing

@testable import Extraction

/// Old workbooks that are damaged, protected, or made to do harm.
@Suite struct XLSHostileTests {
    private func number(_ row: Int, _ column: Int, _ value: Double = 1) -> XLSFile.Record {
        .init(0x203, XLSFile.cell(row, column) + XLSFile.double(value))
    }

    @Test func protectedWorkbooksAreRefused() throws {
        let locked = XLSFile(globals: [.init(0x2F, [1, 0, 1, 0, 1, 0])], sheet: [number(0, 0)]).bytes
        // A new workbook with a password lies in an old container.
        let packed = XLSFile.container([1, 2, 3], name: "EncryptedPackage")
        for bytes in [locked, packed] {
            let refusal = try #require(throws: RefusedFile.self) { try XLSWorkbook(bytes) }
            #expect(refusal.chinese.contains("密码") && refusal.english.contains("password"))
        }
        #expect(throws: RefusedFile.self) { try XLSWorkbook(XLSFile.container([1], name: "WordDocument")) }
        #expect(throws: RefusedFile.self) { try XLSWorkbook(XLSFile(sheet: [], version: 0x0400).bytes) }
    }

    @Test("A sheet that breaks gives the rows before the break and says that it broke")
    func damageCostsTheRest() throws {
        let good = number(0, 0)
        let broken: [XLSFile.Record] = [
            // A row that goes back, a column that no old sheet has, a record cut short, a text that is not there, an unknown error.
            number(0, 1), number(9, 256), .init(0x203, XLSFile.cell(9, 0)), XLSFile.shared(9, 0, 0),
            .init(0x205, XLSFile.cell(9, 0) + [0x63, 1]), .init(0x204, XLSFile.cell(9, 0) + XLSFile.word(9) + [0, 65]),
            .init(0xBD, XLSFile.word(9) + XLSFile.word(255) + [UInt8](repeating: 0, count: 14)),
        ]
        for record in broken {
            let file = XLSFile(sheet: [good, number(5, 0, 2), number(6, 0, 3), record, number(20, 0)])
            let (rows, isWhole) = try XLSTests.rows(file.bytes)
            #expect(!isWhole && rows[1] == ["1"] && rows[6] == ["2"] && rows[21] == nil, "\(record)")
        }
        // A formula's text that does not follow.
        let text = XLSFile.Record(
            0x06, XLSFile.cell(1, 0) + [0, 0, 0, 0, 0, 0, 0xFF, 0xFF] + [UInt8](repeating: 0, count: 8))
        for rest in [[], [number(2, 0)]] {
            let (rows, isWhole) = try XLSTests.rows(XLSFile(sheet: [good, text] + rest).bytes)
            #expect(!isWhole && rows == [1: ["1"]])
        }
        var endless = XLSFile(sheet: (0..<300).map { number($0, 0) })
        endless.hasEnd = false
        let cut = XLSFile.container(endless.stream.dropLast(9), name: "Workbook")
        let (rows, isWhole) = try XLSTests.rows(cut)
        // The last row is cut; of the one before it nobody knows whether it went on.
        #expect(!isWhole && rows.count == 298)
    }

    @Test func textsBehindABrokenOneAreNotMadeUp() throws {
        let table = XLSFile.sharedStrings(1 << 30, XLSFile.word(1) + [0, 65] + XLSFile.word(500) + [0, 66])
        let file = XLSFile(globals: [table], sheet: [XLSFile.shared(0, 0, 0), XLSFile.shared(1, 0, 1)])
        let (rows, isWhole) = try XLSTests.rows(file.bytes)
        #expect(!isWhole && rows == [1: ["A"]])
    }

    @Test func rowsBeyondTheLimitAreTooLong() throws {
        let long = XLSFile.word(3000) + [0] + [UInt8](repeating: 65, count: 3000)
        let table = XLSFile.sharedStrings(1, long)
        let file = XLSFile(
            globals: [table], sheet: (0..<256).map { XLSFile.shared(0, $0, 0) } + [number(1, 0)])
        var seen: [Bool] = []
        let isWhole = try XLSWorkbook(file.bytes).read(0, rowLimit: 10_000) { row in
            seen.append(row.isTooLong)
            return true
        }
        #expect(isWhole && seen == [true, false])
    }

    @Test func moreSheetsThanThereMayBeAreRefused() throws {
        let sheets = [XLSFile.Record](repeating: .init(0x85, [0, 0, 0, 0, 0, 0, 1, 0, 65]), count: 255)
        #expect(throws: RefusedFile.self) { try XLSWorkbook(XLSFile(globals: sheets, sheet: []).bytes) }
        #expect(try XLSWorkbook(XLSFile(globals: Array(sheets.dropLast()), sheet: []).bytes).sheets.count == 255)
    }

    @Test("Chains and tables that come back to themselves or name more than the file has")
    func containersThatLie() throws {
        let good = XLSFile(sheet: (0..<400).map { number($0, 0) }).bytes
        func changed(_ changes: [(Int, Int)]) -> [UInt8] {
            var bytes = good
            for (place, value) in changes { bytes.replaceSubrange(place..<(place + 4), with: XLSFile.long(value)) }
            return bytes
        }
        #expect(CompoundFile(good)?.stream("Workbook") == CompoundFile(good)?.stream("WORKBOOK"))
        // The list of tables: its sectors are one that names itself.
        let cyclic = changed([(68, 2), (72, 9), (512 * 3 + 508, 2)])
        #expect(try XLSTests.rows(cyclic).rows.count == 400)
        #expect(CompoundFile(changed([(72, 1 << 30)])) == nil && CompoundFile(changed([(44, 1 << 30)])) == nil)
        // The stream's fifth sector leads back to its fourth; its length claims 4 GiB.
        let size = 512 * 2 + 128 + 120
        let loop = changed([(512 + (3 + 4) * 4, 3 + 3), (size, 0xFFFF_FFFF)])
        let stream = try #require(CompoundFile(loop)?.stream("Workbook"))
        #expect(stream.count <= good.count)
        #expect(try !XLSTests.rows(loop).isWhole)
        for place in stride(from: 512, to: 1024, by: 4) { _ = CompoundFile(changed([(place, 0x7FFF_FFFF)])) }
    }

    @Test("Whatever happens to a file's bytes, reading it ends and gives no more than an old sheet can hold")
    func anyDamageIsSurvived() throws {
        let samples =
            try ["kinds.xls", "table.xls"].map(XLSTests.fixture)
            + [XLSFile(globals: [XLSFile.sharedStrings(1, XLSFile.word(1) + [0, 65])], sheet: []).bytes]
        var generator = SeededGenerator(20_250_307)
        func random(_ below: Int) -> Int { Int.random(in: 0..<below, using: &generator) }
        var (opened, whole) = (0, 0)
        for _ in 0..<3000 {
            var bytes = samples[random(samples.count)]
            for _ in 0..<[1, 1, 2, 8, 32][random(5)] {
                var place = random(bytes.count)
                // Empty places say little.
                for _ in 0..<20 where bytes[place] == 0 { place = random(bytes.count) }
                bytes[place] = [UInt8(random(256)), 0xFF, 0x00, 0x80, bytes[place] ^ 1][random(5)]
            }
            if random(6) == 0 { bytes.removeLast(random(bytes.count)) }
            guard let workbook = try? XLSWorkbook(bytes) else { continue }
            opened += 1
            #expect(workbook.sheets.count <= 255)
            for sheet in workbook.sheets.indices {
                var last = 0
                let isWhole = try workbook.read(sheet, rowLimit: 1 << 16) { row in
                    #expect(row.number > last && row.number <= 65_536 && row.width <= 256)
                    last = row.number
                    return true
                }
                if isWhole { whole += 1 }
            }
        }
        #expect(opened > 1000 && whole > 1000)
    }
}
