import Model
import Testing

@testable import Reporting

/// Which days a period has: of what arrives, and of what a nil return names.
@Suite struct OwedPeriodTests {
    /// What arrives before a period is due is for it, though the next one has begun.
    @Test(arguments: [
        (Frequency.week, 5, "2025-03-17", "2025-03-10", "2025-03-16"),
        (.week, 5, "2025-03-22", "2025-03-17", "2025-03-23"), (.week, 0, "2025-03-17", "2025-03-10", "2025-03-16"),
        (.week, 0, "2025-03-18", "2025-03-17", "2025-03-23"), (.month, 15, "2025-04-04", "2025-03-01", "2025-03-31"),
        (.month, 15, "2025-04-22", "2025-04-01", "2025-04-30"), (.month, 0, "2025-04-04", "2025-04-01", "2025-04-30"),
        (.month, 30, "2025-04-04", "2025-02-01", "2025-02-28"), (.day, 1, "2025-03-17", "2025-03-14", "2025-03-14"),
        (.day, 0, "2025-03-15", "2025-03-15", "2025-03-17"), (.day, 0, "2025-03-17", "2025-03-15", "2025-03-17"),
    ])
    func thePeriodInWhoseWindowItArrives(
        _ frequency: Frequency, due: Int, arrival: String, first: String, last: String
    ) {
        var calendar = WorkingCalendar()
        calendar.add(year: 2025, holidays: [], working: [])
        let owed = Obligation(source: "a", item: "b", frequency: frequency, dueWorkingDays: due)
        let days = owed.period(arrivedOn: CivilDate.parse(arrival) ?? 0, calendar)
        #expect([CivilDate.iso(days.lowerBound), CivilDate.iso(days.upperBound - 1)] == [first, last])
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
