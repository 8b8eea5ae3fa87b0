/// A window of working days whose last day lies in a year that the calendar lacks: it stays open until the year's file is there.
///
/// The ledger keeps it in place of the last day, as a number beyond all days: so what waits for it does not stand.
package struct OpenWindow: Sendable, Equatable {
    /// The day that does not count, since 1970-01-01.
    package var start: Int
    /// 0…511.
    package var workingDays: Int

    /// The least of the numbers that are no days.
    package static let first = 1_000_000_000
    private static let step = 512

    package init(start: Int, workingDays: Int) {
        self.start = start
        self.workingDays = workingDays
    }

    /// nil where `due` is a day.
    package init?(due: Int) {
        guard OpenWindow.isOne(due) else { return nil }
        start = (due - OpenWindow.first) / OpenWindow.step
        workingDays = (due - OpenWindow.first) % OpenWindow.step
    }

    package static func isOne(_ due: Int) -> Bool { due >= first }

    /// What stands in place of the last day.
    package var due: Int { OpenWindow.first + start * OpenWindow.step + workingDays }

    package func lastDay(_ calendar: WorkingCalendar) throws(MissingCalendarYear) -> Int {
        try calendar.deadline(from: start, workingDays: workingDays)
    }

    /// The year that the calendar still lacks; nil where it has all that is needed.
    package func missingYear(_ calendar: WorkingCalendar) -> Int? {
        do throws(MissingCalendarYear) {
            _ = try lastDay(calendar)
            return nil
        } catch {
            return error.year
        }
    }

    /// The last day of a window, or what it waits for.
    package static func text(due: Int) -> String {
        guard let window = OpenWindow(due: due) else { return CivilDate.iso(due) }
        return "待补工作日历 needs a calendar (\(CivilDate.iso(window.start)) + \(window.workingDays))"
    }
}

extension WorkingCalendar {
    /// The last day of a window, or an ``OpenWindow`` where it reaches into a year that the calendar lacks.
    package func dueOrOpen(from start: Int, workingDays: Int) -> Int {
        (try? deadline(from: start, workingDays: workingDays)) ?? OpenWindow(start: start, workingDays: workingDays).due
    }
}
