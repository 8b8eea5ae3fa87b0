/// How a run of a job ended.
package enum JobOutcome: String, CaseIterable, Sendable {
    case running, succeeded, failed
    /// The process ended before the job did.
    case interrupted
    /// Its time passed while the machine was off, and it is not made up for.
    case skipped

    package var chinese: String {
        switch self {
        case .running: "进行中"
        case .succeeded: "完成"
        case .failed: "失败"
        case .interrupted: "中断"
        case .skipped: "跳过"
        }
    }
}

/// One run of a job as the scheduler needs to know it; times in seconds since 1970.
package struct JobRecord: Sendable, Equatable {
    /// The due moment that it was for; nil for a run that somebody asked for.
    package var due: Int?
    package var started: Int
    package var outcome: JobOutcome

    package init(due: Int?, started: Int, outcome: JobOutcome) {
        self.due = due
        self.started = started
        self.outcome = outcome
    }
}

/// What the scheduler needs of the ledger.
package protocol JobHistory {
    /// The moment from which a job's times count: when it was first seen with this timetable. Notes `now` where that is the first time.
    func knownSince(_ job: JobDefinition, now: Int) throws -> Int
    /// The job's last runs, newest first; a hundred will do.
    func lastRuns(of job: String) throws -> [JobRecord]
}
