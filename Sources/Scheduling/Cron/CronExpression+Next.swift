package import Foundation
import Model

extension CronExpression {
    /// Days after which an expression that has not fired never will: whatever the fields, a match comes back within 12 years
    /// (29 February on a chosen day of the week, across the year 2100).
    private static let horizon = 40 * 366

    /// The first moment after `moment` at which the local clock shows a minute that matches; nil where there is none up to `limit`, or ever.
    ///
    /// A local time that the clock leaps over does not come that day; one that it shows twice comes twice.
    /// - Parameters:
    ///   - moment: seconds since 1970.
    ///   - limit: the last moment that is of interest.
    package func next(after moment: Int, through limit: Int? = nil, in zone: TimeZone) -> Int? {
        let clock = WallClock(zone)
        let end = min(limit ?? .max, moment + Self.horizon * 86_400)
        var start = moment + 1
        while start <= end {
            let offset = clock.offset(at: start)
            let last = WallClock.floor(end + offset, 86_400) + 1
            guard let minute = nextLocal(from: -WallClock.floor(-(start + offset), 60), lastDay: last) else {
                return nil
            }
            let found = minute * 60 - offset
            // What was found counts while the clock keeps its offset; from a change on the search begins anew.
            guard let change = clock.change(after: start, through: min(found, end)) else {
                return found <= end ? found : nil
            }
            start = change
        }
        return nil
    }

    /// Whether no day of any year matches, as on 30 February.
    var isNever: Bool { nextLocal(from: 0, lastDay: Self.horizon) == nil }

    /// The first matching minute of a clock without leaps, in minutes since 1970-01-01 00:00 of that clock.
    private func nextLocal(from minute: Int, lastDay: Int) -> Int? {
        var day = WallClock.floor(minute, 1440)
        var time = minute - day * 1440
        while day <= lastDay {
            let (year, month, dayOfMonth) = CivilDate.civil(day)
            guard fires(inMonth: month) else {
                day =
                    month == 12
                    ? CivilDate.day(year: year + 1, month: 1, day: 1)
                    : CivilDate.day(year: year, month: month + 1, day: 1)
                time = 0
                continue
            }
            if fires(on: day, dayOfMonth: dayOfMonth), let found = nextTime(from: time) { return day * 1440 + found }
            day += 1
            time = 0
        }
        return nil
    }

    /// The first matching minute of a day that is not before `time`.
    private func nextTime(from time: Int) -> Int? {
        guard let hour = hours.first(from: time / 60) else { return nil }
        if hour == time / 60, let minute = minutes.first(from: time % 60) { return hour * 60 + minute }
        guard let later = hour == time / 60 ? hours.first(from: hour + 1) : hour, let minute = minutes.first(from: 0)
        else { return nil }
        return later * 60 + minute
    }
}
