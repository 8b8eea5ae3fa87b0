import ArgumentParser
import Foundation
import GuijiConfiguration
import Ledger
import Model
import Pipeline
import Reporting
import Scheduling
import Service

struct ScheduleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schedule",
        abstract: "定时任务：有哪些、何时、结果如何。 Scheduled jobs: which, when, and how they went.",
        discussion: """
              guiji schedule list                    任务、上次与下次 jobs, last and next
              guiji schedule next -n 5               接下来的五次 the next five times
              guiji schedule run monthly-report      现在就做 do it now
              guiji schedule tick                    做到期的，供 systemd 定时器等调用 what is due, for a timer
              guiji schedule history nightly-run     历次结果 how its runs went

            任务写在 pipeline.yml 的 schedule 中；退出码 1：有任务失败。
            Jobs stand under schedule in pipeline.yml; exit status 1: a job failed.
            """,
        subcommands: [
            ScheduleList.self, ScheduleNext.self, ScheduleRun.self, ScheduleTick.self, ScheduleHistory.self,
        ], defaultSubcommand: ScheduleList.self)
}

struct ScheduleList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "各任务、上次结果与下次时间。 The jobs, how they last went and when they come next.",
        discussion: "  guiji schedule list --json    供程序使用 for programs")

    @OptionGroup var options: InstanceOptions
    @Flag(help: "输出 JSON 数组 print a JSON array") var json = false

    func run() throws {
        let configuration = try options.configuration()
        let history = try ScheduleHistory.open(configuration)
        let now = Int(Date().timeIntervalSince1970)
        var rows = [
            ["任务 name", "作业 job", "何时 at", "时区 time zone", "上次 last", "结果 outcome", "下次 next"]
        ]
        var objects: [[String: Any]] = []
        for job in configuration.settings.schedule {
            let clock = ReportClock(job.timeZone)
            let last = try history?.runs(of: job.name, limit: 1).first
            let next = Result { () throws(MissingCalendarYear) in
                try job.timetable.next(
                    after: now, in: job.timeZone, calendar: configuration.catalogue.calendar)
            }
            var object: [String: Any] = [
                "name": job.name, "job": job.kind.rawValue, "at": job.timetable.text,
                "time_zone": job.timeZone.identifier, "catch_up": job.catchUp.rawValue,
                "with": job.arguments.sorted(),
            ]
            var comes = "—"
            switch next {
            case .success(let moment?):
                object["next"] = clock.iso(moment)
                comes = clock.text(moment)
            case .success(nil): break
            case .failure(let missing):
                object["missing_calendar_year"] = missing.year
                comes = "日历缺少 \(missing.year) 年 add Mappings/calendar/\(missing.year).yml"
            }
            if let last { object["last"] = ScheduleText.object(last, clock) }
            objects.append(object)
            rows.append([
                job.name, job.kind.rawValue, job.timetable.text, job.timeZone.identifier,
                last.map { clock.text($0.started) } ?? "—", last.map { ScheduleText.outcome($0) } ?? "—", comes,
            ])
        }
        if json { return print(try ScheduleText.json(objects)) }
        print(rows.count > 1 ? TextTable.text(rows) : "pipeline.yml 中没有任务（schedule）。 There are no jobs.")
    }
}

struct ScheduleNext: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "next",
        abstract: "所有任务接下来的时间。 The next times of all jobs, in order.",
        discussion: """
              guiji schedule next -n 5
              guiji schedule next -n 12 --from 2025-09-30T00:00    从某时算起 from a time on
            """)

    @OptionGroup var options: InstanceOptions
    @Option(name: [.customShort("n"), .long], help: "几次 how many, 1…1000") var number = 5
    @Option(help: "从此时算起：YYYY-MM-DDTHH:MM（实例时区） from this time on") var from: String?
    @Flag(help: "输出 JSON 数组 print a JSON array") var json = false

    func validate() throws {
        guard (1...1000).contains(number) else { throw ValidationError("-n 应为 1 至 1000 / expected 1 to 1000") }
    }

    func run() throws {
        let configuration = try options.configuration()
        let start = try from.map { try Moment.parse($0, configuration.settings) } ?? Int(Date().timeIntervalSince1970)
        let (times, undecided) = Scheduler.upcoming(
            configuration.settings.schedule, after: start, count: number, calendar: configuration.catalogue.calendar)
        for job in undecided {
            FileHandle.standardError.write(Data("guiji: \(ScheduleText.missing(job))\n".utf8))
        }
        if json {
            print(
                try ScheduleText.json(
                    times.map { job, moment in
                        [
                            "name": job.name, "job": job.kind.rawValue, "due": ReportClock(job.timeZone).iso(moment),
                        ]
                    }))
        } else {
            print(
                TextTable.text(
                    times.map { job, moment in
                        [
                            ReportClock(job.timeZone).text(moment), job.timeZone.identifier, job.name,
                            job.kind.rawValue,
                        ]
                    }))
        }
    }
}

struct ScheduleRun: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "现在就做一个任务，结果记入历史。 Run one job now; its history says how it went.",
        discussion: "  guiji schedule run monthly-report    退出码 1：失败 exit status 1: it failed")

    @OptionGroup var options: InstanceOptions
    @Argument(help: "任务名称 the job's name") var name: String
    @OptionGroup var time: ScheduleTime

    func run() throws {
        let configuration = try options.configuration()
        let done = try JobRunner(configuration, asOf: time.parsed(configuration), takeIn: RunByHand.run).run(name)
        print(ScheduleText.line(done, configuration))
        if done.outcome == JobOutcome.failed.rawValue { throw ExitCode(1) }
    }
}

struct ScheduleTick: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tick",
        abstract: "做此刻到期的任务，各一次。 Run what is due now, once each.",
        discussion: """
              guiji schedule tick    每分钟或每五分钟调用一次 to be called every minute or every five

            停机时错过的补做一次；已有任务在运行时什么也不做，下次再看。
            What was missed is made up for once; while a job is running nothing is started.
            """)

    @OptionGroup var options: InstanceOptions
    @OptionGroup var time: ScheduleTime

    func run() throws {
        let configuration = try options.configuration()
        let tick = try JobRunner(configuration, asOf: time.parsed(configuration), takeIn: RunByHand.run).tick()
        if let held = tick.held { return print("\(held)；下次再看。 Nothing was started.") }
        for row in tick.interrupted {
            print("\(row.name)：上次中途停下 was interrupted")
        }
        for row in tick.done { print(ScheduleText.line(row, configuration)) }
        for job in tick.undecided { FileHandle.standardError.write(Data("guiji: \(ScheduleText.missing(job))\n".utf8)) }
        if tick.done.isEmpty, tick.undecided.isEmpty { print("此刻没有到期的任务。 Nothing is due.") }
        if !tick.undecided.isEmpty || tick.done.contains(where: { $0.outcome == JobOutcome.failed.rawValue }) {
            throw ExitCode(1)
        }
    }
}

struct ScheduleHistory: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "历次运行与结果，新的在前。 The runs and how they went, newest first.",
        discussion: "  guiji schedule history nightly-run -n 10")

    @OptionGroup var options: InstanceOptions
    @Argument(help: "任务名称；不给则全部 the job's name; none for all") var name: String?
    @Option(name: [.customShort("n"), .long], help: "几次 how many") var number = 20
    @Flag(help: "输出 JSON 数组 print a JSON array") var json = false

    func validate() throws {
        guard (1...100_000).contains(number) else { throw ValidationError("-n 应为 1 至 100000 / expected 1 to 100000") }
    }

    func run() throws {
        let configuration = try options.configuration()
        let runs = try Self.open(configuration)?.runs(of: name, limit: number) ?? []
        if json {
            return print(
                try ScheduleText.json(runs.map { ScheduleText.object($0, ScheduleText.clock($0, configuration)) }))
        }
        guard !runs.isEmpty else { return print("还没有运行过。 Nothing has been run yet.") }
        print(
            TextTable.text(
                [["任务 name", "应于 due", "开始 started", "结束 finished", "结果 outcome", "说明 detail"]]
                    + runs.map { row in
                        let clock = ScheduleText.clock(row, configuration)
                        return [
                            row.name, row.due.map { clock.text($0) } ?? "手动 by hand", clock.text(row.started),
                            row.finished.map { clock.text($0) } ?? "—", ScheduleText.outcome(row), row.detail,
                        ]
                    }))
    }

    /// The history of an instance; nil where there is no ledger yet, which looking on does not make.
    static func open(_ configuration: Configuration) throws -> LedgerJobs? {
        let path = configuration.settings.paths.ledger
        return FileManager.default.fileExists(atPath: path) ? LedgerJobs(try LedgerStore(path: path)) : nil
    }
}

/// The time that a job takes for now.
struct ScheduleTime: ParsableArguments {
    @Option(name: .customLong("as-of"), help: "以此为“此刻”：YYYY-MM-DDTHH:MM taken for now")
    var asOf: String?

    func parsed(_ configuration: Configuration) throws -> Int? {
        try asOf.map { try Moment.parse($0, configuration.settings) }
    }
}
