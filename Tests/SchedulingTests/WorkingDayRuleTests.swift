import Model
import Testing

@testable import Scheduling

@Suite struct WorkingDayRuleTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var text: String
        var from: String
        var next: String
        init(_ text: String, from: String, _ next: String) { (self.text, self.from, self.next) = (text, from, next) }
        var testDescription: String { "\(text) from \(from)" }
    }

    /// October 2025: 1–8 off, Thursday 9 and Friday 10 worked, Saturday 11 worked too, so the 3rd working day is the 11th.
    /// January 2026: 1–2 off, Sunday 4 worked: 4, 5, 6.
    @Test(arguments: [
        Case("3rd working day of the month, 09:00", from: "2025-09-30 12:00", "2025-10-11 09:00"),
        Case("3rd working day of the month, 09:00", from: "2025-10-11 08:59", "2025-10-11 09:00"),
        Case("3rd working day of the month, 09:00", from: "2025-10-11 09:00", "2025-11-05 09:00"),
        Case("3rd working day of the month, 09:00", from: "2025-12-31 09:00", "2026-01-06 09:00"),
        Case("1st working day of the month 0:05", from: "2025-05-01 00:00", "2025-05-06 00:05"),
        Case("the second working day of each month at 18:30", from: "2025-03-01 00:00", "2025-03-04 18:30"),
        Case("Last Working Day of the Month, 17:30", from: "2025-01-01 00:00", "2025-01-27 17:30"),
        Case("2nd last working day of the month, 17:30", from: "2025-01-01 00:00", "2025-01-26 17:30"),
        Case("每月第3个工作日 09:00", from: "2025-09-30 12:00", "2025-10-11 09:00"),
        Case("每月第三个工作日，０９：００", from: "2025-09-30 12:00", "2025-10-11 09:00"),
        Case("每月 第十二个工作日 9:00", from: "2025-10-01 12:00", "2025-10-23 09:00"),
        Case("每月最后一个工作日17:30", from: "2025-01-01 00:00", "2025-01-27 17:30"),
        Case("每月倒数第二个工作日 17:30", from: "2025-01-01 00:00", "2025-01-26 17:30"),
        // July 2025 has 23 weekdays and no holiday; the months since February have fewer.
        Case("每月第23个工作日 08:00", from: "2025-02-01 00:00", "2025-07-31 08:00"),
    ])
    func next(_ one: Case) throws {
        let timetable = try Timetable(one.text)
        let found = try timetable.next(
            after: Moments.parse(one.from), in: Moments.shanghai, calendar: Calendars.all)
        #expect(Moments.text(found) == one.next)
        #expect(timetable.text == one.text)
    }

    /// 2025-10-11 09:00 in Shanghai is another moment than in London.
    @Test func theTimeIsThatOfTheZone() throws {
        let rule = try WorkingDayRule("3rd working day of the month, 09:00")
        let found = try rule.next(
            after: Moments.parse("2025-10-09 00:00"), in: Moments.zone("Europe/London"), calendar: Calendars.all)
        #expect(found == Moments.parse("2025-10-11T09:00:00+0100"))
    }

    /// The calendar ends with 2026: asked for on the way there, not before.
    @Test func aMissingYearIsRaisedWhenItIsReached() throws {
        let rule = try WorkingDayRule("3rd working day of the month, 09:00")
        let before = Moments.parse("2026-11-30 00:00")
        #expect(
            Moments.text(try rule.next(after: before, in: Moments.shanghai, calendar: Calendars.all))
                == "2026-12-03 09:00")
        let after = Moments.parse("2026-12-03 09:00")
        #expect(throws: MissingCalendarYear(year: 2027)) {
            try rule.next(after: after, in: Moments.shanghai, calendar: Calendars.all)
        }
        // What is asked ends before the year begins.
        let end = Moments.parse("2026-12-31 23:59")
        #expect(try rule.next(after: after, through: end, in: Moments.shanghai, calendar: Calendars.all) == nil)
        #expect(throws: MissingCalendarYear(year: 2027)) {
            try rule.next(after: after, through: end + 60, in: Moments.shanghai, calendar: Calendars.all)
        }
    }

    @Test(arguments: [
        ("3rd working day of the month", TimetableMistake.ruleForm),
        ("3rd working day, 09:00", .ruleForm),
        ("3 working day of the month, 09:00", .ruleForm),
        ("3rd working days of the month, 09:00", .ruleForm),
        ("3rd workday of the month, 09:00", .ruleForm),
        ("working day of the month, 09:00", .ruleForm),
        ("sixth working day of the month, 09:00", .ruleForm),
        ("每月第个工作日 09:00", .ruleForm),
        ("每月第二三个工作日 09:00", .ruleForm),
        ("第3个工作日 09:00", .ruleForm),
        ("0th working day of the month, 09:00", .ordinal(0)),
        ("24th working day of the month, 09:00", .ordinal(24)),
        ("每月第二十四个工作日 09:00", .ordinal(24)),
        ("3rd working day of the month, 24:00", .timeOfDay("24:00")),
        ("3rd working day of the month, 9:5", .timeOfDay("9:5")),
        ("3rd working day of the month, 09:00:00", .timeOfDay("09:00:00")),
        ("每月第3个工作日 9:60", .timeOfDay("9:60")),
    ])
    func mistakes(_ text: String, _ mistake: TimetableMistake) {
        #expect(throws: mistake) { try Timetable(text) }
        #expect(!mistake.chinese.isEmpty && !mistake.english.isEmpty)
    }

    /// A weekday written out is a mistake of cron, not a rule of working days.
    @Test func aWeekdayIsNoRule() {
        #expect(throws: TimetableMistake.field(.dayOfWeek, .unknown("monday"))) { try Timetable("0 9 * * monday") }
    }
}
