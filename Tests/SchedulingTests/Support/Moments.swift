import Foundation
import Model

@testable import Scheduling

/// Moments as a zone's clock shows them.
enum Moments {
    static let shanghai = zone("Asia/Shanghai")
    static let newYork = zone("America/New_York")

    static func zone(_ name: String) -> TimeZone {
        guard let zone = TimeZone(identifier: name) else { preconditionFailure("no time zone \(name)") }
        return zone
    }

    /// `2025-03-05 09:30` or `2025-03-05T09:30:00-0500`, the latter whatever the zone, as seconds since 1970.
    static func parse(_ text: String, in zone: TimeZone = shanghai) -> Int {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = zone
        for form in [
            "yyyy-MM-dd HH:mm", "yyyy-MM-dd'T'HH:mm:ssZZZ", "EEE MMM d HH:mm yyyy", "EEE MMM d HH:mm:ss yyyy",
            "MMM d HH:mm yyyy", "MMM d HH:mm:ss yyyy",
        ] {
            formatter.dateFormat = form
            if let date = formatter.date(from: text) { return Int(date.timeIntervalSince1970) }
        }
        preconditionFailure("not a moment: \(text)")
    }

    /// `2025-03-05 09:30`
    static func text(_ moment: Int?, in zone: TimeZone = shanghai) -> String? {
        moment.map { moment in
            let clock = WallClock(zone)
            let day = clock.day(at: moment)
            let minute = (moment + clock.offset(at: moment) - day * 86_400) / 60
            func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
            return "\(CivilDate.iso(day)) \(two(minute / 60)):\(two(minute % 60))"
        }
    }
}

/// The working days of 2025 and 2026 about the holidays that the tests touch (notices of the State Council for both years).
enum Calendars {
    static let all: WorkingCalendar = {
        var calendar = WorkingCalendar()
        func days(_ texts: [String]) -> Set<Int> { Set(texts.compactMap { CivilDate.parse($0) }) }
        calendar.add(
            year: 2025,
            holidays: days(
                ["2025-01-01", "2025-05-01", "2025-05-02", "2025-05-05"] + (28...31).map { "2025-01-\($0)" }
                    + (1...8).map { "2025-10-0\($0)" }),
            working: days(["2025-01-26", "2025-09-28", "2025-10-11"]))
        calendar.add(year: 2026, holidays: days(["2026-01-01", "2026-01-02"]), working: days(["2026-01-04"]))
        return calendar
    }()
}
