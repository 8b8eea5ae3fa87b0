package import Model

/// What a department owes of one item: how often, and from when on.
package struct Obligation: Sendable, Equatable {
    package var source: String
    package var item: String
    package var frequency: Frequency
    /// Working days after a period's last day until which its delivery is on time.
    package var dueWorkingDays: Int
    /// From which day on it is owed; nil means from the day on which the instance went into service: that of the first delivery of any
    /// department.
    package var since: Int?

    package init(source: String, item: String, frequency: Frequency, dueWorkingDays: Int = 0, since: Int? = nil) {
        self.source = source
        self.item = item
        self.frequency = frequency
        self.dueWorkingDays = dueWorkingDays
        self.since = since
    }

    /// What the departments owe by their mappings, in order; of several mappings for one item the most frequent counts. What comes as it
    /// happens is owed at no time.
    package static func all(_ departments: [Department], items: [Item]) -> [Obligation] {
        var owed: [Obligation] = []
        for department in departments {
            for mapping in department.deliveries where mapping.frequency != .asItHappens {
                let next = Obligation(
                    source: department.id, item: items[mapping.item].id, frequency: mapping.frequency,
                    dueWorkingDays: mapping.dueWorkingDays, since: department.since)
                guard let place = owed.firstIndex(where: { $0.source == next.source && $0.item == next.item }) else {
                    owed.append(next)
                    continue
                }
                let (old, new) = (owed[place].frequency.order, next.frequency.order)
                if new < old || (new == old && next.dueWorkingDays < owed[place].dueWorkingDays) { owed[place] = next }
            }
        }
        return owed.sorted { ($0.source, $0.item) < ($1.source, $1.item) }
    }

    /// By delivery: the days of the period in whose window it arrived; all days where none is owed.
    package static func periods(
        _ owed: [Obligation], deliveries: [DeliveryFacts], calendar: WorkingCalendar, clock: ReportClock
    ) -> [Range<Int>] {
        var found: [String: Obligation] = [:]
        for obligation in owed { found["\(obligation.source)/\(obligation.item)"] = obligation }
        return deliveries.map { delivery in
            found["\(delivery.source)/\(delivery.item)"]?.period(
                arrivedOn: clock.day(of: delivery.received), calendar) ?? Int.min..<Int.max
        }
    }

    /// The days of the first period that is not over due on a day, from the day on that follows the period before: that in whose window arrives
    /// what arrives on the day. Where the calendar lacks a year, the period that the day lies in.
    package func period(arrivedOn day: Int, _ calendar: WorkingCalendar) -> Range<Int> {
        guard let around = frequency.period(of: day) else { return Int.min..<Int.max }
        var (first, last) = (around.first, around.last)
        while (try? isOwed(OwedPeriod(first: last, last: last), calendar)) == false { last += 1 }
        while let before = frequency.period(of: first - 1), let isOwed = try? isOwed(before, calendar) {
            if isOwed {
                guard let due = try? calendar.deadline(from: before.last, workingDays: dueWorkingDays), due >= day
                else { break }
                last = before.last
            }
            first = before.first
        }
        return first..<(last + 1)
    }

    /// Daily deliveries are owed on working days only.
    func isOwed(_ period: OwedPeriod, _ calendar: WorkingCalendar) throws(MissingCalendarYear) -> Bool {
        frequency == .day ? try calendar.isWorkingDay(period.first) : true
    }
}

/// A stretch of days for which a delivery is owed; both ends belong to it.
package struct OwedPeriod: Sendable, Equatable {
    package var first: Int
    package var last: Int
}

extension Frequency {
    /// The more frequent first.
    fileprivate var order: Int {
        switch self {
        case .day: 0
        case .week: 1
        case .month: 2
        case .quarter: 3
        case .halfYear: 4
        case .year: 5
        case .asItHappens: 6
        }
    }

    /// The period that a day lies in; nil for what comes as it happens. Weeks run from Monday to Sunday.
    func period(of day: Int) -> OwedPeriod? {
        let months: Int
        switch self {
        case .day: return OwedPeriod(first: day, last: day)
        case .week:
            // 1970-01-01 was a Thursday.
            let monday = day - ((day + 3) % 7 + 7) % 7
            return OwedPeriod(first: monday, last: monday + 6)
        case .month: months = 1
        case .quarter: months = 3
        case .halfYear: months = 6
        case .year: months = 12
        case .asItHappens: return nil
        }
        let (year, month, _) = CivilDate.civil(day)
        let first = (month - 1) / months * months + 1
        let end = first + months
        return OwedPeriod(
            first: CivilDate.day(year: year, month: first, day: 1),
            last: CivilDate.day(year: end > 12 ? year + 1 : year, month: end > 12 ? end - 12 : end, day: 1) - 1)
    }
}
