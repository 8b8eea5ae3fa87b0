import Foundation
import Testing

/// `guiji schedule`: what is due, what happened, and what comes.
@Suite struct ScheduleCommandTests {
    private static func instance(_ schedule: String? = nil) throws -> CommandFolder {
        let made = try CommandFolder.withInstance()
        if let schedule {
            let text = try made.folder.read("demo/pipeline.yml")
            let start = try #require(text.range(of: "schedule:\n"))
            try made.folder.write(text[..<start.upperBound] + schedule, to: "demo/pipeline.yml")
        }
        return made
    }

    private func objects(_ answer: Guiji.Answer) throws -> [[String: Any]] {
        try JSONSerialization.jsonObject(with: answer.output) as? [[String: Any]] ?? []
    }

    /// National Day 2025: 1–8 October off, the 11th a worked Saturday and the third working day.
    @Test func theNextTimes() throws {
        let made = try Self.instance(
            "  monthly: { at: \"每月第3个工作日 09:00\", job: report }\n  yearly: { at: \"@yearly\", job: run }\n")
        let answer = try made.guiji("schedule", "next", "-n", "5", "--from", "2025-09-30T12:00", "-C", "demo")
        #expect(answer.status == 0, "\(answer)")
        #expect(
            answer.text.split(separator: "\n").map { $0.prefix(16) } == [
                "2025-10-11 09:00", "2025-11-05 09:00", "2025-12-03 09:00", "2026-01-01 00:00", "2026-01-06 09:00",
            ])
        let json = try objects(
            made.guiji("schedule", "next", "-n", "1", "--from", "2025-09-30T12:00", "--json", "-C", "demo"))
        #expect(json.first?["due"] as? String == "2025-10-11T09:00:00+08:00")
        #expect(json.first?["name"] as? String == "monthly")
        #expect(!made.folder.has("demo/ledger.sqlite"), "looking makes nothing")
    }

    /// Where the calendar ends, the job that needs it stops and says which file is missing; the others go on.
    @Test func theEndOfTheCalendar() throws {
        let made = try Self.instance(
            "  monthly: { at: \"每月第3个工作日 09:00\", job: report }\n  yearly: { at: \"@yearly\", job: run }\n")
        try FileManager.default.removeItem(atPath: "\(made.folder.path)/demo/Mappings/calendar/2026.yml")
        let answer = try made.guiji("schedule", "next", "-n", "3", "--from", "2025-12-01T12:00", "-C", "demo")
        #expect(answer.status == 0)
        #expect(
            answer.text.split(separator: "\n").map { $0.prefix(10) } == ["2025-12-03", "2026-01-01", "2027-01-01"])
        #expect(answer.error.contains("Mappings/calendar/2026.yml"))
    }

    @Test func theDefaultScheduleOfANewInstance() throws {
        let made = try Self.instance()
        let answer = try made.guiji("schedule", "-C", "demo")
        #expect(answer.status == 0, "\(answer)")
        for word in [
            "nightly-run", "30 2 * * *", "monthly-report", "每月第3个工作日 09:00", "Asia/Shanghai", "retry-unattributed",
        ] {
            #expect(answer.text.contains(word), "\(word)")
        }
        #expect(!made.folder.has("demo/ledger.sqlite"), "looking makes nothing")
        #expect(try made.guiji("schedule", "history", "-C", "demo").text.contains("Nothing has been run"))
    }

    /// From the first look to the month's report: due once, made up for once, told in the history.
    @Test func fromTheInboxToTheReport() throws {
        let made = try Self.instance(
            "  monthly: { at: \"3rd working day of the month, 09:00\", job: report }\n  nightly: { at: \"30 2 * * *\", job: run }\n"
        )
        func tick(_ time: String) throws -> Guiji.Answer {
            try made.guiji("schedule", "tick", "--as-of", time, "-C", "demo")
        }
        #expect(try tick("2025-03-31T12:00").text.contains("Nothing is due"))
        try made.deliver("market-supervision/2025-03-03-registration.csv")
        // Three nights and the third working day passed while the machine was off.
        let answer = try tick("2025-04-03T09:30")
        #expect(answer.status == 0, "\(answer)")
        let lines = answer.text.split(separator: "\n")
        #expect(lines.count == 2)
        #expect(lines.first?.contains("nightly（run）完成 succeeded，应于 due 2025-04-03 02:30") == true, "\(answer)")
        #expect(lines.last?.contains("monthly（report）完成 succeeded，应于 due 2025-04-03 09:00") == true, "\(answer)")
        #expect(made.folder.names("demo/inbox/market-supervision") == [])
        #expect(made.folder.has("demo/reports/quality-2025-03.html"))
        #expect(made.folder.has("demo/reports/monthly-2025-03.csv"))
        #expect(try tick("2025-04-03T09:31").text.contains("Nothing is due"))

        let list = try objects(made.guiji("schedule", "list", "--json", "-C", "demo"))
        #expect(list.map { $0["name"] as? String } == ["monthly", "nightly"])
        let last = list.last?["last"] as? [String: Any]
        #expect(last?["outcome"] as? String == "succeeded")
        #expect(last?["due"] as? String == "2025-04-03T02:30:00+08:00")
        let history = try objects(made.guiji("schedule", "history", "--json", "-C", "demo"))
        #expect(history.map { $0["name"] as? String } == ["monthly", "nightly"])
        #expect(try made.guiji("schedule", "history", "nightly", "-C", "demo").text.contains("补做 2025-04-01 02:30"))
    }

    @Test func runByName() throws {
        let made = try Self.instance()
        let done = try made.guiji("schedule", "run", "nightly-run", "-C", "demo")
        #expect(done.status == 0, "\(done)")
        #expect(done.text.contains("完成 succeeded"))
        let unknown = try made.guiji("schedule", "run", "nightly", "-C", "demo")
        #expect(unknown.status == 1)
        #expect(unknown.error.contains("nightly-run"))
    }

    @Test func aFailureIsExitStatusOne() throws {
        let made = try Self.instance()
        _ = try made.folder.write("", to: "demo/reports/quality-2025-02.html/in-the-way")
        let failed = try made.guiji("schedule", "run", "monthly-report", "--as-of", "2025-03-05T09:00", "-C", "demo")
        #expect(failed.status == 1, "\(failed)")
        #expect(failed.text.contains("失败 failed"))
        #expect(try made.guiji("schedule", "history", "-C", "demo").text.contains("失败 failed"))
    }

    /// While another process holds the jobs' lock, a job by name is refused and a tick waits.
    @Test func twoNeverOverlap() throws {
        let made = try Self.instance()
        #expect(try made.guiji("schedule", "tick", "--as-of", "2025-03-05T01:00", "-C", "demo").status == 0)
        let descriptor = open("\(made.folder.path)/demo/ledger.sqlite.jobs.lock", O_RDWR)
        defer { close(descriptor) }
        #expect(flock(descriptor, LOCK_EX | LOCK_NB) == 0)
        let refused = try made.guiji("schedule", "run", "nightly-run", "-C", "demo")
        #expect(refused.status == 1)
        #expect(refused.error.contains("jobs never overlap"))
        let tick = try made.guiji("schedule", "tick", "--as-of", "2025-03-05T03:00", "-C", "demo")
        #expect(tick.status == 0)
        #expect(tick.text.contains("Nothing was started"))
    }

    @Test func aMistakeIsToldWithItsPlace() throws {
        let made = try Self.instance("  nightly: { at: \"30 2 * * mno\", job: run }\n")
        let answer = try made.guiji("schedule", "list", "-C", "demo")
        #expect(answer.status == 1)
        #expect(answer.error.contains("pipeline.yml:18: schedule.nightly.at"), "\(answer)")
        #expect(answer.error.contains("did you mean mon?"))
    }
}
