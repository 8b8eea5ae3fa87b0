import Model
import Testing

@testable import Reporting

/// Periods, their due dates and what fulfils them; the first half of 2025 has no holidays here.
@Suite struct ObligationsTests {
    private func day(_ text: String) -> Int { CivilDate.parse(text) ?? 0 }

    private var calendar: WorkingCalendar {
        var calendar = WorkingCalendar()
        for year in [2024, 2025] { calendar.add(year: year, holidays: [], working: []) }
        return calendar
    }

    private func delivery(
        _ day: String, _ number: Int, rows: Int = 3, kept: Int = 3, mended: Int = 0, dated: Int = 0, earlier: Int = 0,
        own: Int = 0, refused: Bool = false, again: String? = nil, mendedBy: Int? = nil
    ) -> OwedDelivery {
        var facts = DeliveryRows()
        (facts.kept, facts.mended, facts.dated, facts.earlier, facts.own) = (kept, mended, dated, earlier, own)
        return OwedDelivery(
            day: self.day(day), submission: number, file: "\(number).csv", count: rows, rows: facts, isRefused: refused,
            firstDay: again.map(self.day), mendedBy: mendedBy)
    }

    private func rows(
        _ frequency: Frequency, due: Int = 0, since: String = "2025-03-01", today: String = "2025-12-01",
        before end: String, calendar: WorkingCalendar? = nil, nilReturns: [NilReturn] = [], _ deliveries: [OwedDelivery]
    ) throws -> [PeriodRow] {
        try ObligationLedger(
            owed: Obligation(source: "a", item: "b", frequency: frequency, dueWorkingDays: due), start: day(since),
            deliveries: deliveries, nilReturns: nilReturns, calendar: calendar ?? self.calendar, today: day(today)
        ).periods(before: day(end))
    }

    private func periods(
        _ frequency: Frequency, due: Int = 0, since: String = "2025-03-01", today: String = "2025-12-01",
        before end: String = "2025-04-01", calendar: WorkingCalendar? = nil, nilReturns: [NilReturn] = [],
        _ deliveries: [OwedDelivery]
    ) throws -> [String] {
        try rows(
            frequency, due: due, since: since, today: today, before: end, calendar: calendar, nilReturns: nilReturns,
            deliveries
        ).map { "\(CivilDate.iso($0.due)) \($0.state.rawValue) \($0.delivery ?? 0)" }
    }

    @Test func aMonthIsDueOnItsLastDay() throws {
        #expect(try periods(.month, [delivery("2025-03-31", 1)]) == ["2025-03-31 on_time 1"])
        #expect(try periods(.month, []) == ["2025-03-31 missed 0"])
        #expect(try periods(.month, [delivery("2025-04-01", 1)]) == ["2025-03-31 late 1"])
        #expect(
            try periods(.month, [delivery("2025-04-01", 1), delivery("2025-04-20", 2)]) == ["2025-03-31 late 1"])
        // 20 days after 31 March, 10 before 30 April: April's.
        #expect(try periods(.month, [delivery("2025-04-20", 1)]) == ["2025-03-31 missed 0"])
        // In May, April is due: March stays missed.
        #expect(try periods(.month, [delivery("2025-05-02", 1)]) == ["2025-03-31 missed 0"])
    }

    /// With five working days to spare, March is due on 7 April, and what arrives from 8 March (after February's due date) on is for it.
    @Test func workingDaysToSpare() throws {
        func april(_ since: String, _ deliveries: OwedDelivery...) throws -> String? {
            try periods(.month, due: 5, since: since, before: "2025-05-01", deliveries).last
        }
        #expect(try april("2025-03-01", delivery("2025-04-07", 1)) == "2025-04-07 on_time 1")
        #expect(try april("2025-03-01", delivery("2025-04-08", 1)) == "2025-04-07 late 1")
        // Of the first period that is owed, its own days count from the first on.
        #expect(try april("2025-03-01", delivery("2025-03-02", 1)) == "2025-04-07 on_time 1")
        #expect(try april("2025-02-01", delivery("2025-03-07", 1)) == "2025-04-07 missed 0")
        // February has its own: what comes in March is March's, though February is not due yet.
        #expect(
            try april("2025-02-01", delivery("2025-02-20", 1), delivery("2025-03-05", 2)) == "2025-04-07 on_time 2")
        #expect(
            try april("2025-02-01", delivery("2025-02-20", 1), delivery("2025-02-25", 2)) == "2025-04-07 missed 0")
    }

    @Test func quartersHalvesAndYears() throws {
        #expect(try periods(.quarter, []) == ["2025-03-31 missed 0"])
        #expect(try periods(.quarter, since: "2025-04-01", before: "2025-05-01", []) == [])
        #expect(try periods(.halfYear, []) == [])
        for frequency in [Frequency.quarter, .halfYear, .year] {
            #expect(
                try periods(frequency, since: "2024-12-01", before: "2025-01-01", [delivery("2024-12-31", 1)]) == [
                    "2024-12-31 on_time 1"
                ])
        }
        #expect(try periods(.asItHappens, []) == [])
    }

    /// Daily deliveries are owed on working days; what comes on a weekend is for the next.
    @Test func days() throws {
        let found = try periods(
            .day, since: "2025-03-27",
            [delivery("2025-03-27", 1), delivery("2025-03-29", 2), delivery("2025-03-31", 3)])
        // The 28th had none. Saturday the 29th is one day after it and two before Monday the 31st.
        #expect(found == ["2025-03-27 on_time 1", "2025-03-28 late 2", "2025-03-31 on_time 3"])
    }

    /// Weeks end on Sunday: they are due on the Monday after, unless the Sunday is worked.
    @Test func aLastDayOffRollsForward() throws {
        #expect(
            try periods(.week, since: "2025-03-10", before: "2025-03-25", [delivery("2025-03-17", 1)]) == [
                "2025-03-17 on_time 1", "2025-03-24 missed 0",
            ])
        var calendar = calendar
        calendar.add(
            year: 2025, holidays: [day("2025-06-02")], working: [day("2025-03-16")])
        #expect(
            try periods(
                .week, since: "2025-03-10", before: "2025-03-17", calendar: calendar, [delivery("2025-03-17", 1)])
                == ["2025-03-16 late 1"])
        // 31 May is a Saturday and Monday 2 June a holiday: May is due on 3 June.
        #expect(
            try periods(
                .month, since: "2025-05-01", before: "2025-07-01", calendar: calendar, [delivery("2025-06-03", 1)]) == [
                    "2025-06-03 on_time 1", "2025-06-30 missed 0",
                ])
        #expect(
            try periods(
                .month, since: "2025-05-01", before: "2025-06-01", calendar: calendar, [delivery("2025-06-03", 1)])
                == [])
    }

    /// 2026 has no calendar. The month of December is due on its last day, and the week that ends in January is none of December's.
    @Test func aYearWithoutACalendarIsAskedForWhenADueDateReachesIntoIt() throws {
        #expect(
            try periods(.month, since: "2025-12-01", today: "2026-01-02", before: "2026-01-01", []) == [
                "2025-12-31 missed 0"
            ])
        #expect(
            try periods(.week, since: "2025-12-22", today: "2026-01-02", before: "2026-01-01", []) == [
                "2025-12-29 missed 0"
            ])
        #expect(throws: MissingCalendarYear(year: 2026)) {
            try periods(.week, since: "2025-12-22", today: "2026-01-06", before: "2026-02-01", [])
        }
        #expect(throws: MissingCalendarYear(year: 2026)) {
            var calendar = self.calendar
            calendar.add(year: 2025, holidays: [day("2025-12-31")], working: [])
            return try periods(.month, since: "2025-12-01", before: "2026-02-01", calendar: calendar, [])
        }
    }

    /// Every month's file three days after the due date: every month is late, and none is taken for the month after.
    @Test func alwaysThreeDaysLate() throws {
        let found = try periods(
            .month, since: "2025-01-01", before: "2025-05-01",
            [
                delivery("2025-02-03", 1, dated: 9, earlier: 8), delivery("2025-03-03", 2), delivery("2025-04-03", 3),
                delivery("2025-05-03", 4),
            ])
        #expect(found == ["2025-01-31 late 1", "2025-02-28 late 2", "2025-03-31 late 3", "2025-04-30 late 4"])
    }

    /// On the tenth of every month for that month: the one that was left out is missed, and the others are not late for it.
    @Test func usuallyEarlyAndOnceMissed() throws {
        let found = try periods(
            .month, since: "2025-01-01", before: "2025-06-01",
            [
                delivery("2025-01-10", 1), delivery("2025-02-10", 2), delivery("2025-04-10", 3),
                delivery("2025-05-10", 4),
            ])
        #expect(
            found == [
                "2025-01-31 on_time 1", "2025-02-28 on_time 2", "2025-03-31 missed 0", "2025-04-30 on_time 3",
            ])
    }

    /// Every Wednesday from the second week on. Most of what the files report happened in the week they came in: they are that week's.
    @Test func whatTheRowsAreAboutDecides() throws {
        let weeks = ["2025-03-12", "2025-03-19", "2025-03-26"]
        func found(earlier: Int) throws -> [String] {
            try periods(
                .week, since: "2025-03-03", before: "2025-03-25",
                weeks.enumerated().map { delivery($1, $0 + 1, dated: 5, earlier: earlier) })
        }
        #expect(try found(earlier: 2) == ["2025-03-10 missed 0", "2025-03-17 on_time 1", "2025-03-24 on_time 2"])
        #expect(try found(earlier: 3) == ["2025-03-10 late 1", "2025-03-17 late 2", "2025-03-24 late 3"])
    }

    @Test func twoInOneWindow() throws {
        // The week before has its own: nobody is late.
        #expect(
            try periods(
                .week, since: "2025-03-03", before: "2025-03-25",
                [
                    delivery("2025-03-05", 1), delivery("2025-03-11", 2), delivery("2025-03-13", 3),
                    delivery("2025-03-20", 4),
                ]) == ["2025-03-10 on_time 1", "2025-03-17 on_time 2", "2025-03-24 on_time 4"])
        // It has none, and both came near the end of the next one.
        #expect(
            try periods(
                .week, since: "2025-03-03", before: "2025-03-18",
                [delivery("2025-03-14", 1), delivery("2025-03-17", 2)]) == [
                    "2025-03-10 late 1", "2025-03-17 on_time 2",
                ]
        )
    }

    @Test func whatIsNotDueYetIsNotMissed() throws {
        #expect(try periods(.month, today: "2025-03-31", []) == [])
        #expect(try periods(.month, today: "2025-03-31", [delivery("2025-03-10", 1, kept: 0)]) == [])
        #expect(try periods(.month, today: "2025-03-31", [delivery("2025-03-10", 1)]) == ["2025-03-31 on_time 1"])
        #expect(try periods(.month, today: "2025-04-01", []) == ["2025-03-31 missed 0"])
    }

    @Test func rejectedEmptyRefusedAndRepeatedFilesFulfilNothing() throws {
        #expect(try periods(.month, [delivery("2025-03-10", 1, kept: 0)]) == ["2025-03-31 all_rejected 1"])
        #expect(try periods(.month, [delivery("2025-03-10", 1, rows: 0, kept: 0)]) == ["2025-03-31 missed 1"])
        #expect(try periods(.month, [delivery("2025-03-10", 1, kept: 0, refused: true)]) == ["2025-03-31 missed 1"])
        #expect(
            try periods(.month, [delivery("2025-03-10", 1, kept: 0), delivery("2025-03-11", 2, kept: 1)]) == [
                "2025-03-31 on_time 2"
            ])
        let again = try rows(.month, before: "2025-04-01", [delivery("2025-03-10", 1, again: "2025-02-10")])
        #expect(again.map(\.state) == [.missed])
        #expect(again[0].note.contains("2025-02-10"), "\(again[0].note)")
    }

    /// The week of 3 March was sent back as a whole; the mended rows came on 12 March.
    @Test func whatCameBackMended() throws {
        func found(_ mended: OwedDelivery..., before: String = "2025-03-18") throws -> [String] {
            try periods(
                .week, since: "2025-03-03", before: before,
                [delivery("2025-03-05", 1, kept: 0, mendedBy: 2)] + mended)
        }
        // Nothing but mended rows: a file came in its own week all the same, and nothing says that there was more to deliver.
        #expect(
            try found(delivery("2025-03-12", 2, rows: 1, kept: 1, mended: 1)) == [
                "2025-03-10 late 2", "2025-03-17 on_time 2",
            ])
        // Its own week has another: that one.
        #expect(
            try found(delivery("2025-03-12", 2, rows: 1, kept: 1, mended: 1), delivery("2025-03-13", 3)) == [
                "2025-03-10 late 2", "2025-03-17 on_time 3",
            ])
        // With others: the delivery of its own week too.
        #expect(
            try found(delivery("2025-03-12", 2, kept: 3, mended: 1)) == ["2025-03-10 late 2", "2025-03-17 on_time 2"])
        // Before the due date: on time.
        #expect(
            try found(delivery("2025-03-10", 2, rows: 1, kept: 1, mended: 1)) == [
                "2025-03-10 on_time 2", "2025-03-17 missed 0",
            ])
        // However late, and beyond the months that are asked for.
        for end in ["2025-03-11", "2025-06-01"] {
            #expect(
                try found(delivery("2025-05-28", 2, rows: 1, kept: 1, mended: 1), before: end).first
                    == "2025-03-10 late 2")
        }
        // The week had its delivery already: the mended rows are like any others.
        #expect(
            try found(delivery("2025-03-06", 3), delivery("2025-03-12", 2, rows: 1, kept: 1, mended: 1)) == [
                "2025-03-10 on_time 3", "2025-03-17 on_time 2",
            ])
    }

    @Test func nilReturns() throws {
        let confirmed = NilReturn(
            source: "a", item: "b", first: day("2025-03-01"), last: day("2025-03-31"), period: "2025-03", submission: 9,
            at: 0)
        #expect(try periods(.month, nilReturns: [confirmed], []) == ["2025-03-31 nil 9"])
        // Rows came after all: the confirmation is noted, not counted.
        #expect(try periods(.month, nilReturns: [confirmed], [delivery("2025-03-02", 1)]) == ["2025-03-31 on_time 1"])
        // A period that was confirmed as empty takes no delivery from the next one, and leaves its own to the one before.
        #expect(
            try periods(
                .month, nilReturns: [confirmed], [delivery("2025-04-02", 1), delivery("2025-04-20", 2)]) == [
                    "2025-03-31 nil 9"
                ])
        #expect(
            try periods(.month, since: "2025-02-01", nilReturns: [confirmed], [delivery("2025-03-30", 1)]) == [
                "2025-02-28 late 1", "2025-03-31 nil 9",
            ])
        #expect(try periods(.quarter, nilReturns: [confirmed], []) == ["2025-03-31 missed 0"])
    }

    /// February missed, March confirmed as empty and due on 7 April, a file on the 4th: nearer to March's due date than to February's.
    @Test func besideANilReturn() throws {
        let confirmed = NilReturn(
            source: "a", item: "b", first: day("2025-03-01"), last: day("2025-03-31"), period: "2025-03", submission: 9,
            at: 0)
        func found(earlier: Int, own: Int) throws -> [PeriodRow] {
            try rows(
                .month, due: 5, since: "2025-02-01", before: "2025-05-31", nilReturns: [confirmed],
                [delivery("2025-04-04", 1, dated: 3, earlier: earlier, own: own)])
        }
        // Of February: late, because March had nothing to deliver, and for no other reason.
        let late = try found(earlier: 3, own: 0)
        #expect(late.map(\.state) == [.late, .nilReturn, .missed])
        #expect(late[0].note.contains("下一期已确认零报送") && !late[0].note.contains("离本期应报日"), "\(late[0].note)")
        // Of March, against its nil return.
        let own = try found(earlier: 0, own: 3)
        #expect(own.map(\.state) == [.missed, .onTime, .missed])
        #expect(own[1].note.contains("另有零报送"), "\(own[1].note)")
        // Of April, which had begun.
        let early = try found(earlier: 0, own: 0)
        #expect(early.map(\.state) == [.missed, .nilReturn, .onTime])
        #expect(early[2].note.contains("上一期已另有报送或零报送"), "\(early[2].note)")
    }
}
