import Foundation
import GRDB
import GuijiConfiguration
import Ledger
import Model
import Pipeline
import Reporting
import Testing

/// Months computed by hand: what each figure counts is derived beside it.
@Suite struct GoldenMonthsTests {
    /// National Day 2025: 1–8 October off; Sunday 28 September and Saturday 11 October are worked. From Friday 26 September the seventh working
    /// day is Monday 13 October: 28, 29, 30 September, 9, 10, 11, 13 October.
    @Test func aHolidayBoundary() throws {
        let scene = try MonthScene { $0.owes("fire", .week, since: "2025-09-29") }
        try scene.register(1...5, at: "2025-09-22")
        // The last second of the last day: 1 and 2 are on time. 3 was decided a day earlier; its deadline was 11 October, so that the 13th is one
        // working day late.
        try scene.take(
            "fire", "a-licence.csv", "2025-10-13T23:59:59",
            scene.file([
                scene.licence(1, decided: "2025-09-26"), scene.licence(2, decided: "2025-09-26"),
                scene.licence(3, decided: "2025-09-25"),
            ]))
        // A second after midnight is the next day: 4 is one working day late. 1 is reported again and not measured again.
        try scene.take(
            "fire", "b-licence.csv", "2025-10-14T00:00:00",
            scene.file([scene.licence(4, decided: "2025-09-26"), scene.licence(1, decided: "2025-09-26")]))
        let report = try scene.report("2025-10", at: "2025-11-03")
        // Weeks end on Sunday the 5th, 12th, 19th and 26th; their last days are days off, so that they are due on 9 October, the first working day
        // after the holiday, and on Mondays the 13th, 20th and 27th (that of 27 October is due on 3 November). The first delivery arrived on the
        // 13th, the second in the week that is due on the 20th. Nothing came for the other two.
        #expect(
            report.figures("fire", "licence") == [
                "received": 5, "published": 4, "unchanged": 1, "accepted": 5, "dated": 4, "on_time": 2, "late": 2,
                "again": 1, "on_time_restarted": 2, "deliveries": 2, "due": 4, "due_on_time": 2, "missed": 2,
            ])
        #expect(report.daysLate("fire", "licence") == [1: 2])
        #expect(
            report.periods("fire") == [
                "2025-10-09 missed ", "2025-10-13 on_time a-licence.csv", "2025-10-20 on_time b-licence.csv",
                "2025-10-27 missed ",
            ])
    }

    /// New Year 2019: Saturday 29 December 2018 is worked, 30 and 31 December and 1 January are off (a platform's own table has it the other way
    /// round).
    @Test func theYearsEnd() throws {
        let scene = try MonthScene {
            $0.owes("fire", .week, since: "2018-12-24")
            $0.owes("culture", .month, since: "2018-12-01")
        }
        try scene.register(1...5, at: "2018-12-03")
        // 1, decided on the 19th: 20, 21, 24–28 are seven working days, Saturday the 29th is the eighth: one late. 2, decided on the 20th: the
        // 29th is the seventh.
        try scene.take(
            "fire", "a-licence.csv", "2018-12-29",
            scene.file([scene.licence(1, decided: "2018-12-19"), scene.licence(2, decided: "2018-12-20")]))
        // 3, decided on the 20th: no working day between the 29th and the 31st, so still on time.
        try scene.take(
            "fire", "b-licence.csv", "2018-12-31T12:00:00", scene.file([scene.licence(3, decided: "2018-12-20")]))
        // The last second of the month belongs to it.
        try scene.take(
            "culture", "c-licence.csv", "2018-12-31T23:59:59", scene.file([scene.licence(4, decided: "2018-12-21")]))
        // 5, decided on the 21st: 24–28, 29, then 2 January is the seventh.
        try scene.take(
            "fire", "d-licence.csv", "2019-01-02", scene.file([scene.licence(5, decided: "2018-12-21")]))
        let december = try scene.report("2018-12", at: "2019-01-03")
        #expect(
            december.figures("fire", "licence") == [
                "received": 3, "published": 3, "accepted": 3, "dated": 3, "on_time": 2, "late": 1,
                "on_time_restarted": 2, "deliveries": 2,
            ])
        #expect(december.daysLate("fire", "licence") == [1: 1])
        #expect(
            december.figures("culture", "licence") == [
                "received": 1, "published": 1, "accepted": 1, "dated": 1, "on_time": 1, "on_time_restarted": 1,
                "deliveries": 1,
            ])
        let january = try scene.report("2019-01", at: "2019-01-03")
        // Both the week that ends on 30 December and the month of December roll forward to 2 January. The week has the delivery of the 29th; that
        // of the 31st came when the next week had begun, and is for it: it was fulfilled before it was over. The others are not due yet.
        #expect(
            january.figures("fire", "licence") == [
                "received": 1, "published": 1, "accepted": 1, "dated": 1, "on_time": 1, "on_time_restarted": 1,
                "deliveries": 1, "due": 2, "due_on_time": 2,
            ])
        #expect(
            january.periods("fire") == [
                "2019-01-02 on_time a-licence.csv", "2019-01-07 on_time b-licence.csv",
            ])
        #expect(january.periods("culture") == ["2019-01-02 on_time c-licence.csv"])
        #expect(january.trend["fire"]?.suffix(2).map { $0.counts[.late] } == [1, 0])
    }

    /// March 2025 of one department: what was sent back, mended, confirmed as nothing, missed, and corrected after publication.
    @Test func returnedMendedNilAndRestated() throws {
        let scene = try MonthScene { $0.owes("fire", .week, since: "2025-03-03") }
        try scene.register(1...2, at: "2025-02-24")
        // Both rows name a kind of licence that does not exist and go back: all rejected.
        try scene.take(
            "fire", "a-licence.csv", "2025-03-05",
            scene.file([
                scene.licence(1, decided: "2025-02-24", kind: "无此类别"),
                scene.licence(2, decided: "2025-02-24", kind: "无此类别"),
            ]))
        // 1 comes back mended. From 24 February the seventh working day is 5 March (25–28 February, 3–5 March): it first arrived on that day, on
        // time. Counted from the mended row's arrival it would be five working days late (6, 7, 10, 11, 12 March).
        try scene.take(
            "fire", "b-licence.csv", "2025-03-12", scene.file([scene.licence(1, decided: "2025-02-24")]))
        // The week of 17–23 March is confirmed as empty; the file is no delivery.
        try scene.take("fire", "零报送.csv", "2025-03-20", "事项,期间,说明\n行政许可,2025-W12,本周无许可\n")
        // The week of 3 March, due on Monday the 10th, came back mended on the 12th: late. That delivery is all that came in the week of
        // 10 March, and counts for it too. Nothing for 24–30 March, due on the 31st.
        let expected = [
            "received": 3, "published": 1, "rejected": 2, "accepted": 1, "dated": 1, "on_time": 1, "mended": 1,
            "outstanding": 1, "deliveries": 2, "due": 4, "due_on_time": 1, "due_late": 1, "due_nil": 1, "missed": 1,
        ]
        let report = try scene.report("2025-03", at: "2025-04-02")
        #expect(report.figures("fire", "licence") == expected)
        // Sent back on the 5th, still outstanding on the 31st.
        #expect(report.entries.first { $0.source == "fire" && $0.channel == "file" }?.outstandingAge == [26: 1])

        let month = try #require(ReportMonth("2025-03"))
        let months = FrozenMonths(try scene.test.open())
        let sha = try months.freeze(month, asOf: scene.time("2025-04-02"))
        #expect(sha.count == 64)
        #expect(try months.verify(month) == [])
        #expect(throws: SystemError.self) { try months.freeze(month, asOf: scene.time("2025-04-03")) }
        let april = try #require(ReportMonth("2025-04"))
        #expect(throws: SystemError.self) { try months.freeze(april, asOf: scene.time("2025-04-30")) }

        // A steward confirms later that there was nothing to deliver, and the other row comes back mended: it is mended after the month, so that it
        // was outstanding at its end all the same.
        try NilReturnDecision(
            source: "fire", item: "licence", period: "2025-03-24", by: "王科", reason: "一天不是一周",
            at: scene.time("2025-04-08"))(
                scene.test.open())
        try scene.take(
            "fire", "c-licence.csv", "2025-04-09", scene.file([scene.licence(2, decided: "2025-02-24")]))
        #expect(try scene.report("2025-03", at: "2025-04-09").figures("fire", "licence") == expected)
        #expect(try months.restate(month, reason: "无变化", asOf: scene.time("2025-04-09")) == [])
        try NilReturnDecision(
            source: "fire", item: "行政许可", period: "2025-W13", by: "王科", reason: "当周无许可", at: scene.time("2025-04-10"))(
                scene.test.open())
        let restated = try months.restate(month, reason: "补确认零报送", asOf: scene.time("2025-04-10"))
        #expect(
            restated.map { "\($0.source) \($0.item) \($0.figure) \($0.old) \($0.new) \($0.reason)" } == [
                "fire licence due_nil 1 2 补确认零报送", "fire licence missed 1 0 补确认零报送",
                "fire licence period.2025-03-24/2025-03-30 missed nil 补确认零报送",
            ])
        // What was told is not told again, and what was published is what it was.
        #expect(try months.restate(month, reason: "再看", asOf: scene.time("2025-04-11")) == [])
        #expect(try months.verify(month) == [])
        // In April, the row sent back in March is a first report whose clock began on 5 March.
        let now = try scene.report("2025-04", at: "2025-05-06").figures("fire", "licence")
        #expect(now["mended"] == 1 && now["on_time"] == 1 && now["outstanding"] == nil)
    }

    /// A file that was changed, a document that was exchanged: verification says so.
    @Test func aForgedMonthIsFound() throws {
        let scene = try MonthScene { $0.owes("fire", .week, since: "2025-03-03") }
        try scene.register(1...1, at: "2025-03-03")
        try scene.take("fire", "a-licence.csv", "2025-03-05", scene.file([scene.licence(1, decided: "2025-03-03")]))
        let month = try #require(ReportMonth("2025-03"))
        let months = FrozenMonths(try scene.test.open())
        try months.freeze(month, asOf: scene.time("2025-04-01"))
        let path = "\(months.folder(month))/figures.json"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        try text.replacing("\"on_time\": 1", with: "\"on_time\": 2").write(
            toFile: path, atomically: true, encoding: .utf8)
        #expect(try months.verify(month).count == 1)
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        #expect(try months.verify(month) == [])
        try scene.test.open().ledger.queue.write {
            try $0.execute(sql: "UPDATE statement SET outcome = 4 WHERE event IS NOT NULL")
        }
        #expect(try !months.verify(month).isEmpty)
    }

    /// The calendar ends with 2026: a record that arrived within it needs no other year; one that arrived later does.
    @Test func aMissingYearIsNamedWhenADeadlineReachesIntoIt() throws {
        let clock = RecordClock(try Project.configuration().catalogue.calendar)
        let day = { (text: String) in try #require(CivilDate.parse(text)) }
        #expect(try clock.daysLate(event: day("2026-12-30"), arrival: day("2026-12-31"), deadline: 7) == -6)
        #expect(throws: MissingCalendarYear(year: 2027)) {
            try clock.daysLate(event: day("2026-12-30"), arrival: day("2027-01-04"), deadline: 7)
        }
        // Long before the calendar: certainly late, by at least the working days it knows.
        #expect(try clock.daysLate(event: day("2009-06-01"), arrival: day("2016-01-29"), deadline: 7) == 13)
        #expect(throws: MissingCalendarYear(year: 2015)) {
            try clock.daysLate(event: day("2015-12-30"), arrival: day("2016-01-05"), deadline: 7)
        }
    }
}
