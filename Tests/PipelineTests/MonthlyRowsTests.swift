import Foundation
import Model
import Pipeline
import Reporting
import Testing

/// Every figure opens to what it counts, and the counts agree: for every figure, department and item of the sample month.
@Suite struct MonthlyRowsTests {
    private static let month = ReportMonth(year: 2025, month: 3)
    /// Lines of a figure by department and item; of checks that were made, the sum of their counts.
    private func counts(_ figure: Figure, _ filter: MonthlyRowsFilter = MonthlyRowsFilter()) throws -> (
        Int, [String: Int]
    ) {
        let reports = Reports(try SampleMonth.run().instance)
        var lines: [[String]] = []
        let total = try reports.rows(of: figure, filter, month: Self.month) { piece in
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
        // Each entry alone: a department's item of a region that came by a channel.
        for entry in report.entries where entry.counts[figure] != 0 {
            let (one, rows) = try counts(
                figure,
                MonthlyRowsFilter(
                    source: entry.source, item: entry.item, region: entry.region, channel: entry.channel))
            #expect(one == entry.counts[figure] && rows == ["\(entry.source)/\(entry.item)": one])
        }
        let (none, _) = try counts(figure, MonthlyRowsFilter(region: "999999"))
        #expect(none == 0)
    }

    /// The entries of one region, or of one channel, add up.
    @Test func aRegionOrAChannelAloneOpens() throws {
        let report = try Reports(SampleMonth.run().instance).monthly(month: Self.month)
        for region in Set(report.entries.map(\.region)) {
            let expected = report.entries.filter { $0.region == region }.reduce(0) { $0 + $1.counts[.received] }
            #expect(try counts(.received, MonthlyRowsFilter(region: region)).0 == expected)
        }
        for channel in Set(report.entries.map(\.channel)) {
            let expected = report.entries.filter { $0.channel == channel }.reduce(0) { $0 + $1.counts[.received] }
            #expect(try counts(.received, MonthlyRowsFilter(channel: channel)).0 == expected)
        }
    }

    /// A case opens to its rule and its rows on both sides.
    @Test func casesTellTheirRows() throws {
        let month = try SampleMonth.run()
        var text = ""
        try Reports(month.instance).rows(of: .mismatchesOpen, month: Self.month) { text += $0 }
        let lines = text.replacing("\u{FEFF}", with: "").split(separator: "\r\n").map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        let header = try #require(lines.first)
        func cell(_ line: [String], _ name: String) throws -> String {
            line[try #require(header.firstIndex(of: name))]
        }
        var cases: [String: MismatchRow] = [:]
        try Reports(month.instance).comparisonRows { cases["\($0.id)"] = $0 }
        #expect(lines.count > 5)
        for line in lines.dropFirst() {
            let row = try #require(cases[try cell(line, "case")])
            #expect(try cell(line, "rule") == row.rule)
            #expect(try cell(line, "due") == row.due.map(CivilDate.iso) ?? "")
            #expect(try cell(line, "enterprise_file") == row.enterprise?.file ?? "")
            #expect(try cell(line, "enterprise_row") == row.enterprise.map { String($0.row) } ?? "")
            #expect(try cell(line, "government_file") == row.government?.file ?? "")
            #expect(try cell(line, "government_row") == row.government.map { String($0.row) } ?? "")
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
