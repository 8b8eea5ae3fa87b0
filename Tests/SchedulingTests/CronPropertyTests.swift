import Foundation
import Testing

@testable import Scheduling

/// The next moment is strictly later, it matches, and no minute before it does, by a slow matcher that goes from minute to minute.
@Suite struct CronPropertyTests {
    private static func field(_ range: ClosedRange<Int>, _ chance: inout Chance) -> String {
        func number() -> Int { Int.random(in: range, using: &chance) }
        func one() -> String {
            let (a, b) = (number(), number())
            switch Int.random(in: 0..<8, using: &chance) {
            case 0: return "\(a)"
            case 1: return "\(min(a, b))-\(max(a, b))"
            case 2: return "\(min(a, b))-\(max(a, b))/\(Int.random(in: 1...5, using: &chance))"
            case 3: return "*/\(Int.random(in: 1...9, using: &chance))"
            case 4: return "\(a)/\(Int.random(in: 1...9, using: &chance))"
            default: return "*"
            }
        }
        return (0..<Int.random(in: 1...2, using: &chance)).map { _ in one() }.joined(separator: ",")
    }

    /// Minutes that are walked from each start.
    private static let walked = 2 * 1440

    @Test(arguments: [
        ("Asia/Shanghai", "2025-12-30 00:00"), ("America/New_York", "2025-03-08 12:00"),
        ("America/New_York", "2025-11-01 12:00"), ("Australia/Lord_Howe", "2025-04-05 01:00"),
        ("America/St_Johns", "2006-10-28 12:00"), ("Asia/Beirut", "2025-03-29 12:00"),
        ("Europe/London", "2028-02-28 06:00"),
    ])
    func agreesWithTheSlowMatcher(_ name: String, _ from: String) throws {
        let zone = Moments.zone(name)
        var chance = Chance(seed: UInt64(from.utf8.reduce(0) { $0 &* 31 &+ Int($1) }.magnitude))
        var later = 0
        for _ in 0..<16 {
            let text = [0...59, 0...23, 1...31, 1...12, 0...6].map { Self.field($0, &chance) }.joined(separator: " ")
            let (fast, slow) = (try CronExpression(text), SlowCron(text, in: zone))
            let start = Moments.parse(from, in: zone) + Int.random(in: 0..<7200, using: &chance)
            var moment = start
            var expected = fast.next(after: moment, in: zone)
            var minute = moment / 60 * 60
            for _ in 0..<Self.walked {
                minute += 60
                if let next = expected, next <= minute {
                    #expect(next == minute && next > moment && slow.matches(next), "\(text) \(name) \(next)")
                    moment = next
                    expected = fast.next(after: moment, in: zone)
                } else if slow.matches(minute) {
                    Issue.record("\(text) in \(name) misses \(minute)")
                }
            }
            if let expected {
                later += 1
                #expect(expected > minute && slow.matches(expected), "\(text) \(name) \(expected)")
            }
        }
        #expect(later > 0, "some come again")
    }

    /// The last moment of a stretch is the one that going forward ends with.
    @Test(arguments: ["*/7 * * * *", "0 9 * * 1-5", "0 0 29 2 *", "30 2 13 * 5", "59 23 31 12 *"])
    func theLastIsTheEndOfAllThatFollow(_ text: String) throws {
        let timetable = try Timetable(text)
        var chance = Chance(seed: 7)
        for _ in 0..<6 {
            let start = Moments.parse("2025-01-01 00:00") + Int.random(in: 0..<3_000_000, using: &chance)
            let end = start + Int.random(in: 0..<900_000, using: &chance)
            var expected: Int?
            while let next = try timetable.next(
                after: expected ?? start, through: end, in: Moments.shanghai, calendar: Calendars.all)
            { expected = next }
            let last = try timetable.last(after: start, through: end, in: Moments.shanghai, calendar: Calendars.all)
            #expect(last == expected, "\(text) \(start) \(end)")
        }
    }
}
