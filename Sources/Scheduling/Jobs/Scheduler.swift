package import Model

/// A job whose time has come.
package struct DueJob: Sendable, Equatable {
    package var job: JobDefinition
    /// The last time that passed.
    package var due: Int
    /// The first time that passed; earlier than `due` where several did, which are made up for together.
    package var firstDue: Int
    /// Whether it is run; otherwise its time is noted as skipped.
    package var isRun: Bool

    package init(job: JobDefinition, due: Int, firstDue: Int, isRun: Bool = true) {
        self.job = job
        self.due = due
        self.firstDue = firstDue
        self.isRun = isRun
    }
}

/// A job that nothing can be decided about, for a year is missing in the calendar.
package struct UndecidedJob: Sendable, Equatable {
    package var name: String
    package var missing: MissingCalendarYear
}

/// Decides which jobs are due; runs nothing, and what time it is comes from the caller's clock.
package struct Scheduler {
    private let jobs: [JobDefinition]
    private let calendar: WorkingCalendar
    private let history: any JobHistory
    private let clock: () -> Int

    /// Seconds by which a time may be passed without counting as missed: jobs wait for one another, and for whoever looks at the clock.
    package static let tolerance = 3600
    /// How often a due time is begun when the process ends in the middle of it each time.
    package static let attempts = 3

    /// - Parameter clock: seconds since 1970.
    package init(
        jobs: [JobDefinition], calendar: WorkingCalendar, history: any JobHistory, clock: @escaping () -> Int
    ) {
        self.jobs = jobs
        self.calendar = calendar
        self.history = history
        self.clock = clock
    }

    /// What is due now, in order of due time and name.
    package func due() throws -> (due: [DueJob], undecided: [UndecidedJob]) {
        let now = clock()
        var due: [DueJob] = []
        var undecided: [UndecidedJob] = []
        for job in jobs {
            let since = try history.knownSince(job, now: now)
            let runs = try history.lastRuns(of: job.name)
            do throws(MissingCalendarYear) {
                if let found = try Self.decide(job, since: since, runs: runs, calendar: calendar, now: now) {
                    due.append(found)
                }
            } catch {
                undecided.append(UndecidedJob(name: job.name, missing: error))
            }
        }
        due.sort { ($0.due, $0.job.name) < ($1.due, $1.job.name) }
        return (due, undecided)
    }

    /// The pure decision about one job: whether a time has passed that no run has dealt with.
    /// - Parameters:
    ///   - since: the moment from which the job's times count.
    ///   - runs: its last runs.
    package static func decide(
        _ job: JobDefinition, since: Int, runs: [JobRecord], calendar: WorkingCalendar, now: Int
    ) throws(MissingCalendarYear) -> DueJob? {
        let start = max(since, dealtWith(runs, now: now) ?? since)
        guard
            let first = try job.timetable.next(after: start, through: now, in: job.timeZone, calendar: calendar),
            let last = try job.timetable.last(after: first - 1, through: now, in: job.timeZone, calendar: calendar)
        else { return nil }
        let isRun = job.catchUp == .once || now - last <= tolerance
        return DueJob(job: job, due: last, firstDue: first, isRun: isRun)
    }

    /// The moment up to which runs have dealt with a job's times. Those of a time that is still to come do not count yet: the clock was set back.
    private static func dealtWith(_ runs: [JobRecord], now: Int) -> Int? {
        var interruptions: [Int: Int] = [:]
        return runs.compactMap { run in
            switch (run.outcome, run.due) {
            case (.interrupted, let due?):
                interruptions[due, default: 0] += 1
                return interruptions[due] == attempts ? due : nil
            case (.interrupted, nil): return nil
            case (_, let due?): return due
            // What somebody asked for stands for the times before it, if it came to something.
            case (.succeeded, nil): return run.started
            case (_, nil): return nil
            }
        }.filter { $0 <= now }.max()
    }
}
