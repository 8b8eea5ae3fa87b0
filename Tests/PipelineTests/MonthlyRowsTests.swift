import Foundation
import Model
import Pipeline
import Reporting
import Testing

/// Every figure opens to what it counts, and the counts agree: for every figure, department and item of the sample month.
@Suite struct MonthlyRowsTests {
    private static let month = ReportMonth(year: 2025, month: 3)
    /// Lines of a figure by department and item; of checks that were made, the sum of their counts.
    private func counts(_ figure: Figure, source: String? = nil, item: String? = nil) throws -> (Int, [String: Int]) {
        let reports = Reports(try SampleMonth.run().instance)
        var lines: [[String]] = []
        let total = try reports.rows(of: figure, source: source, item: item, month: Self.month) { piece in
            let text = piece.replacing("\u{FEFF}", with: "").replacing("\r\n", with: "")
            if !text.isEmpty {
                lines.append(text.split(separator: ",", omittingEmptySubsequences: false).map(String.init))
            }
        }
        let header = try #require(lines.first)
        let department = try #require(header.firstIndex(of: "department"))
        let place = try #require(header.firstIndex(of: "item"))
        let number = header.firstIndex(of: "count")
        var counts: [String: Int] = [:]
        for line in lines.dropFirst() {
            counts["\(line[department])/\(line[place])", default: 0] += number.flatMap { Int(line[$0]) } ?? 1
        }
        return (total, counts)
    }

    @Test(arguments: Figure.allCases) func rowsAreTheFigure(_ figure: Figure) throws {
        let report = try Reports(SampleMonth.run().instance).monthly(month: Self.month)
        var expected: [String: Int] = [:]
        for entry in report.entries where entry.counts[figure] != 0 {
            expected["\(entry.source)/\(entry.item)", default: 0] += entry.counts[figure]
        }
        let (total, found) = try counts(figure)
        #expect(found == expected)
        #expect(total == report.total.counts[figure])
        // One department and item alone.
        if let first = expected.keys.sorted().first {
            let parts = first.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
            let (one, rows) = try counts(figure, source: parts[0], item: parts[1])
            #expect(one == expected[first] && rows == [first: one])
        }
    }

    /// The figures are tied to each other: received is the sum of the outcomes, what is measured the sum of its parts.
    @Test func figuresAddUp() throws {
        let report = try Reports(SampleMonth.run().instance).monthly(month: Self.month)
        #expect(report.total.counts[.received] > 300)
        for entry in report.entries {
            let counts = entry.counts
            let outcomes: [Figure] = [
                .published, .updated, .unchanged, .duplicate, .stale, .overruled, .unattributed, .withheld, .rejected,
            ]
            #expect(counts[.received] == outcomes.reduce(0) { $0 + counts[$1] })
            #expect(counts[.accepted] == outcomes.prefix(4).reduce(0) { $0 + counts[$1] })
            #expect(counts[.dated] == counts[.onTime] + counts[.late])
            #expect(counts[.received] == counts[.dated] + counts[.undated] + counts[.again] + counts[.rejected])
            #expect(entry.daysLate.values.reduce(0, +) == counts[.late])
            #expect(entry.outstandingAge.values.reduce(0, +) == counts[.outstanding])
            #expect(
                counts[.due]
                    == counts[.dueOnTime] + counts[.dueLate] + counts[.dueNil] + counts[.dueAllRejected]
                    + counts[.missed])
        }
    }
}
