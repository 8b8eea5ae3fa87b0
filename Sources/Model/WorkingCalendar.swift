/// A year that a deadline reaches into and that the calendar lacks.
package struct MissingCalendarYear: Error, Sendable, Equatable {
    package var year: Int
    package init(year: Int) { self.year = year }
}

/// The official working-day calendar: weekends, holidays and working weekends 调休, a file a year.
///
/// Days are counted from 1970-01-01. Year tables hold the number of working days up to each day of the year, so counting between two
/// days is O(1).
package struct WorkingCalendar: Sendable {
    /// For each year: working days of the year up to and including the n-th day (0-based), and whether each day is one.
    private struct Year: Sendable {
        var first: Int
        var upTo: [Int32]
    }

    private var years: [Int: Year] = [:]

    package init() {}

    package var knownYears: [Int] { years.keys.sorted() }

    /// - Parameters:
    ///   - holidays: days off, as days since 1970-01-01.
    ///   - working: weekend days that are worked.
    package mutating func add(year: Int, holidays: Set<Int>, working: Set<Int>) {
        let first = CivilDate.day(year: year, month: 1, day: 1)
        let length = CivilDate.day(year: year + 1, month: 1, day: 1) - first
        var upTo: [Int32] = []
        upTo.reserveCapacity(length)
        var sum: Int32 = 0
        for day in first..<(first + length) {
            // 1970-01-01 was a Thursday.
            let weekday = ((day + 3) % 7 + 7) % 7
            let isWorking = working.contains(day) || (weekday < 5 && !holidays.contains(day))
            if isWorking { sum += 1 }
            upTo.append(sum)
        }
        years[year] = Year(first: first, upTo: upTo)
    }

    package func isWorkingDay(_ day: Int) throws(MissingCalendarYear) -> Bool {
        let year = CivilDate.year(of: day)
        guard let table = years[year] else { throw MissingCalendarYear(year: year) }
        let index = day - table.first
        return table.upTo[index] > (index == 0 ? 0 : table.upTo[index - 1])
    }

    /// The working days after `start` up to and including `end`; 0 when `end` is not later. Day 0 does not count (domain §5).
    package func workingDays(after start: Int, through end: Int) throws(MissingCalendarYear) -> Int {
        guard end > start else { return 0 }
        let firstYear = CivilDate.year(of: start)
        let lastYear = CivilDate.year(of: end)
        var total = 0
        for year in firstYear...lastYear {
            guard let table = years[year] else { throw MissingCalendarYear(year: year) }
            let upper = year == lastYear ? Int(table.upTo[end - table.first]) : Int(table.upTo.last ?? 0)
            let lower = year == firstYear ? Int(table.upTo[start - table.first]) : 0
            total += upper - lower
        }
        return total
    }

    /// The last day of a deadline of `count` working days from `start`; of none, `start` itself or the working day that it rolls forward to.
    package func deadline(from start: Int, workingDays count: Int) throws(MissingCalendarYear) -> Int {
        var day = start
        if count <= 0 {
            while try !isWorkingDay(day) { day += 1 }
        }
        var left = count
        while left > 0 {
            day += 1
            if try isWorkingDay(day) { left -= 1 }
        }
        return day
    }
}

/// Days since 1970-01-01 in the proleptic Gregorian calendar, without Foundation.
package enum CivilDate {
    package static func day(year: Int, month: Int, day: Int) -> Int {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    package static func civil(_ day: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = day + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }

    package static func year(of day: Int) -> Int { civil(day).year }

    /// `2025-03-07`
    package static func iso(_ day: Int) -> String {
        let (year, month, dayOfMonth) = civil(day)
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return String(repeating: "0", count: max(0, 4 - String(year).count))
            + "\(year)-\(two(month))-\(two(dayOfMonth))"
    }

    /// A day from `YYYY-MM-DD`; nil for anything else.
    package static func parse(_ text: String) -> Int? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].count == 4, parts[1].count == 2, parts[2].count == 2,
            let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2]), year > 0
        else { return nil }
        let number = self.day(year: year, month: month, day: day)
        let back = civil(number)
        return (1...12).contains(month) && back.month == month && back.day == day ? number : nil
    }
}
