package import Model

/// How long a record took from its event to its first arrival, in working days of the official calendar (domain §5).
package struct RecordClock: Sendable {
    private let calendar: WorkingCalendar
    /// The first day that the calendar knows.
    private let firstDay: Int?

    package init(_ calendar: WorkingCalendar) {
        self.calendar = calendar
        firstDay = calendar.knownYears.first.map { CivilDate.day(year: $0, month: 1, day: 1) }
    }

    /// Working days after the deadline; 0 or less is on time. The day of the event does not count, and a last day on a holiday rolls forward.
    ///
    /// Of an event before the calendar's first year the working days are counted from that year on: enough to say that the record is late, and
    /// the least that it is late by.
    /// - Throws: ``MissingCalendarYear`` where the time between the two reaches into a year without a calendar, and it decides.
    package func daysLate(
        event: Int, arrival: Int, deadline: Int
    ) throws(MissingCalendarYear) -> Int {
        guard let firstDay, event < firstDay else {
            return try calendar.workingDays(after: event, through: arrival) - deadline
        }
        guard arrival >= firstDay else { throw MissingCalendarYear(year: CivilDate.year(of: arrival)) }
        let known =
            try calendar.workingDays(after: firstDay, through: arrival) + (try calendar.isWorkingDay(firstDay) ? 1 : 0)
        guard known > deadline else { throw MissingCalendarYear(year: CivilDate.year(of: firstDay) - 1) }
        return known - deadline
    }

    /// The last day of a deadline; nil where it lies in a year that the calendar does not know: nothing has been decided by it yet.
    package func lastDay(event: Int, deadline: Int) -> Int? {
        try? calendar.deadline(from: event, workingDays: deadline)
    }
}

/// A row with what the calendar says of it.
package struct MeasuredRow {
    package var facts: RowFacts
    /// Whether its item has an event date and a deadline at all.
    package var isTimed: Bool
    /// Working days after the deadline by the first arrival; nil where the record is not measured.
    package var daysLate: Int?
    /// The same as if the clock had restarted when the mended row arrived.
    package var daysLateRestarted: Int?
}
