import Testing

@testable import Scheduling

@Suite struct CronExpressionTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var text: String
        var from: String
        var next: [String]
        init(_ text: String, from: String, _ next: String...) { (self.text, self.from, self.next) = (text, from, next) }
        var testDescription: String { "\(text) from \(from)" }
    }

    @Test(arguments: [
        Case("30 2 * * *", from: "2025-03-05 02:29", "2025-03-05 02:30", "2025-03-06 02:30"),
        Case("30 2 * * *", from: "2025-03-05 02:30", "2025-03-06 02:30"),
        Case("*/20 9-10 * * *", from: "2025-03-05 09:30", "2025-03-05 09:40", "2025-03-05 10:00", "2025-03-05 10:20"),
        Case(
            "5-30/10,59 0 * * *", from: "2025-03-05 00:00", "2025-03-05 00:05", "2025-03-05 00:15", "2025-03-05 00:25"),
        Case("50/4 23 * * *", from: "2025-03-05 23:52", "2025-03-05 23:54", "2025-03-05 23:58", "2025-03-06 23:50"),
        Case("0 9 * * Mon-Fri", from: "2025-03-07 09:00", "2025-03-10 09:00"),
        Case("0 9 * * 7", from: "2025-03-05 09:00", "2025-03-09 09:00"),
        Case("0 9 * * 5-7", from: "2025-03-05 09:00", "2025-03-07 09:00", "2025-03-08 09:00", "2025-03-09 09:00"),
        Case("0 9 * * SAT-SUN", from: "2025-03-05 09:00", "2025-03-08 09:00", "2025-03-09 09:00", "2025-03-15 09:00"),
        Case("0 0 1 jan,JUL *", from: "2025-03-05 09:00", "2025-07-01 00:00", "2026-01-01 00:00"),
        Case("0 0 31 * *", from: "2025-03-31 00:00", "2025-05-31 00:00", "2025-07-31 00:00"),
        Case("0 0 29 2 *", from: "2025-03-05 09:00", "2028-02-29 00:00", "2032-02-29 00:00"),
        Case("0 0 29 2 *", from: "2096-03-05 09:00", "2104-02-29 00:00"),
        // Both day fields restricted: either one fires.
        Case("0 0 13 * 5", from: "2025-06-01 00:00", "2025-06-06 00:00", "2025-06-13 00:00", "2025-06-20 00:00"),
        Case("0 0 13 * 2", from: "2025-06-10 00:00", "2025-06-13 00:00", "2025-06-17 00:00"),
        // A day field that begins with a star is unrestricted, with a step too: both have to match.
        Case("0 0 */10 * 0", from: "2025-05-31 23:59", "2025-06-01 00:00", "2025-08-31 00:00"),
        Case("0 0 1-31/10 * 0", from: "2025-06-01 00:00", "2025-06-08 00:00", "2025-06-11 00:00", "2025-06-15 00:00"),
        Case("0 0 13 * */2", from: "2025-06-01 00:00", "2025-07-13 00:00", "2025-09-13 00:00"),
        Case("0 0 ? * Mon", from: "2025-06-01 00:00", "2025-06-02 00:00"),
        Case("@hourly", from: "2025-03-05 09:30", "2025-03-05 10:00"),
        Case("@daily", from: "2025-03-05 09:30", "2025-03-06 00:00"),
        Case("@midnight", from: "2025-03-05 09:30", "2025-03-06 00:00"),
        Case("@weekly", from: "2025-03-05 09:30", "2025-03-09 00:00"),
        Case("@Monthly", from: "2025-03-05 09:30", "2025-04-01 00:00"),
        Case("@yearly", from: "2025-03-05 09:30", "2026-01-01 00:00"),
        Case("@annually", from: "2025-12-31 23:59", "2026-01-01 00:00"),
        Case("\t0  9 *\t* *  ", from: "2025-03-05 09:30", "2025-03-06 09:00"),
        Case("0 0 * * *", from: "1969-12-30 12:00", "1969-12-31 00:00", "1970-01-01 00:00"),
    ])
    func next(_ one: Case) throws {
        var moment = Moments.parse(one.from)
        let expression = try CronExpression(one.text)
        for expected in one.next {
            let found = try #require(expression.next(after: moment, in: Moments.shanghai))
            #expect(Moments.text(found) == expected)
            moment = found
        }
    }

    /// Sundays among the 1st, 11th, 21st and 31st.
    @Test func aStarWithAStepCountsAsAStar() throws {
        let expression = try CronExpression("0 0 */10 * 0")
        var moment = Moments.parse("2025-06-01 00:00")
        var found: [String?] = []
        for _ in 0..<3 {
            moment = try #require(expression.next(after: moment, in: Moments.shanghai))
            found.append(Moments.text(moment))
        }
        #expect(found == ["2025-08-31 00:00", "2025-09-21 00:00", "2025-12-21 00:00"])
    }

    @Test(arguments: ["0 0 30 2 *", "0 0 31 4,6,9,11 *", "0 0 30-31 feb *"])
    func whatNeverComesEnds(_ text: String) throws {
        let expression = try CronExpression(text)
        #expect(expression.next(after: Moments.parse("2025-03-05 09:30"), in: Moments.newYork) == nil)
        #expect(throws: TimetableMistake.never) { try Timetable(text) }
    }

    /// 30 February never comes, but every Monday of February does.
    @Test func theOtherDayFieldStillFires() throws {
        let found = try Timetable("0 0 30 2 1").next(
            after: Moments.parse("2025-03-05 09:30"), in: Moments.shanghai, calendar: Calendars.all)
        #expect(Moments.text(found) == "2026-02-02 00:00")
    }

    @Test(arguments: [
        ("", TimetableMistake.fieldCount(0)),
        ("xyz", .fieldCount(1)),
        ("0 0 9 * * *", .fieldCount(6)),
        ("60 0 * * *", .field(.minute, .outOfRange("60"))),
        ("0 24 * * *", .field(.hour, .outOfRange("24"))),
        ("0 0 0 * *", .field(.dayOfMonth, .outOfRange("0"))),
        ("0 0 * 13 *", .field(.month, .outOfRange("13"))),
        ("0 0 * * 8", .field(.dayOfWeek, .outOfRange("8"))),
        ("0 0 * * XYZ", .field(.dayOfWeek, .unknown("XYZ"))),
        ("0 0 * Juy *", .field(.month, .unknown("Juy"))),
        ("mon 0 * * *", .field(.minute, .unknown("mon"))),
        ("0 22-2 * * *", .field(.hour, .backwards("22-2"))),
        ("0 0 * * sun-7-1", .field(.dayOfWeek, .unknown("7-1"))),
        ("*/0 * * * *", .field(.minute, .step("0"))),
        ("*/x * * * *", .field(.minute, .step("x"))),
        ("1/2/3 * * * *", .field(.minute, .step("2/3"))),
        ("*/99999999999999999999 * * * *", .field(.minute, .step("99999999999999999999"))),
        ("1,,2 * * * *", .field(.minute, .empty)),
        ("1- * * * *", .field(.minute, .empty)),
        ("-1 * * * *", .field(.minute, .empty)),
        ("1.5 * * * *", .field(.minute, .unknown("1.5"))),
        ("? * * * *", .field(.minute, .unknown("?"))),
        ("٣ * * * *", .field(.minute, .unknown("٣"))),
        ("@reboot", .unknownMacro("@reboot")),
        ("@every 5m", .unknownMacro("@every 5m")),
    ])
    func mistakes(_ text: String, _ mistake: TimetableMistake) {
        #expect(throws: mistake) { try CronExpression(text) }
        #expect(!mistake.chinese.isEmpty && !mistake.english.isEmpty)
    }

    @Test func aMistakeSaysFieldAndWhatIsAllowed() {
        let mistake = TimetableMistake.field(.month, .unknown("Juy"))
        #expect(mistake.chinese == "月一段：“Juy”既不是数字也不是名称；可用 1-12, jan-dec")
        #expect(mistake.english == "month: “Juy” is neither a number nor a name; allowed are 1-12, jan-dec")
        #expect(mistake.unknownName?.known.contains("jul") == true)
    }
}
