package import Model

/// What all departments owed, by item.
package struct Obligations: Sendable {
    private let owed: [Obligation]
    private let starts: [String: Int]
    private let deliveries: [String: [OwedDelivery]]
    private let nilReturns: [String: [NilReturn]]
    private let calendar: WorkingCalendar
    private let today: Int

    /// - Parameters:
    ///   - kept: by delivery, how many rows were not sent back.
    ///   - today: the day on which the report stands.
    package init(
        _ owed: [Obligation], deliveries: [DeliveryFacts], kept: [Int], nilReturns: [NilReturn],
        calendar: WorkingCalendar, clock: ReportClock, today: Int
    ) {
        self.owed = owed
        self.calendar = calendar
        self.today = today
        var starts: [String: Int] = [:]
        var found: [String: [OwedDelivery]] = [:]
        for (place, delivery) in deliveries.enumerated() {
            let first = clock.day(of: delivery.received)
            starts[delivery.source] = min(starts[delivery.source] ?? first, first)
            guard !delivery.isNilReturn, !delivery.item.isEmpty else { continue }
            for arrival in delivery.arrivals {
                found["\(delivery.source)/\(delivery.item)", default: []].append(
                    OwedDelivery(
                        day: clock.day(of: arrival), submission: delivery.id, file: delivery.file, rows: delivery.rows,
                        kept: kept[place], isRefused: delivery.isRefused))
            }
        }
        self.starts = starts
        self.deliveries = found.mapValues { $0.sorted { ($0.day, $0.submission) < ($1.day, $1.submission) } }
        self.nilReturns = Dictionary(grouping: nilReturns) { "\($0.source)/\($0.item)" }
    }

    /// Periods whose due date lies in the month, worst first.
    package func periods(of month: ReportMonth) throws(MissingCalendarYear) -> [PeriodRow] {
        var rows: [PeriodRow] = []
        for obligation in owed {
            guard let start = obligation.since ?? starts[obligation.source] else { continue }
            let key = "\(obligation.source)/\(obligation.item)"
            rows += try ObligationLedger(
                owed: obligation, start: start, deliveries: deliveries[key] ?? [], nilReturns: nilReturns[key] ?? [],
                calendar: calendar, today: today
            ).periods(of: month)
        }
        let harm = PeriodRow.State.allCases
        func order(_ row: PeriodRow) -> (Int, String, String, Int) {
            (harm.firstIndex(of: row.state) ?? 0, row.source, row.item, row.first)
        }
        return rows.sorted { order($0) < order($1) }
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
