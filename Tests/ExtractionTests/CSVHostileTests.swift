import Model
import Testing

@testable import Extraction

/// Files made to hurt: they cost time in proportion to their size, bounded memory, and the rows they are.
@Suite(.serialized) struct CSVHostileTests {
    private let labels = ["a", "b"]
    private let clock = ContinuousClock()

    private func read(_ path: String, limit: Int = 1 << 20) throws -> Extracted {
        try extract(CSVExtractor(path: path, plan: plan(labels, rowLimit: limit)))
    }

    @Test func aLineOfAHundredMegabytes() throws {
        let piece = String(repeating: "x", count: 1 << 20)
        let result = try withLargeFile { write in
            write("a,b\n1,2\n")
            for _ in 0..<100 { write(piece) }
            write("\n3,4\n")
        } _: {
            try read($0)
        }
        #expect(result.damages == [.none, .tooLong, .none])
        #expect(result.rows[1].position.length == 100 << 20)
    }

    @Test func aMillionQuotes() throws {
        for (open, count) in [("\"", 1_000_000), ("\"\n", 200_000), ("\",", 200_000), (",\"\n", 100_000)] {
            let body = String(repeating: open, count: count)
            let time = try clock.measure {
                let result = try extractCSV("a,b\n1,2\n" + body + "\n3,4\n", plan(labels))
                #expect(result.rows.first?.values == ["1", "2"])
            }
            #expect(time < .seconds(20), "\(open.debugDescription)")
        }
    }

    @Test func manyOpenQuotesBetweenLinesThatHideThem() throws {
        // Each record runs over lines with an even number of quotes, up to the limit.
        let block = "1,\"2\n" + String(repeating: "\"x\",y\n", count: 40)
        let text = "a,b\n" + String(repeating: block, count: 2000)
        let time = try clock.measure {
            let result = try extractCSV(text, plan(labels))
            #expect(result.rows.count == 2000 * 41)
        }
        #expect(time < .seconds(20))
    }

    @Test func anUnclosedQuoteAtTheTopOfALongFile() throws {
        let text = "a,b\n\"1,2\n" + String(repeating: "3,4\n", count: 200_000)
        let time = try clock.measure {
            let result = try extractCSV(text, plan(labels))
            #expect(result.damages.first == .unclosedQuote)
            #expect(result.good.count == 200_000)
        }
        #expect(time < .seconds(20))
    }

    @Test func aHeaderBelowAnUnclosedQuote() throws {
        let result = try extractCSV("\"标题\na,b\n1,2\n", plan(labels))
        #expect(result.good == [["1", "2"]])
    }

    @Test func manyNuls() throws {
        let nuls = String(repeating: "\u{0}", count: 1000)
        let good = String(repeating: "1,2\n", count: 30_000)
        let result = try extractCSV("a,b\n" + good + nuls + "\n" + good, plan(labels))
        #expect(result.good.count == 60_000)
        #expect(result.rows.count == 60_001)
    }

    @Test func everyLineBroken() throws {
        var bytes = Array("a,b\n甲,乙\n".utf8)
        for _ in 0..<40_000 { bytes += [0x31, 0xFF, 0x2C, 0x32, 0x0A] }
        for _ in 0..<40_000 { bytes += Array("甲,乙丙\n".utf8) }
        let time = try clock.measure {
            let result = try extractCSV(bytes, plan(labels))
            #expect(result.damages.count { $0 == .undecodable } == 40_000)
            #expect(result.good.count == 40_001)
        }
        #expect(time < .seconds(20))
    }
}
