import Foundation
import Ledger
import Scheduling

/// The ledger's history of jobs as the scheduler needs it.
struct LedgerJobHistory: JobHistory {
    let jobs: LedgerJobs

    func knownSince(_ job: JobDefinition, now: Int) throws -> Int {
        let timetable = "\(job.timetable.text) \(job.timeZone.identifier)"
        return try jobs.knownSince(job.name, timetable: timetable, now: now)
    }

    func lastRuns(of job: String) throws -> [JobRecord] {
        try jobs.runs(of: job, limit: 100).map { row in
            JobRecord(due: row.due, started: row.started, outcome: JobOutcome(rawValue: row.outcome) ?? .failed)
        }
    }
}
