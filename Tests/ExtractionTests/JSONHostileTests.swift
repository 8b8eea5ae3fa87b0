import Model
import Testing

@testable import Extraction

/// Files made to hurt: they cost time in proportion to their size, bounded memory, and the rows they are.
@Suite(.serialized, .timeLimit(.minutes(15))) struct JSONHostileTests {
    private let labels = ["a", "b"]

    private func read(_ path: String, limit: Int = 1 << 20) throws -> Extracted {
        try extract(JSONExtractor(path: path, plan: plan(labels, format: "json", rowLimit: limit)))
    }

    @Test func aHundredMegabytesOfBrackets() throws {
        let piece = String(repeating: "[", count: 1 << 20)
        _ = try withLargeFile { write in
            for _ in 0..<100 { write(piece) }
        } _: { path in
            #expect(throws: RefusedFile.self) { try read(path) }
        }
        let result = try withLargeFile { write in
            write("[{\"a\":1},")
            for _ in 0..<20 { write(piece) }
            write(",{\"a\":3}]")
        } _: {
            try read($0)
        }
        #expect(result.damages == [.none, .malformed, .none])
    }

    @Test func aStringOfAHundredMegabytes() throws {
        let piece = String(repeating: "x", count: 1 << 20)
        let result = try withLargeFile { write in
            write("[{\"a\":1},{\"a\":\"")
            for _ in 0..<100 { write(piece) }
            write("\"},{\"a\":3}]")
        } _: {
            try read($0)
        }
        #expect(result.damages == [.none, .tooLong, .none])
        #expect(result.rows[1].position.length == (100 << 20) + 8)
    }

    /// Quotes that are missing, so that each row seems to swallow those behind it.
    @Test func everyRowBroken() throws {
        for bad in ["{\"a\":\"x},", "{\"a\":x\"},", "{\"a\":[", "{\"a\":{\"a\":[{},", "{\"", "{", "[{", "]", ",{"] {
            let text = "[{\"a\":1}," + String(repeating: bad, count: 50_000) + "\n{\"a\":3}]"
            let result = try extractJSON(Array(text.utf8), plan(labels, format: "json"))
            #expect(result.rows.first?.values == ["1", ""])
            #expect(result.good.last == ["3", ""] || result.damages.last == .malformed, "\(bad)")
        }
    }

    /// Rows that go on to the limit before they turn out to be none, with others inside.
    @Test func longRowsWithRowsInside() throws {
        let padding = String(repeating: "x", count: 20_000)
        let text = "[" + String(repeating: "{\"p\":\"\(padding)\",\"a\":[1,", count: 300) + "\n{\"a\":3}]"
        let result = try extractJSON(Array(text.utf8), plan(labels, format: "json", rowLimit: 1 << 18))
        #expect(result.good.last == ["3", ""])
    }

    @Test func manyNames() throws {
        let rows = (0..<300).map { row in
            "{" + (0..<300).map { "\"n\(row)-\($0)\":\($0)" }.joined(separator: ",") + "}"
        }
        let result = try extractJSON(
            Array("{\"a\":1}\n".utf8) + Array(rows.joined(separator: "\n").utf8), plan(labels, format: "json"))
        #expect(result.good.count > 1 && result.damages.contains(.malformed))
        #expect(result.summary.layout.columns.count <= JSONColumns.limit)
    }
}
