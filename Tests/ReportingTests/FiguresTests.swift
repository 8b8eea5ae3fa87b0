import Foundation
import Model
import Testing

@testable import Reporting

@Suite struct FiguresTests {
    @Test func ratesWithoutADenominatorAreNone() {
        #expect(Rate(0, of: 0).decimal == nil)
        #expect(Rate(0, of: 0).percent == "—")
        #expect(Rate(0, of: 5).decimal == "0.0000")
    }

    @Test func ratesAreExactAndNeverRoundToAllOrNone() {
        #expect(Rate(1, of: 3).decimal == "0.3333")
        #expect(Rate(2, of: 3).percent == "66.67%")
        #expect(Rate(999_999, of: 1_000_000).decimal == "0.9999")
        #expect(Rate(1, of: 1_000_000).decimal == "0.0001")
        #expect(Rate(7, of: 7).percent == "100.00%")
    }

    @Test func grouping() {
        #expect([0, 999, 1000, 1_234_567, -1234].map(\.grouped) == ["0", "999", "1,000", "1,234,567", "-1,234"])
    }

    @Test func monthsAndClock() throws {
        let clock = ReportClock(try #require(TimeZone(identifier: "Asia/Shanghai")))
        let month = try #require(ReportMonth("2025-12"))
        #expect(month.text == "2025-12")
        #expect(ReportMonth("2025-13") == nil)
        let seconds = month.seconds(clock)
        #expect(clock.iso(seconds.lowerBound) == "2025-12-01T00:00:00+08:00")
        #expect(clock.text(seconds.upperBound) == "2026-01-01 00:00")
        #expect(clock.text(-1) == "1970-01-01 07:59")
    }

    @Test func cellsAreNoFormulas() {
        for text in ["=1+1", "+1", "-1", "@SUM", "\t=1", "＝1"] { #expect(CSVTable.harmless(text) == "'" + text) }
        var table = CSVTable(header: ["a,b", "c"])
        table.append(["=\"x\"", "two\nlines"])
        #expect(table.text == "\u{FEFF}\"a,b\",c\r\n\"'=\"\"x\"\"\",\"two\nlines\"\r\n")
    }

    @Test func jsonStringsAreEscaped() throws {
        let hostile = "\"\\\u{1}\n\u{2028}</script>亅\u{7F}"
        let text = JSONValue.object([("k", .string(hostile)), ("n", .null), ("r", .rate(Rate(0, of: 0)))]).text
        let object = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        #expect(object["k"] as? String == hostile)
        #expect((object["r"] as? [String: Any])?["rate"] is NSNull)
    }
}
