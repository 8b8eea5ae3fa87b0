import Foundation
import Model
import Testing

@testable import Scheduling

/// A clock that leaps forward or falls back: New York on 2025-03-09 (02:00 → 03:00) and 2025-11-02 (02:00 → 01:00).
@Suite struct ClockChangeTests {
    private func following(_ text: String, _ from: String, _ count: Int, zone: TimeZone = Moments.newYork) throws
        -> [Int]
    {
        let expression = try CronExpression(text)
        var moments = [Moments.parse(from, in: zone)]
        for _ in 0..<count {
            moments.append(try #require(expression.next(after: moments[moments.count - 1], in: zone)))
        }
        return Array(moments.dropFirst())
    }

    /// A local time that does not exist that day does not come that day.
    @Test func aLeapIsPassedOver() throws {
        let found = try following("30 2 * * *", "2025-03-08 12:00", 2)
        #expect(found == ["2025-03-10T02:30:00-0400", "2025-03-11T02:30:00-0400"].map { Moments.parse($0) })
    }

    @Test func hoursGoOnOverALeap() throws {
        let found = try following("0 * * * *", "2025-03-09 00:30", 3)
        #expect(
            found
                == ["2025-03-09T01:00:00-0500", "2025-03-09T03:00:00-0400", "2025-03-09T04:00:00-0400"].map {
                    Moments.parse($0)
                })
    }

    /// A local time that comes twice fires twice.
    @Test func aRepeatedTimeComesTwice() throws {
        let found = try following("30 1 * * *", "2025-11-02 00:00", 3)
        #expect(
            found
                == ["2025-11-02T01:30:00-0400", "2025-11-02T01:30:00-0500", "2025-11-03T01:30:00-0500"].map {
                    Moments.parse($0)
                })
    }

    /// Lord Howe changes by half an hour.
    @Test func halfAnHour() throws {
        let zone = Moments.zone("Australia/Lord_Howe")
        let found = try following("45 1 * * *", "2025-04-05 12:00", 3, zone: zone)
        #expect(
            found
                == ["2025-04-06T01:45:00+1100", "2025-04-06T01:45:00+1030", "2025-04-07T01:45:00+1030"].map {
                    Moments.parse($0)
                })
        #expect(
            try following("15 2 * * *", "2025-10-04 12:00", 1, zone: zone) == [
                Moments.parse("2025-10-06T02:15:00+1100")
            ])
    }

    private func day(_ text: String) -> Int { CivilDate.parse(text) ?? 0 }

    /// A rule of working days comes once whatever the clock does: at the leap, and the first of two times.
    @Test func workingDaysComeOnce() throws {
        // Beirut leaps at 00:00 on 2025-03-30.
        let zone = Moments.zone("Asia/Beirut")
        let clock = WallClock(zone)
        let spring = day("2025-03-30")
        #expect(Moments.text(clock.moment(day: spring, minute: 30), in: zone) == "2025-03-30 01:00")
        #expect(Moments.text(clock.moment(day: spring, minute: 90), in: zone) == "2025-03-30 01:30")
        let autumn = day("2025-11-02")
        #expect(WallClock(Moments.newYork).moment(day: autumn, minute: 90) == Moments.parse("2025-11-02T01:30:00-0400"))
        let leap = day("2025-03-09")
        #expect(WallClock(Moments.newYork).moment(day: leap, minute: 150) == Moments.parse("2025-03-09T03:00:00-0400"))
        #expect(WallClock(Moments.newYork).moment(day: leap, minute: 180) == Moments.parse("2025-03-09T03:00:00-0400"))
        #expect(WallClock(Moments.newYork).moment(day: leap, minute: 119) == Moments.parse("2025-03-09T01:59:00-0500"))
    }
}
