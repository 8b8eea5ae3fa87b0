import Foundation
import GuijiConfiguration
import Ledger
import Model
import Reporting
import Scheduling

/// Jobs and their runs for a terminal and for programs.
enum ScheduleText {
    /// The clock of a run's job; the instance's where the job is no longer in the schedule.
    static func clock(_ row: JobRunRow, _ configuration: Configuration) -> ReportClock {
        let job = configuration.settings.schedule.first { $0.name == row.name }
        return ReportClock(job?.timeZone ?? configuration.settings.timeZone)
    }

    /// `完成 succeeded`
    static func outcome(_ row: JobRunRow) -> String {
        JobOutcome(rawValue: row.outcome).map { "\($0.chinese) \($0.rawValue)" } ?? row.outcome
    }

    static func line(_ row: JobRunRow, _ configuration: Configuration) -> String {
        let due = row.due.map { "，应于 due \(clock(row, configuration).text($0))" } ?? ""
        return "\(row.name)（\(row.job)）\(outcome(row))\(due)：\(row.detail)"
    }

    static func missing(_ job: UndecidedJob) -> String {
        let file = "Mappings/calendar/\(job.missing.year).yml"
        return "\(job.name)：日历缺少 \(job.missing.year) 年，请添加 \(file)\n"
            + "\(job.name): the calendar lacks the year \(job.missing.year), add \(file)"
    }

    static func object(_ row: JobRunRow, _ clock: ReportClock) -> [String: Any] {
        var object: [String: Any] = [
            "name": row.name, "job": row.job, "started": clock.iso(row.started), "outcome": row.outcome,
            "detail": row.detail,
        ]
        if let due = row.due { object["due"] = clock.iso(due) }
        if let finished = row.finished { object["finished"] = clock.iso(finished) }
        return object
    }

    static func json(_ objects: [[String: Any]]) throws -> String {
        let data = try JSONSerialization.data(
            withJSONObject: objects, options: [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes])
        return String(decoding: data, as: UTF8.self)
    }
}
