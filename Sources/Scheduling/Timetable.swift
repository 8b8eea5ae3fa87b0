package import Foundation
package import Model

/// When a job is due: by a cron expression or by a rule of working days.
package enum Timetable: Sendable, Hashable {
    case cron(CronExpression)
    case workingDay(WorkingDayRule)

    /// Reads either form; one that no day of any year fulfils is a mistake as well.
    package init(_ text: String) throws(TimetableMistake) {
        if WorkingDayRule.looksLike(text) {
            self = .workingDay(try WorkingDayRule(text))
        } else {
            let expression = try CronExpression(text)
            guard !expression.isNever else { throw .never }
            self = .cron(expression)
        }
    }

    /// As it was written.
    package var text: String {
        switch self {
        case .cron(let expression): expression.text
        case .workingDay(let rule): rule.text
        }
    }

    /// The first due moment after `moment`, in seconds since 1970; nil where there is none up to `limit`.
    /// - Throws: a year that a rule of working days reaches and the calendar lacks.
    package func next(
        after moment: Int, through limit: Int? = nil, in zone: TimeZone, calendar: WorkingCalendar
    ) throws(MissingCalendarYear) -> Int? {
        switch self {
        case .cron(let expression): expression.next(after: moment, through: limit, in: zone)
        case .workingDay(let rule): try rule.next(after: moment, through: limit, in: zone, calendar: calendar)
        }
    }

    /// The last due moment in `(moment, end]`. O(log(end − moment)) look-ups, however many there are.
    package func last(
        after moment: Int, through end: Int, in zone: TimeZone, calendar: WorkingCalendar
    ) throws(MissingCalendarYear) -> Int? {
        guard var last = try next(after: moment, through: end, in: zone, calendar: calendar) else { return nil }
        // Nothing is due in (high, end].
        var high = end
        while last < high {
            let middle = last + (high - last) / 2
            if let later = try next(after: middle, through: high, in: zone, calendar: calendar) {
                last = later
            } else {
                high = middle
            }
        }
        return last
    }
}
