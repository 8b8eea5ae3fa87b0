import Model
import Testing

@testable import Scheduling

@Suite struct SchedulerTests {
    private static func job(_ name: String, _ at: String, catchUp: CatchUp = .once) throws -> JobDefinition {
        JobDefinition(
            name: name, kind: .run, timetable: try Timetable(at), timeZone: Moments.shanghai, catchUp: catchUp)
    }

    private final class History: JobHistory {
        var since: [String: Int] = [:]
        var runs: [String: [JobRecord]] = [:]

        func knownSince(_ job: JobDefinition, now: Int) -> Int {
            if since[job.name] == nil { since[job.name] = now }
            return since[job.name] ?? now
        }

        func lastRuns(of job: String) -> [JobRecord] { runs[job] ?? [] }
    }

    private func decide(
        _ at: String, since: String = "2025-03-01 00:00", runs: [JobRecord] = [], now: String, catchUp: CatchUp = .once
    ) throws -> DueJob? {
        try Scheduler.decide(
            Self.job("job", at, catchUp: catchUp), since: Moments.parse(since), runs: runs, calendar: Calendars.all,
            now: Moments.parse(now))
    }

    private func record(_ due: String?, _ started: String, _ outcome: JobOutcome = .succeeded) -> JobRecord {
        JobRecord(due: due.map { Moments.parse($0) }, started: Moments.parse(started), outcome: outcome)
    }

    @Test func dueFromItsMinuteOn() throws {
        #expect(try decide("30 2 * * *", since: "2025-03-05 02:00", now: "2025-03-05 02:29") == nil)
        let found = try decide("30 2 * * *", since: "2025-03-05 02:00", now: "2025-03-05 02:30")
        #expect(found?.due == Moments.parse("2025-03-05 02:30"))
        #expect(found?.firstDue == found?.due && found?.isRun == true)
    }

    @Test func onceForAllThatPassed() throws {
        let found = try decide(
            "30 2 * * *", runs: [record("2025-03-02 02:30", "2025-03-02 02:30")], now: "2025-03-09 12:00")
        #expect(Moments.text(found?.due) == "2025-03-09 02:30")
        #expect(Moments.text(found?.firstDue) == "2025-03-03 02:30")
        let done = [record("2025-03-09 02:30", "2025-03-09 12:00")]
        #expect(try decide("30 2 * * *", runs: done, now: "2025-03-09 12:00") == nil)
        #expect(try decide("30 2 * * *", runs: done, now: "2025-03-10 02:29") == nil)
    }

    /// Runs that are noted for a time to come say that the clock was set back: jobs do not wait until it is there again.
    @Test func aClockThatWasAhead() throws {
        let ahead = [record("2026-03-09 02:30", "2026-03-09 02:30"), record("2025-03-04 02:30", "2025-03-04 02:30")]
        let found = try decide("30 2 * * *", runs: ahead, now: "2025-03-06 02:30")
        #expect(Moments.text(found?.due) == "2025-03-06 02:30")
        #expect(Moments.text(found?.firstDue) == "2025-03-05 02:30")
        // An hour back: what was done is not done again.
        let done = [record("2025-03-06 02:30", "2025-03-06 02:30")]
        #expect(try decide("30 2 * * *", since: "2025-03-06 01:00", runs: done, now: "2025-03-06 01:31") == nil)
        #expect(try decide("30 2 * * *", since: "2025-03-06 01:00", runs: done, now: "2025-03-06 02:31") == nil)
    }

    /// A year of minutes is one run, and is found without going through them.
    @Test func aYearOfMinutes() throws {
        let found = try decide("* * * * *", since: "2024-03-05 12:00", now: "2025-03-05 12:00")
        #expect(Moments.text(found?.due) == "2025-03-05 12:00")
        #expect(Moments.text(found?.firstDue) == "2024-03-05 12:01")
    }

    @Test func whatFailedWaitsForItsNextTime() throws {
        let runs = [record("2025-03-05 02:30", "2025-03-05 02:30", .failed)]
        #expect(try decide("30 2 * * *", runs: runs, now: "2025-03-05 23:00") == nil)
        #expect(try decide("30 2 * * *", runs: runs, now: "2025-03-06 02:30") != nil)
    }

    @Test func whatWasInterruptedIsBegunAgainThreeTimesInAll() throws {
        var runs: [JobRecord] = []
        for _ in 0..<Scheduler.attempts {
            #expect(try decide("30 2 * * *", since: "2025-03-05 00:00", runs: runs, now: "2025-03-05 03:00") != nil)
            runs.insert(record("2025-03-05 02:30", "2025-03-05 02:30", .interrupted), at: 0)
        }
        #expect(try decide("30 2 * * *", since: "2025-03-05 00:00", runs: runs, now: "2025-03-05 03:00") == nil)
        #expect(try decide("30 2 * * *", since: "2025-03-05 00:00", runs: runs, now: "2025-03-06 03:00") != nil)
    }

    @Test func whatSomebodyAskedForStandsForTheTimesBeforeIt() throws {
        let since = "2025-03-05 00:00"
        func asked(_ outcome: JobOutcome) -> [JobRecord] { [record(nil, "2025-03-05 08:00", outcome)] }
        #expect(try decide("30 2 * * *", since: since, runs: asked(.succeeded), now: "2025-03-05 09:00") == nil)
        #expect(try decide("30 2 * * *", since: since, runs: asked(.failed), now: "2025-03-05 09:00") != nil)
        #expect(try decide("30 2 * * *", since: since, runs: asked(.interrupted), now: "2025-03-05 09:00") != nil)
        #expect(try decide("30 2 * * *", since: since, runs: asked(.succeeded), now: "2025-03-06 02:30") != nil)
    }

    @Test func skippedWhereNothingIsMadeUpFor() throws {
        let late = try decide("30 2 * * *", now: "2025-03-05 03:31", catchUp: .skip)
        #expect(late?.isRun == false)
        #expect(try decide("30 2 * * *", now: "2025-03-05 03:30", catchUp: .skip)?.isRun == true)
        #expect(try decide("30 2 * * *", now: "2025-03-05 23:00", catchUp: .once)?.isRun == true)
        #expect(
            try decide(
                "30 2 * * *", runs: [record("2025-03-05 02:30", "2025-03-05 03:31", .skipped)],
                now: "2025-03-05 04:00", catchUp: .skip) == nil)
    }

    @Test func aJobIsNotDueForTheTimeBeforeItWasKnown() throws {
        let history = History()
        var now = Moments.parse("2025-03-05 12:00")
        let scheduler = Scheduler(
            jobs: [try Self.job("nightly", "30 2 * * *")], calendar: Calendars.all, history: history, clock: { now })
        #expect(try scheduler.due().due == [])
        now = Moments.parse("2025-03-06 12:00")
        #expect(try scheduler.due().due.map(\.due) == [Moments.parse("2025-03-06 02:30")])
    }

    @Test func inOrderOfTimeAndName() throws {
        let history = History()
        history.since = ["a": 0, "b": 0, "c": 0]
        let scheduler = Scheduler(
            jobs: [
                try Self.job("c", "0 1 * * *"), try Self.job("b", "0 2 * * *"), try Self.job("a", "0 2 * * *"),
            ], calendar: Calendars.all, history: history, clock: { Moments.parse("2025-03-05 12:00") })
        #expect(try scheduler.due().due.map(\.job.name) == ["c", "a", "b"])
    }

    /// The job that needs the year is undecided; the others go on.
    @Test func aMissingYearConcernsItsJobOnly() throws {
        let history = History()
        history.since = ["monthly": Moments.parse("2026-12-28 00:00"), "nightly": Moments.parse("2026-12-28 00:00")]
        let jobs = [
            try Self.job("monthly", "3rd working day of the month, 09:00"), try Self.job("nightly", "30 2 * * *"),
        ]
        var now = Moments.parse("2026-12-31 12:00")
        let scheduler = Scheduler(jobs: jobs, calendar: Calendars.all, history: history, clock: { now })
        #expect(try scheduler.due().undecided == [])
        now = Moments.parse("2027-01-05 12:00")
        let (due, undecided) = try scheduler.due()
        #expect(due.map(\.job.name) == ["nightly"])
        #expect(undecided.map(\.name) == ["monthly"])
        #expect(undecided.map(\.missing.year) == [2027])
    }
}
