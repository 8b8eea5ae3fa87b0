import Foundation

/// A time zone's clock as a function of the moment, both in seconds since 1970.
struct WallClock {
    private let zone: TimeZone

    init(_ zone: TimeZone) { self.zone = zone }

    /// Seconds by which the clock is ahead of UTC.
    func offset(at moment: Int) -> Int { zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(moment))) }

    /// The day, counted from 1970-01-01, that the clock shows.
    func day(at moment: Int) -> Int { Self.floor(moment + offset(at: moment), 86_400) }

    /// The first moment in `(start, end]` at which the clock has another offset than at `start`.
    ///
    /// Looks once a day: no zone has changed its offset and back within one.
    func change(after start: Int, through end: Int) -> Int? {
        let offset = offset(at: start)
        var low = start
        while low < end {
            var high = min(low + 86_400, end)
            guard self.offset(at: high) != offset else {
                low = high
                continue
            }
            while high - low > 1 {
                let middle = low + (high - low) / 2
                if self.offset(at: middle) == offset { low = middle } else { high = middle }
            }
            return high
        }
        return nil
    }

    /// The moment at which the clock first shows a minute of a day, or, where it leaps over that minute, the moment of the leap.
    func moment(day: Int, minute: Int) -> Int {
        let local = day * 86_400 + minute * 60
        let (before, after) = (offset(at: local - 86_400), offset(at: local + 86_400))
        if before == after || offset(at: local - before) == before { return local - before }
        if offset(at: local - after) == after { return local - after }
        return change(after: local - before - 86_400, through: local - before) ?? local - before
    }

    /// Division that rounds down, also below zero.
    static func floor(_ number: Int, _ divisor: Int) -> Int {
        let quotient = number / divisor
        return number % divisor < 0 ? quotient - 1 : quotient
    }
}
