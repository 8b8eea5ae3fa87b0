import Model

/// A calendar month that a report is about.
package struct ReportMonth: Sendable, Equatable {
    package var year: Int
    /// 1…12
    package var month: Int

    package init(year: Int, month: Int) {
        self.year = year
        self.month = month
    }

    /// From `2025-07`; nil for anything else.
    package init?(_ text: String) {
        guard let day = CivilDate.parse(text + "-01") else { return nil }
        let civil = CivilDate.civil(day)
        self.init(year: civil.year, month: civil.month)
    }

    /// The month in which a moment lies, seconds since 1970.
    package init(of seconds: Int, _ clock: ReportClock) {
        let civil = CivilDate.civil(clock.day(of: seconds))
        self.init(year: civil.year, month: civil.month)
    }

    /// `2025-07`
    package var text: String { String(CivilDate.iso(days.lowerBound).prefix(7)) }

    var chinese: String { "\(year)年\(month)月" }

    /// Days since 1970-01-01.
    package var days: Range<Int> { firstDay(0)..<firstDay(1) }

    /// The month in seconds since 1970, as the instance's clock runs.
    package func seconds(_ clock: ReportClock) -> Range<Int> {
        clock.start(ofDay: days.lowerBound)..<clock.start(ofDay: days.upperBound)
    }

    /// The month that comes `months` later, or earlier where negative.
    package func advanced(by months: Int) -> ReportMonth {
        let index = year * 12 + month - 1 + months
        return ReportMonth(year: index / 12, month: index % 12 + 1)
    }

    /// The first day of the month that comes `months` later, or earlier where negative.
    func firstDay(_ months: Int) -> Int {
        let index = year * 12 + month - 1 + months
        return CivilDate.day(year: index / 12, month: index % 12 + 1, day: 1)
    }
}
