import Foundation
import Testing

@testable import Scheduling

/// The tables of robfig/cron beside the project, where they are: `../shared/data/cron`.
///
/// What is left out, and why:
/// - a seconds field other than `0`: five-field cron has none;
/// - a day field `*/n` (n > 1) beside a restricted one: robfig takes it for a restriction, so that either field fires, Vixie cron for
///   a star, so that both have to match. Vixie's way is tested in `CronExpressionTests.aStarWithAStepCountsAsAStar`.
/// `TZ=` before an expression or a time is taken off and names the zone.
@Suite(.enabled(if: SharedTables.isThere, "../shared/data/cron is not there"))
struct SharedTableTests {
    private func rows(_ file: String) throws -> [[String]] {
        try String(contentsOfFile: "\(SharedTables.folder)/\(file)", encoding: .utf8).split(separator: "\n")
            .map { $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) }
    }

    private func isTakenOtherwise(_ fields: [Substring]) -> Bool {
        let days = fields.suffix(3)
        guard let inMonth = days.first, let inWeek = days.last else { return false }
        func isOpen(_ field: Substring) -> Bool { field == "*" || field == "?" }
        func isStep(_ field: Substring) -> Bool { field.hasPrefix("*/") && field != "*/1" }
        return (isStep(inMonth) && !isOpen(inWeek)) || (isStep(inWeek) && !isOpen(inMonth))
    }

    /// The zone that a prefix names, and what stands behind it.
    private func zoned(_ text: String) -> (zone: TimeZone?, rest: String) {
        guard let name = text.prefixMatch(of: #/(?:CRON_)?TZ=(\S+) /#) else { return (nil, text) }
        return (Moments.zone(String(name.1)), String(text[name.0.endIndex...]))
    }

    @Test func activation() throws {
        var (held, left) = (0, 0)
        for row in try rows("robfig_activation.tsv").dropFirst() {
            guard !isTakenOtherwise(row[1].split(separator: " ")) else {
                left += 1
                continue
            }
            let moment = Moments.parse(row[0], in: .gmt)
            let next = try CronExpression(row[1]).next(after: moment - 1, in: .gmt)
            #expect((next == moment) == (row[2] == "true"), "\(row)")
            held += 1
        }
        #expect(held == 27 && left == 2, "\(held) held, \(left) left out")
    }

    @Test func next() throws {
        var (held, seconds, otherwise) = (0, 0, 0)
        for row in try rows("robfig_next.tsv").dropFirst() {
            let (zoneOfTime, from) = zoned(row[0])
            let (zoneOfSpec, spec) = zoned(row[1])
            let fields = spec.split(separator: " ")
            if fields[0] != "0" {
                seconds += 1
            } else if isTakenOtherwise(fields) {
                otherwise += 1
            } else {
                let zone = zoneOfSpec ?? zoneOfTime ?? .gmt
                let expression = try CronExpression(fields.dropFirst().joined(separator: " "))
                let next = expression.next(after: Moments.parse(from, in: .gmt), in: zone)
                #expect(next == (row[2].isEmpty ? nil : Moments.parse(row[2], in: .gmt)), "\(row)")
                held += 1
            }
        }
        #expect(held == 50 && seconds == 6 && otherwise == 2, "\(held) held, \(seconds) and \(otherwise) left out")
    }

    @Test func invalid() throws {
        for row in try rows("robfig_invalid_specs.txt") {
            #expect(throws: TimetableMistake.self) { try CronExpression(row[0]) }
        }
    }
}

private enum SharedTables {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "shared/data/cron").path()

    static var isThere: Bool { FileManager.default.fileExists(atPath: folder) }
}
