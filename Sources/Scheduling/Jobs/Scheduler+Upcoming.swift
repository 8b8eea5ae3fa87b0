package import Model

extension Scheduler {
    /// The next times of all jobs, in order of time and name; a job stops where it reaches a year that the calendar lacks.
    package static func upcoming(
        _ jobs: [JobDefinition], after start: Int, count: Int, calendar: WorkingCalendar
    ) -> (times: [(job: JobDefinition, moment: Int)], undecided: [UndecidedJob]) {
        var times: [(job: JobDefinition, moment: Int)] = []
        var undecided: [UndecidedJob] = []
        var waiting: [(job: JobDefinition, moment: Int)] = []
        func wait(_ job: JobDefinition, after moment: Int) {
            do throws(MissingCalendarYear) {
                if let next = try job.timetable.next(after: moment, in: job.timeZone, calendar: calendar) {
                    waiting.append((job, next))
                }
            } catch {
                undecided.append(UndecidedJob(name: job.name, missing: error))
            }
        }
        for job in jobs { wait(job, after: start) }
        while times.count < count,
            let index = waiting.indices.min(by: {
                (waiting[$0].moment, waiting[$0].job.name) < (waiting[$1].moment, waiting[$1].job.name)
            })
        {
            let found = waiting.remove(at: index)
            times.append(found)
            wait(found.job, after: found.moment)
        }
        return (times, undecided)
    }
}
