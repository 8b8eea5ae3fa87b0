import Foundation
import GuijiConfiguration
import Ledger
import Model
import Pipeline
import Reporting
import Scheduling
import Testing

/// Jobs that are due happen once, never two at a time, and each run has a history.
@Suite struct JobRunnerTests {
    /// An instance with a schedule, and a clock that the test sets.
    private final class Service {
        let test: TestInstance
        var now = 0

        init(
            _ jobs: [(name: String, at: String, kind: JobKind)], catchUp: CatchUp = .once,
            arguments: Set<String> = []
        ) throws {
            let shanghai = TimeZone(identifier: "Asia/Shanghai") ?? .gmt
            let definitions = try jobs.map {
                JobDefinition(
                    name: $0.name, kind: $0.kind, timetable: try Timetable($0.at), timeZone: shanghai, catchUp: catchUp,
                    arguments: arguments)
            }
            test = try TestInstance { $0.settings.schedule = definitions }
        }

        /// `2025-03-05 09:30` in Shanghai, which has had no summer time since 1991.
        static func seconds(_ text: String) -> Int {
            let parts = text.split(separator: " ")
            let clock = parts[1].split(separator: ":").compactMap { Int($0) }
            return (CivilDate.parse(String(parts[0])) ?? 0) * 86_400 + clock[0] * 3600 + clock[1] * 60 - 8 * 3600
        }

        private var runner: JobRunner { JobRunner(test.configuration, clock: { [unowned self] in now }) }

        @discardableResult func tick(_ time: String) throws -> JobRunner.Tick {
            now = Self.seconds(time)
            return try runner.tick()
        }

        func run(_ name: String, at time: String) throws -> JobRunRow {
            now = Self.seconds(time)
            return try runner.run(name)
        }

        func history() throws -> [JobRunRow] { try LedgerJobs(LedgerStore(path: ledger)).runs(limit: 100) }

        var ledger: String { test.configuration.settings.paths.ledger }
    }

    /// First seen by a clock that was a year ahead, a job is not left alone for a year.
    @Test func aClockThatWasAheadIsForgotten() throws {
        let service = try Service([("nightly", "30 2 * * *", .run)])
        #expect(try service.tick("2026-03-05 01:00").done == [])
        #expect(try service.tick("2025-03-05 01:00").done == [])
        #expect(try service.tick("2025-03-05 02:31").done.map(\.outcome) == ["succeeded"])
        #expect(try service.tick("2025-03-05 02:32").done == [])
    }

    @Test func whatIsDueRunsOnceAndIsNoted() throws {
        let service = try Service([("nightly", "30 2 * * *", .run)])
        #expect(try service.tick("2025-03-05 01:00").done == [])
        #expect(try service.tick("2025-03-05 02:29").done == [])
        let done = try service.tick("2025-03-05 02:31").done
        #expect(done.map(\.outcome) == ["succeeded"])
        #expect(done.first?.due == Service.seconds("2025-03-05 02:30"))
        #expect(done.first?.started == Service.seconds("2025-03-05 02:31"))
        #expect(done.first?.finished == done.first?.started)
        #expect(done.first?.detail.hasPrefix("0 个文件 files") == true)
        #expect(try service.tick("2025-03-05 02:31").done == [])
        #expect(try service.tick("2025-03-06 02:29").done == [])
        #expect(try service.history() == done)
    }

    /// A week off: one run, for the last of the times that passed, and it says so.
    @Test func whatWasMissedHappensOnce() throws {
        let service = try Service([("nightly", "30 2 * * *", .run)])
        try service.tick("2025-03-05 01:00")
        let done = try service.tick("2025-03-12 09:00").done
        #expect(done.map(\.due) == [Service.seconds("2025-03-12 02:30")])
        #expect(done.first?.outcome == "succeeded")
        #expect(done.first?.detail.contains("补做 2025-03-05 02:30 以来错过的") == true)
        #expect(try service.tick("2025-03-12 09:01").done == [])
        #expect(try service.history().count == 1)
    }

    @Test func whatIsNotMadeUpForIsNotedAsSkipped() throws {
        let service = try Service([("nightly", "30 2 * * *", .run)], catchUp: .skip)
        try service.tick("2025-03-05 01:00")
        let done = try service.tick("2025-03-12 09:00").done
        #expect(done.map(\.outcome) == ["skipped"])
        #expect(try service.tick("2025-03-12 09:01").done == [])
        #expect(try service.tick("2025-03-13 02:31").done.map(\.outcome) == ["succeeded"])
    }

    @Test func runTakesTheInbox() throws {
        let service = try Service([("nightly", "30 2 * * *", .run)])
        let row = Registration(code: Fictions.creditCode(7), name: "示例市晨曦文化有限公司")
        try service.tick("2025-03-05 01:00")
        try service.test.folder.write(
            Fictions.register([row]), to: "inbox/market-supervision/2025-03-04-registration.csv")
        let done = try service.tick("2025-03-05 02:30").done
        #expect(done.first?.detail.hasPrefix("1 个文件 files，收到 received 1，退回 rejected 0") == true, "\(done)")
        #expect(try service.test.open().ledger.strings("SELECT code FROM subject") == [row.code])
    }

    /// The report is that of the month before the day it was due, not before the day it was made.
    @Test func theReportIsThatOfTheMonthBefore() throws {
        let service = try Service([("monthly", "每月第3个工作日 09:00", .report)])
        try service.tick("2025-02-20 01:00")
        #expect(try service.tick("2025-03-05 08:59").done == [])
        let done = try service.tick("2025-04-01 08:00").done
        #expect(done.map(\.due) == [Service.seconds("2025-03-05 09:00")])
        #expect(done.map(\.outcome) == ["succeeded"], "\(done)")
        let names = try FileManager.default.contentsOfDirectory(
            atPath: service.test.configuration.settings.paths.reports)
        #expect(
            names.sorted() == [
                "bulletin-2025-02.docx", "bulletin-2025-02.html", "monthly-2025-02.csv", "monthly-2025-02.html",
                "monthly-2025-02.json", "monthly-2025-02.xlsx", "quality-2025-02.html",
            ])
    }

    /// Off from March to June: the months that nobody published are all published, oldest first, by the one run that makes up for the times missed.
    @Test func noMonthThatIsToBePublishedIsPassedOver() throws {
        let service = try Service([("monthly", "0 9 3 * *", .report)], arguments: ["freeze"])
        try service.tick("2025-02-20 01:00")
        func published() throws -> [String] {
            try FrozenMonths(Instance(service.test.configuration)).months().map(\.text)
        }
        #expect(try service.tick("2025-03-03 09:01").done.map(\.outcome) == ["succeeded"])
        #expect(try published() == ["2025-02"], "nothing before the first one")
        let done = try service.tick("2025-06-10 08:00").done
        #expect(done.map(\.outcome) == ["succeeded"], "\(done)")
        #expect(try published() == ["2025-02", "2025-03", "2025-04", "2025-05"])
        let detail = done.first?.detail ?? ""
        let places = ["2025-03：", "2025-04：", "2025-05："].compactMap { detail.range(of: $0)?.lowerBound }
        #expect(places.count == 3 && places == places.sorted())
        #expect(try service.run("monthly", at: "2025-06-10 09:00").outcome == "succeeded")
        #expect(try published().count == 4)
    }

    /// A failure is told with its reason and does not keep other jobs from running; it is not tried again before its next time.
    @Test func aFailureIsNotedAndTheOthersRun() throws {
        let service = try Service([("a-report", "0 2 * * *", .report), ("b-run", "0 2 * * *", .run)])
        try service.tick("2025-03-05 01:00")
        // A file stands where the reports' folder should be.
        let reports = service.test.configuration.settings.paths.reports
        try FileManager.default.removeItem(atPath: reports)
        try Data().write(to: URL(filePath: reports))
        #expect(throws: (any Error).self) { try service.tick("2025-03-05 02:00") }
        try FileManager.default.removeItem(atPath: reports)
        try FileManager.default.createDirectory(
            atPath: "\(reports)/quality-2025-02.html", withIntermediateDirectories: true)
        let done = try service.tick("2025-03-05 02:01").done
        #expect(done.map(\.name) == ["a-report", "b-run"])
        #expect(done.map(\.outcome) == ["failed", "succeeded"])
        #expect(done.first?.detail.isEmpty == false)
        #expect(try service.tick("2025-03-05 03:00").done == [])
        #expect(try service.run("a-report", at: "2025-03-05 04:00").outcome == "failed")
    }

    @Test func twoNeverOverlap() throws {
        let service = try Service([("nightly", "30 2 * * *", .run)])
        try service.tick("2025-03-05 01:00")
        // Another process's lock: a file description of its own, as flock has it.
        let path = service.ledger + ".jobs.lock"
        let descriptor = open(path, O_RDWR)
        #expect(flock(descriptor, LOCK_EX | LOCK_NB) == 0)
        #expect(try service.tick("2025-03-05 02:31").held != nil)
        let refused = #expect(throws: SystemError.self) { try service.run("nightly", at: "2025-03-05 02:32") }
        #expect(refused?.chinese.contains("不重叠") == true)
        #expect(try service.history() == [])
        close(descriptor)
        #expect(try service.tick("2025-03-05 02:33").done.map(\.outcome) == ["succeeded"], "it was not lost")
    }

    /// While `guiji run` has the stores in hand nothing is started, and nothing is lost.
    @Test func aRunInHandIsWaitedFor() throws {
        let service = try Service([("nightly", "30 2 * * *", .run)])
        try service.tick("2025-03-05 01:00")
        let path = service.ledger + ".lock"
        let descriptor = open(path, O_RDWR | O_CREAT, 0o640)
        #expect(flock(descriptor, LOCK_EX | LOCK_NB) == 0)
        #expect(try service.tick("2025-03-05 02:31").held != nil)
        close(descriptor)
        #expect(try service.tick("2025-03-05 02:33").done.map(\.outcome) == ["succeeded"])
    }

    /// A process that ended in the middle: its run is closed, and the time is begun again.
    @Test func anInterruptedRunIsClosedAndBegunAgain() throws {
        let service = try Service([("nightly", "30 2 * * *", .run)])
        try service.tick("2025-03-05 01:00")
        let due = Service.seconds("2025-03-05 02:30")
        _ = try LedgerJobs(LedgerStore(path: service.ledger)).begin(
            JobRunRow(name: "nightly", job: "run", due: due, started: due, outcome: "running"))
        let tick = try service.tick("2025-03-05 02:40")
        #expect(tick.interrupted.map(\.due) == [due])
        #expect(tick.done.map(\.outcome) == ["succeeded"])
        #expect(tick.done.map(\.due) == [due])
        #expect(try service.history().map(\.outcome) == ["succeeded", "interrupted"])
        #expect(try service.history().allSatisfy { $0.finished == Service.seconds("2025-03-05 02:40") })
        #expect(try service.tick("2025-03-05 02:41").done == [])
    }

    @Test func askedForByName() throws {
        let service = try Service([("nightly", "30 2 * * *", .run)])
        let row = try service.run("nightly", at: "2025-03-05 08:00")
        #expect(row.due == nil)
        #expect(row.outcome == "succeeded")
        #expect(try service.history() == [row])
        let error = #expect(throws: SystemError.self) { try service.run("nightli", at: "2025-03-05 08:00") }
        #expect(error?.english.contains("nightly") == true)
    }

    /// A changed timetable counts from the moment it is seen: no times of the past are made up for.
    @Test func aChangedTimetableCountsFromNow() throws {
        let service = try Service([("job", "30 2 1 * *", .run)])
        try service.tick("2025-03-05 01:00")
        let hourly = try Service([("job", "@hourly", .run)])
        var configuration = service.test.configuration
        configuration.settings.schedule = hourly.test.configuration.settings.schedule
        func tick(_ time: String) throws -> [JobRunRow] {
            try JobRunner(configuration, clock: { Service.seconds(time) }).tick().done
        }
        #expect(try tick("2025-03-07 12:30") == [])
        #expect(try tick("2025-03-07 13:00").map(\.due) == [Service.seconds("2025-03-07 13:00")])
    }

    @Test func aMissingYearIsToldAndTheOthersRun() throws {
        let service = try Service([
            ("monthly", "3rd working day of the month, 09:00", .report), ("nightly", "@daily", .run),
        ])
        let last = service.test.configuration.catalogue.calendar.knownYears.last ?? 0
        try service.tick("\(last)-12-29 01:00")
        #expect(try service.tick("\(last)-12-30 01:00").undecided == [])
        let tick = try service.tick("\(last + 1)-01-04 10:00")
        #expect(tick.undecided.map(\.missing) == [MissingCalendarYear(year: last + 1)])
        #expect(tick.done.map(\.name) == ["nightly"])
    }
}
