import Model
import Reporting

/// The monthly figures of both sides: of the month that is rehearsed, or of all months in which something was received.
///
/// Each month stands as on its last day, by the replayed deliveries alone: what stewards decided by command is on neither side.
struct RehearsedMonths {
    let figures: [RehearsedFigure]
    let rates: [RehearsedRate]

    /// - Parameters:
    ///   - received: times of receipt of what was replayed, seconds since 1970; not empty.
    init(
        before: RehearsalSide, after: RehearsalSide, month: ReportMonth?, received: ClosedRange<Int>,
        clock: ReportClock
    ) throws {
        let last = month ?? ReportMonth(of: received.upperBound, clock)
        let first = month ?? ReportMonth(of: received.lowerBound, clock)
        var count = 1
        while first.advanced(by: count - 1) != last { count += 1 }
        func trend(_ side: RehearsalSide) throws -> [String: [TrendPoint]] {
            try MonthlyFigures(side.instance, month: last, asOf: last.seconds(clock).upperBound, trend: count)
                .report(suspects: false).trend
        }
        let (old, new) = (try trend(before), try trend(after))
        figures = RehearsedFigure.differences(old, new)
        rates = RehearsedRate.differences(old, new)
    }
}
