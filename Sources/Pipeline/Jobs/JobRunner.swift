import Bytes
import Extraction
import Foundation
package import GuijiConfiguration
package import Ledger
import Model
import Reporting
package import Scheduling

/// Runs the jobs of `schedule:`, one at a time, and notes in the ledger what became of each.
package struct JobRunner {
    private let configuration: Configuration
    private let asOf: Int?
    private let clock: () -> Int
    private let takeIn: (Instance, RunOptions) throws -> RunSummary

    /// - Parameters:
    ///   - asOf: time of receipt and "now" for the jobs, seconds since 1970; nil is the clock's.
    ///   - clock: what time it is, seconds since 1970.
    ///   - takeIn: what a job that takes in what waits does.
    package init(
        _ configuration: Configuration, asOf: Int? = nil,
        clock: @escaping () -> Int = { Int(Date().timeIntervalSince1970) },
        takeIn: @escaping (Instance, RunOptions) throws -> RunSummary = { try Run(instance: $0, options: $1)() }
    ) {
        self.configuration = configuration
        self.asOf = asOf
        self.clock = clock
        self.takeIn = takeIn
    }

    /// What one look at the clock came to.
    package struct Tick: Sendable, Equatable {
        /// The jobs that were run or skipped, in order.
        package var done: [JobRunRow] = []
        /// Runs that a process had left unfinished.
        package var interrupted: [JobRunRow] = []
        package var undecided: [UndecidedJob] = []
        /// Who keeps jobs from starting, in Chinese and English; the next look tries again.
        package var held: String?
    }

    private var now: Int { asOf ?? clock() }
    private var ledgerPath: String { configuration.settings.paths.ledger }

    /// Runs what is due, once each. A job that fails does not keep the others from running.
    package func tick() throws -> Tick {
        var tick = Tick()
        guard let lock = try JobLock.take(besides: ledgerPath) else {
            tick.held = "任务 \(JobLock.holder(besides: ledgerPath)) 正在运行 is running"
            return tick
        }
        defer { lock.release() }
        guard try !Instance.isInUse(configuration.settings) else {
            tick.held = "另一个 guiji 正在使用该实例 another guiji is using the instance"
            return tick
        }
        let instance = try Instance(configuration)
        let jobs = LedgerJobs(instance.ledger)
        tick.interrupted = try closeInterrupted(jobs)
        let scheduler = Scheduler(
            jobs: configuration.settings.schedule, calendar: configuration.catalogue.calendar,
            history: LedgerJobHistory(jobs: jobs), clock: { now })
        let due = try scheduler.due()
        tick.undecided = due.undecided
        for due in due.due {
            if due.isRun {
                tick.done.append(try perform(due.job, due, instance, jobs, lock))
            } else {
                tick.done.append(try skip(due, jobs))
            }
        }
        return tick
    }

    /// Runs one job now, due or not.
    package func run(_ name: String) throws -> JobRunRow {
        guard let job = configuration.settings.schedule.first(where: { $0.name == name }) else {
            let known = configuration.settings.schedule.map(\.name)
            throw SystemError(
                chinese: "schedule 中没有任务“\(name)”；有：\(known.joined(separator: "、"))",
                english: "There is no job “\(name)” in the schedule; there are: \(known.joined(separator: ", "))")
        }
        guard let lock = try JobLock.take(besides: ledgerPath) else {
            let holder = JobLock.holder(besides: ledgerPath)
            throw SystemError(
                chinese: "任务 \(holder) 正在运行；任务不重叠，请等待其结束。",
                english: "The job \(holder) is running; jobs never overlap: wait until it has ended.")
        }
        defer { lock.release() }
        let instance = try Instance(configuration)
        let jobs = LedgerJobs(instance.ledger)
        _ = try closeInterrupted(jobs)
        return try perform(job, nil, instance, jobs, lock)
    }

    private func closeInterrupted(_ jobs: LedgerJobs) throws -> [JobRunRow] {
        try jobs.closeRunning(
            at: now, outcome: JobOutcome.interrupted.rawValue, detail: "进程中途结束 the process ended before the job did")
    }

    private func perform(
        _ job: JobDefinition, _ due: DueJob?, _ instance: Instance, _ jobs: LedgerJobs, _ lock: JobLock
    ) throws -> JobRunRow {
        var row = try jobs.begin(
            JobRunRow(
                name: job.name, job: job.kind.rawValue, due: due?.due, started: now,
                outcome: JobOutcome.running.rawValue))
        lock.note(job.name)
        let words: String
        do {
            words = try instance.perform(job, due: due?.due ?? row.started, asOf: asOf, run: takeIn)
            row.outcome = JobOutcome.succeeded.rawValue
        } catch {
            words = Self.words(error)
            row.outcome = JobOutcome.failed.rawValue
        }
        row.detail = [due.flatMap { late($0, at: row.started) }, words].compactMap(\.self).joined(separator: "；")
        row.finished = now
        try jobs.finish(row)
        return row
    }

    private func skip(_ due: DueJob, _ jobs: LedgerJobs) throws -> JobRunRow {
        try jobs.begin(
            JobRunRow(
                name: due.job.name, job: due.job.kind.rawValue, due: due.due, started: now, finished: now,
                outcome: JobOutcome.skipped.rawValue, detail: late(due, at: now) ?? ""))
    }

    /// What passed before it was noticed; nil where the job is on time.
    private func late(_ due: DueJob, at now: Int) -> String? {
        let isTogether = due.firstDue < due.due && due.job.catchUp == .once
        guard isTogether || now - due.due > Scheduler.tolerance else { return nil }
        let since = ReportClock(due.job.timeZone).text(due.firstDue)
        return due.isRun ? "补做 \(since) 以来错过的，一次 missed since, made up for once" : "错过 missed since \(since)"
    }

    /// An error as a line of the history, without numbers of persons.
    private static func words(_ error: any Error) -> String {
        let text =
            switch error {
            case let refused as RefusedFile: "\(refused.chinese) / \(refused.english)"
            case let missing as MissingCalendarYear:
                "日历缺少 \(missing.year) 年 the calendar lacks the year: Mappings/calendar/\(missing.year).yml"
            default: "\(error)"
            }
        return PersonalNumbers.hidden(in: text.replacing("\n", with: " / "))
    }
}
