import Model
import Testing

@testable import Reporting

/// Periods, their due dates and what fulfils them; March 2025 has no holidays.
@Suite struct ObligationsTests {
    private func day(_ text: String) -> Int { CivilDate.parse(text) ?? 0 }

    private var calendar: WorkingCalendar {
        var calendar = WorkingCalendar()
        for year in [2024, 2025] { calendar.add(year: year, holidays: [], working: []) }
        return calendar
    }

    private func delivery(_ day: String, _ number: Int, rows: Int = 3, kept: Int = 3, refused: Bool = false)
        -> OwedDelivery
    {
        OwedDelivery(
            day: self.day(day), submission: number, file: "\(number).csv", rows: rows, kept: kept, isRefused: refused)
    }

    private func periods(
        _ frequency: Frequency, due: Int = 0, since: String = "2025-01-01", today: String = "2025-05-01",
        month: ReportMonth = ReportMonth(year: 2025, month: 3), nilReturns: [NilReturn] = [],
        _ deliveries: [OwedDelivery]
    ) throws -> [String] {
        try ObligationLedger(
            owed: Obligation(source: "a", item: "b", frequency: frequency, dueWorkingDays: due), start: day(since),
            deliveries: deliveries, nilReturns: nilReturns, calendar: calendar, today: day(today)
        ).periods(of: month).map { "\(CivilDate.iso($0.due)) \($0.state.rawValue) \($0.delivery ?? 0)" }
    }

    @Test func aMonthIsDueOnItsLastDay() throws {
        #expect(try periods(.month, [delivery("2025-03-31", 1)]) == ["2025-03-31 on_time 1"])
        #expect(try periods(.month, [delivery("2025-04-01", 1)]) == ["2025-03-31 missed 0"])
        #expect(
            try periods(.month, [delivery("2025-04-01", 1), delivery("2025-04-20", 2)]) == ["2025-03-31 late 1"])
    }

    /// With five working days to spare, March is due on 7 April, and what arrives from 10 March (after February's due date) on is for it.
    @Test func workingDaysToSpare() throws {
        let april = ReportMonth(year: 2025, month: 4)
        #expect(try periods(.month, due: 5, month: april, [delivery("2025-04-07", 1)]) == ["2025-04-07 on_time 1"])
        #expect(try periods(.month, due: 5, month: april, [delivery("2025-03-07", 1)]) == ["2025-04-07 missed 0"])
        #expect(try periods(.month, due: 5, month: april, [delivery("2025-03-10", 1)]) == ["2025-04-07 on_time 1"])
    }

    @Test func quartersHalvesAndYears() throws {
        #expect(try periods(.quarter, []) == ["2025-03-31 missed 0"])
        #expect(try periods(.quarter, month: ReportMonth(year: 2025, month: 4), []) == [])
        #expect(try periods(.halfYear, []) == [])
        let december = ReportMonth(year: 2024, month: 12)
        for frequency in [Frequency.quarter, .halfYear, .year] {
            #expect(
                try periods(frequency, since: "2024-12-01", month: december, [delivery("2024-12-31", 1)]) == [
                    "2024-12-31 on_time 1"
                ])
        }
        #expect(try periods(.asItHappens, []) == [])
    }

    /// Daily deliveries are owed on working days; what comes on a weekend is for the next.
    @Test func days() throws {
        let found = try periods(
            .day, since: "2025-03-27", today: "2025-04-05",
            [delivery("2025-03-27", 1), delivery("2025-03-29", 2), delivery("2025-03-31", 3)])
        // The 28th had none and the window of the 31st (29, 30, 31 March) two: the first is the 28th's, late.
        #expect(found == ["2025-03-27 on_time 1", "2025-03-28 late 2", "2025-03-31 on_time 3"])
    }

    @Test func whatIsNotDueYetIsNotMissed() throws {
        #expect(try periods(.month, today: "2025-03-31", []) == [])
        #expect(try periods(.month, today: "2025-03-31", [delivery("2025-03-10", 1, kept: 0)]) == [])
        #expect(try periods(.month, today: "2025-03-31", [delivery("2025-03-10", 1)]) == ["2025-03-31 on_time 1"])
        #expect(try periods(.month, today: "2025-04-01", []) == ["2025-03-31 missed 0"])
    }

    @Test func rejectedEmptyAndRefusedFilesFulfilNothing() throws {
        #expect(try periods(.month, [delivery("2025-03-10", 1, kept: 0)]) == ["2025-03-31 all_rejected 1"])
        #expect(try periods(.month, [delivery("2025-03-10", 1, rows: 0, kept: 0)]) == ["2025-03-31 missed 1"])
        #expect(try periods(.month, [delivery("2025-03-10", 1, kept: 0, refused: true)]) == ["2025-03-31 missed 1"])
        #expect(
            try periods(.month, [delivery("2025-03-10", 1, kept: 0), delivery("2025-03-11", 2, kept: 1)]) == [
                "2025-03-31 on_time 2"
            ])
    }

    @Test func nilReturns() throws {
        let confirmed = NilReturn(
            source: "a", item: "b", first: day("2025-03-01"), last: day("2025-03-31"), period: "2025-03", submission: 9,
            at: 0)
        #expect(try periods(.month, nilReturns: [confirmed], []) == ["2025-03-31 nil 9"])
        // Rows came after all: the confirmation is noted, not counted.
        #expect(try periods(.month, nilReturns: [confirmed], [delivery("2025-03-02", 1)]) == ["2025-03-31 on_time 1"])
        // A period that was confirmed as empty takes no delivery from the next one.
        #expect(
            try periods(
                .month, nilReturns: [confirmed], [delivery("2025-04-02", 1), delivery("2025-04-20", 2)]) == [
                    "2025-03-31 nil 9"
                ])
        #expect(try periods(.quarter, nilReturns: [confirmed], []) == ["2025-03-31 missed 0"])
    }

    @Test(arguments: [
        ("2025-03", "2025-03-01", "2025-03-31"), ("2025-W10", "2025-03-03", "2025-03-09"),
        ("2025-W01", "2024-12-30", "2025-01-05"), ("2020-W53", "2020-12-28", "2021-01-03"),
        ("2025-Q1", "2025-01-01", "2025-03-31"), ("2025-H2", "2025-07-01", "2025-12-31"),
        ("2024", "2024-01-01", "2024-12-31"), ("2025-03-05", "2025-03-05", "2025-03-05"),
    ])
    func periodsAsWritten(text: String, first: String, last: String) {
        let days = NilReturnPeriod.days(text)
        #expect(days.map { [CivilDate.iso($0.lowerBound), CivilDate.iso($0.upperBound)] } == [first, last])
    }

    @Test(arguments: ["", "2025-13", "2025-W53", "2025-Q5", "2025-H3", "25", "2025-02-30", "2025-W1", "二月", "2025-"])
    func whatIsNoPeriod(text: String) { #expect(NilReturnPeriod.days(text) == nil) }
}
