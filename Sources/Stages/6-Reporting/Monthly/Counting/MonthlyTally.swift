package import Model

/// Where a row's counts go: a department's item that came by one channel.
package struct EntryKey: Hashable, Sendable, Comparable {
    package var source: String
    package var item: String
    /// Of the department; empty where it has none.
    package var region: String
    /// Empty for what has no channel: periods that were owed, and cases.
    package var channel: String

    package init(source: String, item: String, region: String, channel: String) {
        self.source = source
        self.item = item
        self.region = region
        self.channel = channel
    }

    package static func < (left: EntryKey, right: EntryKey) -> Bool {
        (left.source, left.item, left.region, left.channel) < (right.source, right.item, right.region, right.channel)
    }
}

/// Counts rows by figure, entry and month, for several months at once: no allocation a row.
package struct MonthlyTally {
    package let months: [ReportMonth]
    private let spans: [Range<Int>]
    private let clock: ReportClock
    private let records: RecordClock
    private let deliveries: [DeliveryFacts]
    private var keys: [EntryKey] = []
    /// By delivery: its entry, the day it was received, its item's deadline (-1 without one), the month it was received in (-1 for none).
    private var facts: [Delivery] = []
    /// By month, entry and figure.
    private var counts: [Int] = []
    /// By delivery.
    package private(set) var rows: [DeliveryRows]
    private let periods: [Range<Int>]
    private var daysLate: [[Int: Int]] = []
    private var outstandingAge: [[Int: Int]] = []

    private struct Delivery {
        var entry: Int
        var day: Int
        var deadline: Int
        var month: Int
    }

    /// - Parameters:
    ///   - months: in order; the last is the one that days late and ages are told of.
    ///   - periods: by delivery, the days of the period in whose window it arrived: see ``Obligation/periods(_:deliveries:calendar:clock:)``.
    ///   - regions: by department.
    package init(
        months: [ReportMonth], clock: ReportClock, deliveries: [DeliveryFacts], periods: [Range<Int>], items: [Item],
        regions: [String: String], calendar: WorkingCalendar
    ) {
        self.months = months
        self.clock = clock
        self.deliveries = deliveries
        records = RecordClock(calendar)
        let spans = months.map { $0.seconds(clock) }
        self.spans = spans
        rows = [DeliveryRows](repeating: DeliveryRows(), count: deliveries.count)
        self.periods = periods
        let deadlines = Dictionary(
            uniqueKeysWithValues: items.map { ($0.id, $0.eventDate == nil ? -1 : $0.deadline ?? -1) })
        var places: [EntryKey: Int] = [:]
        for delivery in deliveries {
            let key = EntryKey(
                source: delivery.source, item: delivery.item, region: regions[delivery.source] ?? "",
                channel: delivery.channel)
            if places[key] == nil {
                places[key] = keys.count
                keys.append(key)
            }
            facts.append(
                Delivery(
                    entry: places[key] ?? 0, day: clock.day(of: delivery.received),
                    deadline: deadlines[delivery.item] ?? -1,
                    month: spans.firstIndex { $0.contains(delivery.received) } ?? -1))
        }
        counts = [Int](repeating: 0, count: months.count * keys.count * Figure.ofRows.count)
        daysLate = Array(repeating: [:], count: keys.count)
        outstandingAge = daysLate
    }

    /// What the calendar says of a row.
    package func measure(_ row: RowFacts) throws(MissingCalendarYear) -> MeasuredRow {
        let delivery = facts[row.delivery]
        let isTimed = delivery.deadline >= 0
        guard isTimed, row.isFirst, row.outcome != .rejected, row.event != Record.noDate else {
            return MeasuredRow(facts: row, isTimed: isTimed)
        }
        let restarted = try records.daysLate(
            event: Int(row.event), arrival: delivery.day, deadline: delivery.deadline)
        guard row.firstArrival != row.received else {
            return MeasuredRow(facts: row, isTimed: true, daysLate: restarted, daysLateRestarted: restarted)
        }
        let first = try records.daysLate(
            event: Int(row.event), arrival: clock.day(of: row.firstArrival), deadline: delivery.deadline)
        return MeasuredRow(facts: row, isTimed: true, daysLate: first, daysLateRestarted: restarted)
    }

    /// The last day on which a row would have been on time; nil where it is not timed.
    package func lastDay(_ row: RowFacts) -> Int? {
        let deadline = facts[row.delivery].deadline
        guard deadline >= 0, row.event != Record.noDate else { return nil }
        return records.lastDay(event: Int(row.event), deadline: deadline)
    }

    /// - Returns: whether the row is in a figure of the last month.
    @discardableResult
    package mutating func add(_ row: RowFacts) throws(MissingCalendarYear) -> Bool {
        let delivery = facts[row.delivery]
        rows[row.delivery].add(row, period: periods[row.delivery])
        var isInLast = false
        if row.outcome == .rejected {
            let measured = MeasuredRow(facts: row, isTimed: false)
            for month in spans.indices {
                if Figure.outstanding.counts(measured, in: spans[month]) {
                    count(Figure.ofRows.count - 1, delivery.entry, month)
                    if month == spans.count - 1 {
                        isInLast = true
                        let age = months[month].days.upperBound - 1 - clock.day(of: row.firstArrival)
                        outstandingAge[delivery.entry][age, default: 0] += 1
                    }
                }
            }
        }
        guard delivery.month >= 0 else { return isInLast }
        let measured = try measure(row)
        let span = spans[delivery.month]
        for (place, figure) in Figure.ofRows.enumerated()
        where figure != .outstanding && figure.counts(measured, in: span) {
            count(place, delivery.entry, delivery.month)
        }
        guard delivery.month == spans.count - 1 else { return isInLast }
        if let late = measured.daysLate, late > 0 { daysLate[delivery.entry][late, default: 0] += 1 }
        return true
    }

    private mutating func count(_ figure: Int, _ entry: Int, _ month: Int) {
        counts[(month * keys.count + entry) * Figure.ofRows.count + figure] += 1
    }

    /// The entries of one month that have anything to tell.
    package func entries(of month: Int) -> [EntryKey: MonthlyEntry] {
        var entries: [EntryKey: MonthlyEntry] = [:]
        for (place, key) in keys.enumerated() {
            var entry = MonthlyEntry(
                source: key.source, item: key.item, region: key.region, channel: key.channel)
            let start = (month * keys.count + place) * Figure.ofRows.count
            var isEmpty = true
            for (offset, figure) in Figure.ofRows.enumerated() where counts[start + offset] > 0 {
                entry.counts[figure] = counts[start + offset]
                isEmpty = false
            }
            if month == months.count - 1 {
                entry.daysLate = daysLate[place]
                entry.outstandingAge = outstandingAge[place]
            }
            if !isEmpty { entries[key] = entry }
        }
        return entries
    }
}
