package import Foundation
import Model

/// Writes times as the instance's people read them.
package struct ReportClock: Sendable {
    private let timeZone: TimeZone

    package init(_ timeZone: TimeZone) { self.timeZone = timeZone }

    /// `2025-08-01 09:30`
    package func text(_ seconds: Int) -> String {
        let (day, time, _) = parts(seconds)
        return "\(day) \(time.prefix(5))"
    }

    /// `2025-08-01T09:30:00+08:00`
    package func iso(_ seconds: Int) -> String {
        let (day, time, offset) = parts(seconds)
        let minutes = abs(offset) / 60
        return "\(day)T\(time)\(offset < 0 ? "-" : "+")\(two(minutes / 60)):\(two(minutes % 60))"
    }

    /// The seconds since 1970 at which a day, counted from 1970-01-01, begins.
    package func start(ofDay day: Int) -> Int {
        let guess = day * 86_400
        let offset = timeZone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(guess)))
        let start = guess - offset
        return guess - timeZone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(start)))
    }

    /// The day, counted from 1970-01-01, in which a moment lies.
    package func day(of seconds: Int) -> Int {
        let local = seconds + timeZone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds)))
        return Int((Double(local) / 86_400).rounded(.down))
    }

    private func parts(_ seconds: Int) -> (day: String, time: String, offset: Int) {
        let offset = timeZone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds)))
        let local = seconds + offset
        let day = Int((Double(local) / 86_400).rounded(.down))
        let rest = local - day * 86_400
        return (CivilDate.iso(day), "\(two(rest / 3600)):\(two(rest / 60 % 60)):\(two(rest % 60))", offset)
    }

    private func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}

extension ReportClock {
    /// The day, counted from 1970-01-01, on which a time lies.
    func civilDay(_ seconds: Int) -> Int { CivilDate.parse(String(text(seconds).prefix(10))) ?? 0 }
}
