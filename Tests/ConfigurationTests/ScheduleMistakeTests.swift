import Foundation
import Scheduling
import Testing

@testable import GuijiConfiguration

@Suite struct ScheduleMistakeTests {
    private static let good = """
        schedule:
          monthly-report: { at: "3rd working day of the month, 09:00", job: report, time_zone: Europe/London, with: { freeze: true } }
          nightly-run:
            at: 30 2 * * mon-fri
            job: run
            catch_up: skip

        """

    private func instance(_ change: (inout String) -> Void = { _ in }) -> InstanceFolder {
        var text = Self.good
        change(&text)
        var instance = InstanceFolder()
        // The schedule begins on line 1.
        instance["pipeline.yml"] = text + (instance["pipeline.yml"] ?? "")
        return instance
    }

    @Test func readsTheSchedule() throws {
        let jobs = try instance().load().settings.schedule
        #expect(jobs.map(\.name) == ["monthly-report", "nightly-run"])
        #expect(jobs.map(\.kind) == [.report, .run])
        #expect(jobs.map(\.timetable.text) == ["3rd working day of the month, 09:00", "30 2 * * mon-fri"])
        #expect(
            jobs.map(\.timeZone.identifier) == ["Europe/London", "Asia/Shanghai"], "the instance's where none is given")
        #expect(jobs.map(\.catchUp) == [.once, .skip])
        #expect(jobs.map(\.arguments) == [["freeze"], []])
        #expect(try InstanceFolder().load().settings.schedule == [])
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let old: String
        let new: String
        let line: Int
        let key: String
        let problem: ConfigurationProblem
        let nearest: String?
        init(
            _ old: String, _ new: String, _ line: Int, _ key: String, _ problem: ConfigurationProblem,
            nearest: String? = nil
        ) {
            (self.old, self.new, self.line, self.key) = (old, new, line, key)
            (self.problem, self.nearest) = (problem, nearest)
        }
        var testDescription: String { new.isEmpty ? "without \(old)" : new }
    }

    @Test(arguments: [
        Case("schedule:", "shedule:", 1, "shedule", .unknownKey, nearest: "schedule"),
        Case("nightly-run:", "Nightly:", 3, "schedule.Nightly", .badName(pattern: "a-z 0-9 -")),
        Case("catch_up: skip", "catchup: skip", 6, "schedule.nightly-run.catchup", .unknownKey, nearest: "catch_up"),
        Case(
            "catch_up: skip", "catch_up: always", 6, "schedule.nightly-run.catch_up",
            .wrongShape(expected: .choice(["once", "skip"]))),
        Case("    at: 30 2 * * mon-fri\n", "", 4, "schedule.nightly-run.at", .missingKey),
        Case("    job: run\n", "", 4, "schedule.nightly-run.job", .missingKey),
        Case(
            "job: run", "job: rum", 5, "schedule.nightly-run.job",
            .wrongShape(expected: .choice(["run", "report", "retry-unattributed", "compare"])), nearest: "run"),
        Case(
            "Europe/London", "Europe/Londn", 2, "schedule.monthly-report.time_zone", .unknown(.timeZone),
            nearest: "Europe/London"),
        Case(
            "mon-fri", "mno-fri", 4, "schedule.nightly-run.at", .timetable(.field(.dayOfWeek, .unknown("mno"))),
            nearest: "mon"),
        Case(
            "30 2 * * mon-fri", "\"@dayly\"", 4, "schedule.nightly-run.at", .timetable(.unknownMacro("@dayly")),
            nearest: "@daily"),
        Case(
            "30 2 * * mon-fri", "30 24 * * *", 4, "schedule.nightly-run.at",
            .timetable(.field(.hour, .outOfRange("24")))),
        Case("30 2 * * mon-fri", "0 30 2 * * *", 4, "schedule.nightly-run.at", .timetable(.fieldCount(6))),
        Case("30 2 * * mon-fri", "0 0 30 2 *", 4, "schedule.nightly-run.at", .timetable(.never)),
        Case("3rd working day of", "32nd working day of", 2, "schedule.monthly-report.at", .timetable(.ordinal(32))),
        Case("of the month, 09:00", "of the month", 2, "schedule.monthly-report.at", .timetable(.ruleForm)),
        Case("freeze: true", "freze: true", 2, "schedule.monthly-report.with.freze", .unknownKey, nearest: "freeze"),
        Case(
            "freeze: true", "freeze: maybe", 2, "schedule.monthly-report.with.freeze", .wrongShape(expected: .flag)),
        Case(
            "catch_up: skip", "with: { freeze: true }", 6, "schedule.nightly-run.with",
            .notUsedHere(key: "job: report")),
    ])
    func mistakes(_ one: Case) throws {
        let errors = try instance {
            #expect($0.contains(one.old))
            $0 = $0.replacing(one.old, with: one.new)
        }.errors()
        let expected = ConfigurationError(
            file: "pipeline.yml", line: one.line, key: one.key, problem: one.problem, nearest: one.nearest)
        #expect(errors == [expected], "\(errors)")
    }
}
