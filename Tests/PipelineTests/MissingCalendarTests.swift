import GuijiConfiguration
import Ledger
import Model
import Pipeline
import Reporting
import Testing

/// A year without a calendar costs a run nothing: what reaches into it is left open and said so. What needs it names the file.
@Suite struct MissingCalendarTests {
    private let march = ReportMonth(year: 2025, month: 3)

    /// Weekends only; years other than these are missing.
    private func calendar(_ years: ClosedRange<Int>) -> WorkingCalendar {
        var calendar = WorkingCalendar()
        for year in years { calendar.add(year: year, holidays: [], working: []) }
        return calendar
    }

    /// An enterprise disclosed a licence of 3 March 2025 that the department has seven working days to bring.
    @Test func aWindowIsLeftOpenUntilTheCalendarIsThere() throws {
        let short = try TestInstance { $0.catalogue.calendar = calendar(2023...2024) }
        let cases = ComparisonCases(short)
        let summary = try short.run([cases.register(), cases.selfLicence()], asOf: "2025-03-12")
        #expect(summary.totals[.published] == 2 && summary.isConserved)
        #expect(summary.missingYears == [2025])
        #expect(try summary.json().contains("missing_calendar_years"))
        let row = try #require(try cases.cases().first)
        let day = try #require(CivilDate.parse("2025-03-03"))
        #expect(row.due == OpenWindow(start: day, workingDays: 7).due)
        #expect(!row.stands(on: day + 3650))
        #expect(throws: MissingCalendarYear(year: 2025)) { try FullComparison(short.open())() }
        #expect(throws: MissingCalendarYear(year: 2025)) {
            try Reports(short.open()).monthly(month: march, asOf: short.morning("2025-04-02"))
        }

        // With the year's file the report closes the window, and a full comparison writes it down: 4–7 and 10–12 March.
        let whole = try TestInstance(in: short.folder) { $0.catalogue.calendar = calendar(2023...2025) }
        func opened() throws -> Int {
            let report = try Reports(whole.open()).monthly(month: march, asOf: whole.morning("2025-04-02"))
            return report.items.filter { $0.source == "culture" }.reduce(0) { $0 + $1.counts[.mismatchesOpened] }
        }
        #expect(try opened() == 1)
        var lines = ""
        let asOf = try whole.morning("2025-04-02")
        _ = try Reports(whole.open()).rows(of: .mismatchesOpened, month: march, asOf: asOf) { lines += $0 }
        #expect(lines.contains("department-window,2025-03-12,"), "\(lines)")
        #expect(try FullComparison(whole.open())().changedCases == 1)
        #expect(try cases.cases().first?.due == CivilDate.parse("2025-03-12"))
        #expect(try opened() == 1)
    }

    /// Rows received in a year without a calendar are published; the months before are counted, that year's are not until its file is there.
    @Test func aRunInAYearWithoutACalendar() throws {
        let scene = try MonthScene {
            $0.catalogue.calendar = calendar(2024...2025)
            $0.owes("fire", .week, since: "2026-01-01")
        }
        try scene.register(1...1, at: "2025-12-22")
        let summary = try scene.take(
            "fire", "a-licence.csv", "2026-01-05", scene.file([scene.licence(1, decided: "2025-12-29")]))
        #expect(summary.totals[.published] == 1 && summary.missingYears == [2026])
        #expect(try scene.report("2025-12", at: "2026-01-05").figures("fire", "licence") == [:])
        #expect(throws: MissingCalendarYear(year: 2026)) { try scene.report("2026-01", at: "2026-02-02") }
        let whole = try TestInstance(in: scene.test.folder) { $0.catalogue.calendar = calendar(2024...2026) }
        let january = try #require(ReportMonth("2026-01"))
        let report = try Reports(whole.open()).monthly(month: january, asOf: scene.time("2026-02-02"))
        // 30, 31 December, 1, 2 and 5 January: five of seven working days.
        #expect(report.figures("fire", "licence")["on_time"] == 1)
    }

    @Test func whatStandsInPlaceOfTheLastDay() throws {
        let day = try #require(CivilDate.parse("2025-12-30"))
        let short = calendar(2025...2025)
        #expect(short.dueOrOpen(from: day, workingDays: 1) == day + 1)
        let open = try #require(OpenWindow(due: short.dueOrOpen(from: day, workingDays: 20)))
        #expect(open == OpenWindow(start: day, workingDays: 20))
        #expect(open.missingYear(short) == 2026)
        // 31 December, then 1 and 2 January.
        #expect(try OpenWindow(start: day, workingDays: 3).lastDay(calendar(2025...2026)) == day + 3)
        #expect(OpenWindow(due: day) == nil)
        #expect(OpenWindow.text(due: day) == "2025-12-30")
        #expect(OpenWindow.text(due: open.due).contains("2025-12-30 + 20"))
        #expect(Int32(exactly: OpenWindow(start: 1_000_000, workingDays: 366).due) != nil)
    }
}
