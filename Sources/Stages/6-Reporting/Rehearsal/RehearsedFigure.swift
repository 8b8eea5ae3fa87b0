import Model

/// A figure of the monthly report that would be another, of one department and month; see ``Figure`` for what it counts.
package struct RehearsedFigure: Sendable, Equatable {
    package var source: String
    package var month: ReportMonth
    package var figure: Figure
    package var before: Int
    package var after: Int

    /// What of two sides' figures of the same months differs, by department, month and figure.
    package static func differences(
        _ before: [String: [TrendPoint]], _ after: [String: [TrendPoint]]
    ) -> [RehearsedFigure] {
        changes(before, after) { source, old, new in
            Figure.allCases.compactMap { figure in
                let counts = (old.counts[figure], new.counts[figure])
                return counts.0 == counts.1
                    ? nil
                    : RehearsedFigure(
                        source: source, month: old.month, figure: figure, before: counts.0, after: counts.1)
            }
        }
    }
}

/// A rate of the monthly report that would be another, of one department and month.
package struct RehearsedRate: Sendable, Equatable {
    package var source: String
    package var month: ReportMonth
    package var rate: MonthlyRate
    package var change: RateChange

    /// What of two sides' rates of the same months differs, by department, month and rate.
    package static func differences(
        _ before: [String: [TrendPoint]], _ after: [String: [TrendPoint]]
    ) -> [RehearsedRate] {
        changes(before, after) { source, old, new in
            MonthlyRate.allCases.compactMap { rate in
                let change = RateChange(before: rate.of(old.counts), after: rate.of(new.counts))
                return change.before == change.after
                    ? nil : RehearsedRate(source: source, month: old.month, rate: rate, change: change)
            }
        }
    }
}

/// Departments in order, each with its months in order; the sum over all departments, under the empty id, is left out. A side that lacks a
/// department has none of its figures.
private func changes<Change>(
    _ before: [String: [TrendPoint]], _ after: [String: [TrendPoint]],
    _ body: (_ source: String, _ old: TrendPoint, _ new: TrendPoint) -> [Change]
) -> [Change] {
    Set(before.keys).union(after.keys).filter { !$0.isEmpty }.sorted().flatMap { source in
        func nothing(_ points: [TrendPoint]) -> [TrendPoint] {
            points.map { TrendPoint(month: $0.month, counts: FigureCounts()) }
        }
        let old = before[source] ?? nothing(after[source] ?? [])
        let new = after[source] ?? nothing(old)
        return zip(old, new).flatMap { body(source, $0, $1) }
    }
}
