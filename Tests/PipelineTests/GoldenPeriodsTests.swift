import GuijiConfiguration
import Model
import Pipeline
import Reporting
import Testing

/// What departments owed, computed by hand: which delivery was counted for which period is derived beside it.
@Suite struct GoldenPeriodsTests {
    /// The same bytes again are a count, not a delivery: nothing was reported in February.
    @Test func theSameFileAgainIsNoDelivery() throws {
        let scene = try MonthScene { $0.owes("fire", .month, since: "2025-01-01") }
        try scene.register(1...2, at: "2025-01-06")
        let january = scene.file([scene.licence(1, decided: "2025-01-15")])
        try scene.take("fire", "a-licence.csv", "2025-01-20", january)
        try scene.take("fire", "b-licence.csv", "2025-02-26", january)
        // 31 January was in the Spring Festival (28 January–4 February): January is due on 5 February.
        let february = try scene.report("2025-02", at: "2025-03-01")
        #expect(february.periods("fire") == ["2025-02-05 on_time a-licence.csv", "2025-02-28 missed a-licence.csv"])
        #expect(february.figures("fire", "licence") == ["due": 2, "due_on_time": 1, "missed": 1])
        let note = try #require(february.periods.first { $0.state == .missed && $0.source == "fire" }?.note)
        #expect(note.contains("同一文件再次送达（首次 2025-01-20），不算新的报送"), "\(note)")
        // Another row in March, then January's bytes once more. 3 March is three days after February's due date and 28 before March's, the file's one
        // row was decided in February, and the 20th was not early for January: it is February's, late.
        try scene.take("fire", "c-licence.csv", "2025-03-03", scene.file([scene.licence(2, decided: "2025-02-26")]))
        try scene.take("fire", "d-licence.csv", "2025-03-31", january)
        #expect(
            try scene.report("2025-02", at: "2025-04-02").periods("fire") == [
                "2025-02-05 on_time a-licence.csv", "2025-02-28 late c-licence.csv",
            ])
        #expect(try scene.report("2025-03", at: "2025-04-02").periods("fire") == ["2025-03-31 missed a-licence.csv"])
        // A nil return is how a department says that there was nothing new.
        try scene.take("fire", "零报送.csv", "2025-04-02", "事项,期间,说明\n行政许可,2025-03,无新增\n")
        #expect(try scene.report("2025-03", at: "2025-04-03").periods("fire") == ["2025-03-31 nil "])
    }

    /// A department that sends every month's licences some days after the due date, and one that sends twice a month in time.
    @Test func alwaysSomeDaysLate() throws {
        let scene = try MonthScene {
            $0.owes("fire", .month, since: "2025-03-01")
            $0.owes("culture", .month, since: "2025-03-01")
        }
        try scene.register(1...20, at: "2025-03-03")
        // March is due on Monday the 31st, April on Wednesday the 30th, May on 3 June (31 May–2 June are off), June on Monday the 30th.
        for (number, day, decided) in [
            (1, "2025-04-03", "2025-03-27"), (2, "2025-05-06", "2025-04-28"), (3, "2025-06-06", "2025-05-28"),
        ] {
            try scene.take(
                "fire", "\(day)-licence.csv", day, scene.file([scene.licence(number, decided: decided)]))
        }
        for (number, day) in [
            (11, "2025-03-14"), (12, "2025-03-31"), (13, "2025-04-15"), (14, "2025-04-30"), (15, "2025-05-15"),
            (16, "2025-05-30"), (17, "2025-06-13"), (18, "2025-06-30"),
        ] {
            try scene.take("culture", "\(day)-licence.csv", day, scene.file([scene.licence(number, decided: day)]))
        }
        var fire: [String] = []
        var culture: [String] = []
        for month in ["2025-03", "2025-04", "2025-05", "2025-06"] {
            let report = try scene.report(month, at: "2025-07-02")
            fire += report.periods("fire")
            culture += report.periods("culture")
        }
        // Three, six and three days late; June's has not come by 2 July.
        #expect(
            fire == [
                "2025-03-31 late 2025-04-03-licence.csv", "2025-04-30 late 2025-05-06-licence.csv",
                "2025-06-03 late 2025-06-06-licence.csv", "2025-06-30 missed ",
            ])
        #expect(
            culture == [
                "2025-03-31 on_time 2025-03-14-licence.csv", "2025-04-30 on_time 2025-04-15-licence.csv",
                "2025-06-03 on_time 2025-05-15-licence.csv", "2025-06-30 on_time 2025-06-13-licence.csv",
            ])
        let late = try #require(
            try scene.report("2025-03", at: "2025-07-02").periods.first { $0.source == "fire" && $0.state == .late })
        #expect(late.note.contains("应报日后 3 天收到") && late.note.contains("1 条中 1 条"), "\(late.note)")
    }

    /// A file that reports April's own licences at the beginning of April is April's, though March has none.
    @Test func whatHappenedInItsOwnPeriodIsNotLateForTheOneBefore() throws {
        let scene = try MonthScene { $0.owes("fire", .month, since: "2025-03-01") }
        try scene.register(1...3, at: "2025-03-03")
        // Two of three were decided in April.
        try scene.take(
            "fire", "a-licence.csv", "2025-04-08",
            scene.file([
                scene.licence(1, decided: "2025-03-31"), scene.licence(2, decided: "2025-04-01"),
                scene.licence(3, decided: "2025-04-07"),
            ]))
        #expect(try scene.report("2025-03", at: "2025-05-06").periods("fire") == ["2025-03-31 missed "])
        #expect(try scene.report("2025-04", at: "2025-05-06").periods("fire") == ["2025-04-30 on_time a-licence.csv"])
    }

    /// Who never delivers owes from the day on which the instance went into service: that of the first delivery of anybody.
    @Test func whoNeverDeliveredOwesAllTheSame() throws {
        let scene = try MonthScene {
            $0.owes("fire", .week, since: nil)
            $0.owes("culture", .week, since: "2025-03-24")
        }
        try scene.register(1...1, at: "2025-03-12")
        // Weeks from that of 12 March on, due on the 17th, 24th and 31st; of culture the one that begins on the 24th.
        let report = try scene.report("2025-03", at: "2025-04-02")
        #expect(report.periods("fire") == ["2025-03-17 missed ", "2025-03-24 missed ", "2025-03-31 missed "])
        #expect(report.periods("culture") == ["2025-03-31 missed "])
        #expect(try scene.report("2025-02", at: "2025-04-02").periods.isEmpty)
    }

    /// What was sent back twice and came back mended: both weeks are late, and the mended file, the only one of its own week, is that one's too.
    @Test func sentBackTwiceAndMended() throws {
        let scene = try MonthScene { $0.owes("fire", .week, since: "2025-03-03") }
        try scene.register(1...3, at: "2025-02-24")
        func returned(_ number: Int, _ kind: String) -> String {
            scene.licence(number, decided: "2025-02-27", kind: kind)
        }
        try scene.take("fire", "a-licence.csv", "2025-03-05", scene.file([returned(1, "无此类别"), returned(2, "无此类别")]))
        try scene.take("fire", "b-licence.csv", "2025-03-12", scene.file([returned(1, "也无此类别")]))
        #expect(
            try scene.report("2025-03", at: "2025-03-18").periods("fire") == [
                "2025-03-10 all_rejected a-licence.csv", "2025-03-17 all_rejected b-licence.csv",
            ])
        try scene.take("fire", "c-licence.csv", "2025-03-19", scene.file([returned(1, "普通")]))
        #expect(
            try scene.report("2025-03", at: "2025-04-02").periods("fire") == [
                "2025-03-10 late c-licence.csv", "2025-03-17 late c-licence.csv", "2025-03-24 on_time c-licence.csv",
                "2025-03-31 missed ",
            ])
        // As the next one is, of 31 March, which has a row that had not been sent back before.
        try scene.take(
            "fire", "d-licence.csv", "2025-03-28",
            scene.file([returned(2, "普通"), scene.licence(3, decided: "2025-03-27")]))
        #expect(
            try scene.report("2025-03", at: "2025-04-02").periods("fire").last == "2025-03-31 on_time d-licence.csv")
    }

    /// A record that was sent back is counted in the month in which it was first not sent back, by the clock of its first arrival.
    @Test func aMendedRecordCountsWhereItWasTakenByItsFirstArrival() throws {
        let scene = try MonthScene { $0.owes("fire", .month, since: "2025-03-01") }
        try scene.register(1...1, at: "2025-03-03")
        try scene.take(
            "fire", "a-licence.csv", "2025-03-28", scene.file([scene.licence(1, decided: "2025-03-20", kind: "无此类别")]))
        let march = try scene.report("2025-03", at: "2025-04-01").figures("fire", "licence")
        #expect(march["dated"] == nil && march["due_all_rejected"] == 1)
        // From 20 March the seventh working day is the 31st: 28 March was in time, 10 April is not.
        try scene.take("fire", "b-licence.csv", "2025-04-10", scene.file([scene.licence(1, decided: "2025-03-20")]))
        let april = try scene.report("2025-04", at: "2025-05-06").figures("fire", "licence")
        #expect(april["dated"] == 1 && april["on_time"] == 1 && april["on_time_restarted"] == nil)
        let later = try scene.report("2025-03", at: "2025-05-06").figures("fire", "licence")
        #expect(later["dated"] == nil && later["due_late"] == 1)
        #expect(try scene.report("2025-04", at: "2025-05-06").periods("fire") == ["2025-04-30 on_time b-licence.csv"])
    }

    /// Five working days to spare, and each week's file sent on the Monday after: the week that was left out makes none of the others late.
    @Test func aWeekThatWasMissedWithDaysToSpare() throws {
        let scene = try MonthScene { $0.owes("fire", .week, since: "2025-03-03", due: 5) }
        try scene.register(1...3, at: "2025-03-03")
        for (number, day, decided) in [
            (1, "2025-03-17", "2025-03-12"), (2, "2025-03-24", "2025-03-19"), (3, "2025-03-31", "2025-03-26"),
        ] {
            try scene.take("fire", "\(day)-licence.csv", day, scene.file([scene.licence(number, decided: decided)]))
        }
        // Weeks due on Fridays the 14th, 21st and 28th. 17 March is three days after the 14th and four before the 21st, but the licence was decided
        // after the week that was due on the 14th.
        #expect(
            try scene.report("2025-03", at: "2025-04-02").periods("fire") == [
                "2025-03-14 missed ", "2025-03-21 on_time 2025-03-17-licence.csv",
                "2025-03-28 on_time 2025-03-24-licence.csv",
            ])
        // 4 April is a day off: 31 March, 1–3 and 7 April.
        #expect(
            try scene.report("2025-04", at: "2025-04-08").periods("fire") == [
                "2025-04-07 on_time 2025-03-31-licence.csv"
            ])
    }

    /// The same of months with fifteen: due on 21 July, 21 August, 19 September.
    @Test func aMonthThatWasMissedWithDaysToSpare() throws {
        let scene = try MonthScene { $0.owes("fire", .month, since: "2025-06-01", due: 15) }
        try scene.register(1...2, at: "2025-06-02")
        try scene.take("fire", "a-licence.csv", "2025-08-04", scene.file([scene.licence(1, decided: "2025-07-24")]))
        try scene.take("fire", "b-licence.csv", "2025-09-03", scene.file([scene.licence(2, decided: "2025-08-25")]))
        let found = try ["2025-07", "2025-08", "2025-09"].flatMap {
            try scene.report($0, at: "2025-10-09").periods("fire")
        }
        #expect(
            found == ["2025-07-21 missed ", "2025-08-21 on_time a-licence.csv", "2025-09-19 on_time b-licence.csv"])
    }

    /// June missed, July confirmed as empty; then July's own file comes, four working days after July: July's, and June is missed all the same.
    @Test func aFileAgainstItsOwnNilReturn() throws {
        let scene = try MonthScene { $0.owes("fire", .month, since: "2025-06-01", due: 5) }
        try scene.register(1...1, at: "2025-06-02")
        try scene.take("fire", "零报送.csv", "2025-08-01", "事项,期间,说明\n行政许可,2025-07,无新增\n")
        try scene.take("fire", "a-licence.csv", "2025-08-04", scene.file([scene.licence(1, decided: "2025-07-24")]))
        #expect(try scene.report("2025-07", at: "2025-09-02").periods("fire") == ["2025-07-07 missed "])
        let august = try scene.report("2025-08", at: "2025-09-02")
        #expect(august.periods("fire") == ["2025-08-07 on_time a-licence.csv"])
        let note = try #require(august.periods.first { $0.source == "fire" && $0.state == .onTime }?.note)
        #expect(note.contains("另有零报送"), "\(note)")
    }

    /// As of 2 April nobody knows of the file of the 5th.
    @Test func aReportAsOfADayKnowsNothingOfWhatCameLater() throws {
        let scene = try MonthScene { $0.owes("fire", .month, since: "2025-03-01") }
        try scene.register(1...1, at: "2025-03-03")
        try scene.take("fire", "a-licence.csv", "2025-04-05", scene.file([scene.licence(1, decided: "2025-03-28")]))
        #expect(try scene.report("2025-03", at: "2025-04-02").periods("fire") == ["2025-03-31 missed "])
        #expect(try scene.report("2025-03", at: "2025-04-08").periods("fire") == ["2025-03-31 late a-licence.csv"])
    }
}
