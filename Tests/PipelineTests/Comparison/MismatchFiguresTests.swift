import Foundation
import GRDB
import Ledger
import Model
import Pipeline
import Reporting
import Testing

/// Cases in the month's figures: a case counts from when it asks somebody to act.
@Suite struct MismatchFiguresTests {
    private let march = ReportMonth(year: 2025, month: 3)

    private func figures(_ month: ComparisonCases, asOf: String) throws -> (
        culture: FigureCounts, enterprise: FigureCounts
    ) {
        let report = try Reports(month.test.open()).monthly(month: march, asOf: month.test.morning(asOf))
        func counts(_ source: String) -> FigureCounts {
            report.items.filter { $0.source == source && $0.item == "self-licence" }
                .reduce(into: FigureCounts()) { $0 += $1.counts }
        }
        return (counts("culture"), counts("enterprise"))
    }

    /// Disclosed on the 12th, an event of 2025-03-03: the department has until the 12th. On that day nothing stands yet, on the 13th it does.
    @Test func theLawsWindowComesFirst() throws {
        let month = try ComparisonCases()
        try month.test.run([month.register(), month.selfLicence()], asOf: "2025-03-12")
        #expect(try figures(month, asOf: "2025-03-12").culture[.mismatchesOpened] == 0)
        let later = try figures(month, asOf: "2025-03-13").culture
        #expect(later[.mismatchesOpened] == 1 && later[.mismatchesOpen] == 1 && later[.mismatchesClosed] == 0)
    }

    /// What comes inside the window was never a case of the department's.
    @Test func whatComesInTimeWasNoCase() throws {
        let month = try ComparisonCases()
        try month.test.run([month.register(), month.selfLicence(day: "2025-03-06")], asOf: "2025-03-06")
        try month.test.run([month.licence(day: "2025-03-10")], asOf: "2025-03-10")
        let culture = try figures(month, asOf: "2025-04-02").culture
        #expect(culture[.mismatchesOpened] == 0 && culture[.mismatchesClosed] == 0 && culture[.mismatchesOpen] == 0)
    }

    /// Opened on the 12th, waived on the 13th through the 20th: closed once, and opened again on the 21st.
    @Test func aWaiverClosesUntilItEnds() throws {
        let month = try ComparisonCases()
        try month.test.run(
            [month.register(), month.licence(), month.selfLicence(to: "2028-03-05")], asOf: "2025-03-12")
        let row = try #require(try month.cases().first)
        try MismatchDecision(
            id: row.id, kind: .waive, by: "王科", reason: "核实中", until: CivilDate.parse("2025-03-20"),
            at: month.test.morning("2025-03-13"))(month.test.open())
        let during = try figures(month, asOf: "2025-03-20").enterprise
        #expect(during[.mismatchesOpened] == 1 && during[.mismatchesClosed] == 1 && during[.mismatchesOpen] == 0)
        let after = try figures(month, asOf: "2025-03-21").enterprise
        #expect(after[.mismatchesOpened] == 2 && after[.mismatchesClosed] == 1 && after[.mismatchesOpen] == 1)
        var lines = ""
        let count = try Reports(month.test.open()).rows(
            of: .mismatchesOpen, MonthlyRowsFilter(source: "enterprise", item: "self-licence"), month: march,
            asOf: month.test.morning("2025-03-21")
        ) { lines += $0 }
        #expect(count == 1 && lines.contains("\(row.id)"))
    }

    /// A ledger from before events knew their rule and rows: of a case's last event they are known, of those before not.
    @Test func anOlderLedgerOpensToo() throws {
        let month = try ComparisonCases()
        try month.test.run(
            [month.register(), month.licence(), month.selfLicence(to: "2028-03-05")], asOf: "2025-03-12")
        try month.test.run(
            [month.selfLicence(to: "2029-01-01", updated: "2025-03-14", day: "2025-03-14")], asOf: "2025-03-14")
        let columns = ["rule", "self_submission", "self_row", "government_submission", "government_row"]
        try month.test.open().ledger.queue.write { db in
            for column in columns { try db.execute(sql: "ALTER TABLE mismatch_event DROP COLUMN \(column)") }
            try db.execute(sql: "DELETE FROM grdb_migrations WHERE identifier = 'rows of mismatch_event'")
        }
        let rules = try month.test.open().ledger.strings(
            "SELECT ifnull(rule, '') || ' ' || ifnull(self_row, '') FROM mismatch_event ORDER BY number")
        #expect(rules == [" ", "enterprise-newer 1"])
        var lines = ""
        try Reports(month.test.open()).rows(
            of: .mismatchesOpen, month: march, asOf: month.test.morning("2025-03-31")
        ) { lines += $0 }
        #expect(lines.contains("enterprise-newer,2025-03-25,2025-03-14-licence.csv,1,2025-03-05-licence.csv,1,"))
    }
}
