package import Model

/// What all departments owed, by item.
package struct Obligations: Sendable {
    private let owed: [Obligation]
    /// The day on which the first delivery of any department came: from then on all is owed that says no other day.
    private let inService: Int?
    private let deliveries: [String: [OwedDelivery]]
    private let nilReturns: [String: [NilReturn]]
    private let calendar: WorkingCalendar
    private let today: Int

    /// - Parameters:
    ///   - rows: by delivery, what its rows say.
    ///   - asOf: when the report stands, seconds since 1970: what came later, deliveries and nil returns, is none of its.
    package init(
        _ owed: [Obligation], deliveries: [DeliveryFacts], rows: [DeliveryRows], nilReturns: [NilReturn],
        calendar: WorkingCalendar, clock: ReportClock, asOf: Int
    ) {
        self.owed = owed
        self.calendar = calendar
        today = clock.day(of: asOf)
        inService = deliveries.lazy.map(\.received).filter { $0 <= asOf }.min().map(clock.day)
        let keys = Set(owed.map { ItemKey(source: $0.source, item: $0.item) })
        var found: [ItemKey: [Arrival]] = [:]
        for (place, delivery) in deliveries.enumerated() where !delivery.isNilReturn && !delivery.item.isEmpty {
            let key = ItemKey(source: delivery.source, item: delivery.item)
            guard keys.contains(key) else { continue }
            for (number, at) in delivery.arrivals.enumerated() where at <= asOf {
                found[key, default: []].append(Arrival(place: place, at: at, isFirst: number == 0))
            }
        }
        self.deliveries = Dictionary(
            uniqueKeysWithValues: found.map { key, arrivals in
                (key.text, Obligations.inOrder(arrivals, deliveries, rows, clock))
            })
        self.nilReturns = Dictionary(grouping: nilReturns.filter { $0.at <= asOf }) { "\($0.source)/\($0.item)" }
    }

    private struct ItemKey: Hashable {
        var source: String
        var item: String
        var text: String { "\(source)/\(item)" }
    }

    /// One arrival of a delivery's bytes.
    private struct Arrival {
        /// Place of the delivery.
        var place: Int
        var at: Int
        var isFirst: Bool
    }

    /// Deliveries of one item in order of arrival. Bytes of which rows were taken before are no new delivery, however they are read now.
    private static func inOrder(
        _ arrivals: [Arrival], _ deliveries: [DeliveryFacts], _ rows: [DeliveryRows], _ clock: ReportClock
    ) -> [OwedDelivery] {
        var taken: [String: Int] = [:]
        /// By time of receipt, the submission that brought rows back mended.
        var bringing: [Int: Int] = [:]
        var result: [(owed: OwedDelivery, cameBack: Int)] = []
        for arrival in arrivals.sorted(by: { ($0.at, $0.place) < ($1.at, $1.place) }) {
            let (delivery, rows) = (deliveries[arrival.place], rows[arrival.place])
            let day = clock.day(of: arrival.at)
            var owed = OwedDelivery(
                day: day, submission: delivery.id, file: delivery.file, count: delivery.rows, rows: rows,
                isRefused: delivery.isRefused)
            owed.firstDay = taken[delivery.digest] ?? (arrival.isFirst ? nil : clock.day(of: delivery.received))
            if owed.isFulfilling {
                taken[delivery.digest] = day
                if rows.mended > 0 { bringing[arrival.at] = bringing[arrival.at] ?? delivery.id }
            }
            result.append((owed, owed.firstDay == nil ? rows.cameBack : .max))
        }
        return result.map { owed, cameBack in
            var owed = owed
            owed.mendedBy = bringing[cameBack]
            return owed
        }
    }

    /// Periods whose due date lies in each of some months, which follow on each other; worst first.
    package func periods(of months: [ReportMonth]) throws(MissingCalendarYear) -> [[PeriodRow]] {
        guard let end = months.last?.days.upperBound else { return [] }
        var rows = months.map { _ in [PeriodRow]() }
        for obligation in owed {
            guard let start = obligation.since ?? inService else { continue }
            let key = "\(obligation.source)/\(obligation.item)"
            let ledger = ObligationLedger(
                owed: obligation, start: start, deliveries: deliveries[key] ?? [], nilReturns: nilReturns[key] ?? [],
                calendar: calendar, today: today)
            for row in try ledger.periods(before: end) {
                if let month = months.firstIndex(where: { $0.days.contains(row.due) }) { rows[month].append(row) }
            }
        }
        let harm = PeriodRow.State.allCases
        func order(_ row: PeriodRow) -> (Int, String, String, Int) {
            (harm.firstIndex(of: row.state) ?? 0, row.source, row.item, row.first)
        }
        return rows.map { $0.sorted { order($0) < order($1) } }
    }
}

extension Figure {
    /// Whether a period counts.
    package func counts(_ period: PeriodRow) -> Bool {
        switch self {
        case .due: true
        case .dueOnTime: period.state == .onTime
        case .dueLate: period.state == .late
        case .dueNil: period.state == .nilReturn
        case .dueAllRejected: period.state == .allRejected
        case .missed: period.state == .missed
        default: false
        }
    }
}
