package import Foundation
package import Model
package import Scheduling

/// One entry of `feeds:` in `pipeline.yml`: rows of a department that are fetched from elsewhere.
package struct FeedDefinition: Sendable, Equatable {
    package var name: String
    /// The kind of feed.
    package var type: String
    package var department: String
    /// The only items that it brings; nil for any that the department delivers.
    package var items: [String]?
    package var rhythm: FeedRhythm
    /// Most bytes of one page.
    package var pageBytes: Int
    /// Seconds that a program, query or request may take.
    package var timeout: Int
    /// The kind's own settings.
    package var options: FeedOptions
    /// Folder of `pipeline.yml`.
    package var folder: String
}

/// When a feed is pulled.
package enum FeedRhythm: Sendable, Equatable {
    /// So many seconds after the pull before began.
    case every(Int)
    case at(Timetable, TimeZone)

    /// The first due moment after a pull, in seconds since 1970; nil where there is none.
    /// - Parameters:
    ///   - started: when the last pull began; nil where there was none.
    ///   - since: from when on the feed is looked after.
    package func next(
        after started: Int?, since: Int, calendar: WorkingCalendar
    ) throws(MissingCalendarYear) -> Int? {
        switch self {
        case .every(let seconds): started.map { $0 + seconds } ?? since
        case .at(let timetable, let zone):
            try timetable.next(after: started ?? since, in: zone, calendar: calendar)
        }
    }

    /// As an operator reads it.
    package var text: String {
        switch self {
        case .every(let seconds): "every \(Durations.text(seconds))"
        case .at(let timetable, _): timetable.text
        }
    }
}

/// Lengths of time as `pipeline.yml` has them: `90s`, `15m`, `6h`, `1d`.
package enum Durations {
    private static let units: [(name: Character, seconds: Int)] = [("d", 86_400), ("h", 3600), ("m", 60), ("s", 1)]
    /// A year.
    static let longest = 366 * 86_400

    /// Seconds, at least 1.
    package static func parse(_ text: String) -> Int? {
        guard let unit = units.first(where: { $0.name == text.last }), text.utf8.count <= 10,
            let number = Int(text.dropLast()), number > 0, text.first?.isNumber == true
        else { return nil }
        let seconds = number * unit.seconds
        return seconds <= longest ? seconds : nil
    }

    package static func text(_ seconds: Int) -> String {
        let unit = units.first { seconds % $0.seconds == 0 } ?? ("s", 1)
        return "\(seconds / unit.seconds)\(unit.name)"
    }
}
