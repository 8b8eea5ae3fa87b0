import Bytes
import Model
import Testing

@testable import Extraction

/// The fast way of cutting a line agrees with libcsv on every line it takes.
@Suite struct PlainLineTests {
    @Test(arguments: [UInt8(ascii: ","), UInt8(ascii: "\t"), UInt8(ascii: ";")])
    func agreesWithLibcsv(_ delimiter: UInt8) throws {
        var generator = SeededGenerator(UInt64(delimiter))
        let mark = String(UnicodeScalar(delimiter))
        let pieces = [
            "甲", "a", " ", "\t", "\"", "\"\"", mark, mark, "bcdefghijkl", "\"x y\"", mark + "\"", "\"" + mark,
        ]
        var lines = ["", " ", mark, "\"\"", "\"a\"" + mark, mark + "\"a\""]
        for _ in 0..<3000 {
            let count = Int.random(in: 1...12, using: &generator)
            lines.append((0..<count).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined())
        }
        for line in lines {
            let header = ["c0", "c1", "c2", "c3"]
            let text = header.joined(separator: mark) + "\n" + line + "\n"
            let made = plan(header)
            let fast = try extract(line, text, made, delimiter, true)
            let slow = try extract(line, text, made, delimiter, false)
            #expect(fast == slow, "\(line.debugDescription)")
        }
    }

    private func extract(
        _ line: String, _ text: String, _ plan: ExtractionPlan, _ delimiter: UInt8, _ isFast: Bool
    ) throws -> [ExtractedRow] {
        var layout = Layout(format: "csv", encoding: .utf8, byteOrderMark: 0)
        layout.delimiter = delimiter
        layout.columns = ["c0", "c1", "c2", "c3"]
        let batch = Batch(fieldCount: 4, capacity: 8)
        let source = LineSource(
            RawBytes(memory: Array((line + "\n").utf8)), encoding: .utf8, start: .init(offset: 0, number: 1),
            limit: 1000, chunkSize: 1000)
        var records = CSVRecords(
            source, layout: layout, limit: 1000, into: batch, fields: [0, nil, 2, 1], splitsPlainLines: isFast)
        while let record = try records.next() {
            records.endBatch()
            batch.endRow(
                RowPosition(row: 1, line: record.line, offset: record.offset, length: record.length),
                damage: record.damage, detail: record.cells * 100 + record.nonEmpty)
        }
        return copy(batch)
    }
}
