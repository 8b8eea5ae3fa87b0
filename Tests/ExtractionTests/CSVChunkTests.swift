import Model
import Testing

@testable import Extraction

/// Whatever the chunks, the batches and the way a line is cut, the rows are the same.
@Suite struct CSVChunkTests {
    private let labels = ["名称", "代码", "备注"]

    /// A file with all kinds of trouble in it.
    private func file(_ seed: UInt64, _ encoding: TextEncoding) -> [UInt8] {
        var generator = SeededGenerator(seed)
        let pieces = [
            "甲公司", "𠮷", "a", " ", "\"", "\"\"", ",", ",", ",", "\n", "\r\n", "\r", "\t", "1,2,3\n", "\"x\",y,z\r\n",
            "\"多\n行\",2,3\n", "甲,乙,丙\n", "合计,,\n", "\u{FFFD}", "", "\n\n",
        ]
        var bytes = Encoded.bytes("名称,代码,备注\n", encoding)
        for _ in 0..<Int.random(in: 1...60, using: &generator) {
            switch Int.random(in: 0..<40, using: &generator) {
            case 0: bytes.append(0xFF)
            case 1: bytes += encoding.unit == 1 ? [0xE4, 0xB8] : [0x00, 0xD8]
            case 2: bytes += [0x00]
            default: bytes += Encoded.bytes(pieces.randomElement(using: &generator) ?? "", encoding)
            }
        }
        return bytes
    }

    @Test(arguments: TextEncoding.allCases) func theRowsDoNotDependOnChunksAndBatches(_ encoding: TextEncoding) throws {
        var generator = SeededGenerator(7)
        for seed in UInt64(0)..<60 {
            let bytes = file(seed, encoding)
            let whole = plan(labels, rowLimit: 60)
            let expected: Extracted
            do {
                expected = try extractCSV(bytes, whole)
            } catch is RefusedFile {
                continue
            }
            for batchRows in [1, 7, 4096] {
                let size = Int.random(in: 1...40, using: &generator)
                let made = plan(labels, batchRows: batchRows, rowLimit: 60)
                let result = try extractCSV(bytes, made, chunkSize: size)
                #expect(result == expected, "seed \(seed), chunks of \(size), batches of \(batchRows)")
            }
            let slow = try extractCSV(bytes, whole, chunkSize: 13, splitsPlainLines: false)
            #expect(slow == expected, "seed \(seed): libcsv alone")
        }
    }

    @Test(arguments: TextEncoding.allCases) func everyRowReadAgainIsTheSame(_ encoding: TextEncoding) throws {
        for seed in UInt64(100)..<200 {
            let bytes = file(seed, encoding)
            let made = plan(labels, rowLimit: 60)
            guard let result = try? extractCSV(bytes, made) else { continue }
            for row in result.rows {
                let again = try reread(CSVExtractor.self, row, of: bytes, result, made)
                #expect(again == row, "seed \(seed)")
            }
        }
    }

    @Test func rowsAreInOrderAndDoNotOverlap() throws {
        for seed in UInt64(200)..<300 {
            let bytes = file(seed, .utf8)
            guard let result = try? extractCSV(bytes, plan(labels, rowLimit: 60)) else { continue }
            for (row, next) in zip(result.rows, result.rows.dropFirst()) {
                #expect(row.position.offset + row.position.length < next.position.offset, "seed \(seed)")
                #expect(row.position.line < next.position.line)
            }
            #expect(
                result.rows.map(\.position.row)
                    == Array(1...max(1, result.rows.count)).prefix(result.rows.count).map { $0 })
        }
    }
}
