internal import Model

/// Reads `Mappings/calendar/<year>.yml`: holidays, and weekend days that are worked.
enum CalendarReader {
    static func read(_ files: [SourceFile], errors: ErrorList) -> WorkingCalendar {
        var calendar = WorkingCalendar()
        for file in files {
            guard let root = YAMLDocument.read(file, errors: errors),
                let section = root.section(["year", "source", "holidays", "working"])
            else { continue }
            _ = section.required("source")?.text()
            guard let value = section.required("year"), let year = value.integer(1949...2200) else { continue }
            if String(year) != file.stem { value.note(.notFileName(expected: file.stem), nearest: file.stem) }
            var seen: [Int: Value] = [:]
            let holidays = days(section.required("holidays"), year: year, seen: &seen, isWorking: false)
            let working = days(section["working"], year: year, seen: &seen, isWorking: true)
            calendar.add(year: year, holidays: holidays, working: working)
        }
        return calendar
    }

    /// The days of one list; a day stands once in a file, in the file's year, and a working one on a weekend.
    private static func days(_ list: Value?, year: Int, seen: inout [Int: Value], isWorking: Bool) -> Set<Int> {
        var days: Set<Int> = []
        for value in list?.list() ?? [] {
            guard let day = value.day() else { continue }
            if CivilDate.year(of: day) != year { value.note(.wrongYear(year)) }
            if let first = seen[day] {
                value.note(.duplicate(first: first.place))
            } else {
                seen[day] = value
            }
            // 1970-01-01 was a Thursday.
            let weekday = ((day + 3) % 7 + 7) % 7
            if isWorking, weekday < 5 { value.note(.notWeekend) }
            days.insert(day)
        }
        return days
    }
}
