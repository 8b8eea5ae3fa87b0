import Foundation
import Ledger
import Model
import Pipeline
import Reporting
import Testing

/// A case whose window moves, or that becomes another department's to act on, stays one case in the figures.
@Suite struct HandoverTests {
    private func counts(
        _ month: ComparisonCases, _ source: String, _ item: String, of number: Int, asOf: String
    ) throws -> FigureCounts {
        let report = try Reports(month.test.open()).monthly(
            month: ReportMonth(year: 2025, month: number), asOf: month.test.morning(asOf))
        return report.items.filter { $0.source == source && $0.item == item }
            .reduce(into: FigureCounts()) { $0 += $1.counts }
    }

    /// Renewed on the 20th: due on the 31st. Renewed again on the 26th: 27 28 31 1 2 3 (4 is 清明) 7 → due on 2025-04-07, so that it stands from
    /// the 8th on and never did in March.
    @Test func aWindowThatMovesBeforeItIsOver() throws {
        let month = try ComparisonCases()
        try month.test.run(
            [
                month.register(), month.licence(),
                month.selfLicence(to: "2030-03-02", status: "延续", updated: "2025-03-20", day: "2025-03-21"),
            ], asOf: "2025-03-21")
        let first = try #require(try month.cases().first)
        #expect(first.due == CivilDate.parse("2025-03-31"))
        try month.test.run(
            [month.selfLicence(to: "2031-03-02", status: "延续", updated: "2025-03-26", day: "2025-03-27")],
            asOf: "2025-03-27")
        let row = try #require(try month.cases().first)
        #expect(row.id == first.id && row.due == CivilDate.parse("2025-04-07"))
        #expect(try month.events(of: row).map(\.event) == ["opened", "changed"])
        let march = try counts(month, "culture", "self-licence", of: 3, asOf: "2025-04-08")
        #expect(march[.mismatchesOpened] == 0 && march[.mismatchesOpen] == 0 && march[.mismatchesClosed] == 0)
        let before = try counts(month, "culture", "self-licence", of: 4, asOf: "2025-04-07")
        #expect(before[.mismatchesOpened] == 0 && before[.mismatchesOpen] == 0)
        let april = try counts(month, "culture", "self-licence", of: 4, asOf: "2025-04-08")
        #expect(april[.mismatchesOpened] == 1 && april[.mismatchesOpen] == 1 && april[.mismatchesClosed] == 0)
    }

    /// It stood from the 13th on; the enterprise mends the date of the licence, which moves the window to the 26th: it is opened once all the same,
    /// and asks nobody to act until the new window is over.
    @Test func aWindowThatMovesAfterItWasOver() throws {
        let month = try ComparisonCases()
        try month.test.run([month.register(), month.selfLicence()], asOf: "2025-03-17")
        try month.test.run(
            [month.selfLicence(updated: "2025-03-18", day: "2025-03-18", decided: "2025-03-17")], asOf: "2025-03-18")
        let row = try #require(try month.cases().first)
        #expect(row.due == CivilDate.parse("2025-03-26") && row.responsible == "culture")
        let during = try counts(month, "culture", "self-licence", of: 3, asOf: "2025-03-26")
        #expect(during[.mismatchesOpened] == 1 && during[.mismatchesOpen] == 0 && during[.mismatchesClosed] == 0)
        let after = try counts(month, "culture", "self-licence", of: 3, asOf: "2025-03-27")
        #expect(after[.mismatchesOpened] == 1 && after[.mismatchesOpen] == 1 && after[.mismatchesClosed] == 0)
    }

    /// The enterprise first names one department, then another: the first neither has it any more nor closed it.
    @Test func anotherDepartmentIsToAct() throws {
        let month = try ComparisonCases()
        try month.test.run(
            [month.register(), month.selfPenalty(authority: Fictions.fire.name)], asOf: "2025-03-12")
        let first = try #require(try month.cases().first)
        #expect(first.responsible == "fire")
        try month.test.run(
            [month.selfPenalty(authority: Fictions.culture.name, updated: "2025-03-18", day: "2025-03-19")],
            asOf: "2025-03-19")
        let row = try #require(try month.cases().first)
        #expect(row.id == first.id && row.responsible == "culture")
        #expect(try month.events(of: row).map(\.event) == ["opened", "changed"])
        let fire = try counts(month, "fire", "self-penalty", of: 3, asOf: "2025-04-01")
        #expect(fire[.mismatchesOpened] == 1 && fire[.mismatchesClosed] == 0 && fire[.mismatchesOpen] == 0)
        let culture = try counts(month, "culture", "self-penalty", of: 3, asOf: "2025-04-01")
        #expect(culture[.mismatchesOpened] == 0 && culture[.mismatchesClosed] == 0 && culture[.mismatchesOpen] == 1)
        for (source, expected) in [("fire", 0), ("culture", 1)] {
            let rows = try Reports(month.test.open()).rows(
                of: .mismatchesOpen, MonthlyRowsFilter(source: source), month: ReportMonth(year: 2025, month: 3),
                asOf: month.test.morning("2025-04-01")
            ) { _ in }
            #expect(rows == expected)
        }
    }
}
