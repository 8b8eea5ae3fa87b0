package import Foundation
package import Model

/// A time on the n-th working day of each month, counted from its beginning or from its end, by the official calendar.
package struct WorkingDayRule: Sendable, Hashable {
    /// As it was written.
    package let text: String
    /// 1…23
    let number: Int
    let isFromEnd: Bool
    /// Minutes since 00:00.
    let time: Int

    /// The most working days that a month can have.
    static let most = 23

    /// The first moment after `moment` at which the rule falls due; nil where there is none up to `limit`.
    ///
    /// Where the clock leaps over the time on that day, the moment of the leap; where it shows the time twice, the first.
    /// - Throws: the first year that the search reaches and the calendar lacks.
    package func next(
        after moment: Int, through limit: Int? = nil, in zone: TimeZone, calendar: WorkingCalendar
    ) throws(MissingCalendarYear) -> Int? {
        let clock = WallClock(zone)
        var (year, month, _) = CivilDate.civil(clock.day(at: moment))
        while true {
            let first = CivilDate.day(year: year, month: month, day: 1)
            if let limit, clock.moment(day: first, minute: 0) > limit { return nil }
            if let day = try day(from: first, calendar) {
                let found = clock.moment(day: day, minute: time)
                if found > moment { return found <= limit ?? .max ? found : nil }
            }
            (year, month) = month == 12 ? (year + 1, 1) : (year, month + 1)
        }
    }

    /// The rule's day in the month that begins on `first`; nil where the month has fewer working days.
    private func day(from first: Int, _ calendar: WorkingCalendar) throws(MissingCalendarYear) -> Int? {
        let (year, month, _) = CivilDate.civil(first)
        let end =
            month == 12
            ? CivilDate.day(year: year + 1, month: 1, day: 1) : CivilDate.day(year: year, month: month + 1, day: 1)
        var left = number
        for index in 0..<(end - first) {
            let day = isFromEnd ? end - 1 - index : first + index
            guard try calendar.isWorkingDay(day) else { continue }
            left -= 1
            if left == 0 { return day }
        }
        return nil
    }

    package static func == (left: WorkingDayRule, right: WorkingDayRule) -> Bool { left.text == right.text }
    package func hash(into hasher: inout Hasher) { hasher.combine(text) }
}
