import Model

/// Periods as nil returns name them.
package enum NilReturnPeriod {
    /// The days of `2025-03`, `2025-W10` (ISO 8601), `2025-Q1`, `2025-H1`, `2025` or `2025-03-05`; nil for anything else.
    package static func days(_ text: String) -> ClosedRange<Int>? {
        if let day = CivilDate.parse(text) { return day...day }
        if let month = ReportMonth(text) { return month.days.lowerBound...(month.days.upperBound - 1) }
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard let first = parts.first, first.count == 4, let year = Int(first), year > 0, parts.count <= 2 else {
            return nil
        }
        func months(_ first: Int, _ count: Int) -> ClosedRange<Int> {
            let start = ReportMonth(year: year, month: first)
            return start.days.lowerBound...(start.advanced(by: count).days.lowerBound - 1)
        }
        guard parts.count == 2 else { return months(1, 12) }
        guard let kind = parts[1].first?.uppercased(), let number = Int(parts[1].dropFirst()), number > 0 else {
            return nil
        }
        switch kind {
        case "Q" where number <= 4: return months((number - 1) * 3 + 1, 3)
        case "H" where number <= 2: return months((number - 1) * 6 + 1, 6)
        case "W" where parts[1].count == 3: return week(number, of: year)
        default: return nil
        }
    }

    /// The first week of a year is the one with its 4 January (ISO 8601 §4.3.2.2).
    private static func week(_ number: Int, of year: Int) -> ClosedRange<Int>? {
        func monday(_ year: Int) -> Int {
            let fourth = CivilDate.day(year: year, month: 1, day: 4)
            return fourth - ((fourth + 3) % 7 + 7) % 7
        }
        let first = monday(year) + (number - 1) * 7
        return first < monday(year + 1) ? first...(first + 6) : nil
    }
}
