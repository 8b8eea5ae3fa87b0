package import Model

/// An item that a department owes.
package struct OwedItem: Sendable, Equatable {
    package var source: String
    package var item: String
    package var frequency: Frequency

    package init(source: String, item: String, frequency: Frequency) {
        self.source = source
        self.item = item
        self.frequency = frequency
    }

    /// What the departments owe by their mappings; of several mappings for one item the most frequent counts.
    package static func all(_ departments: [Department], items: [Item]) -> [OwedItem] {
        var owed: [OwedItem] = []
        for department in departments {
            for mapping in department.deliveries {
                let item = items[mapping.item].id
                let place = owed.firstIndex { $0.source == department.id && $0.item == item }
                guard let place else {
                    owed.append(OwedItem(source: department.id, item: item, frequency: mapping.frequency))
                    continue
                }
                if mapping.frequency.months < owed[place].frequency.months { owed[place].frequency = mapping.frequency }
            }
        }
        return owed
    }
}

extension Frequency {
    /// Months of a period, by which frequencies are told apart; what comes as it happens is owed at no time.
    fileprivate var months: Int {
        switch self {
        case .day, .week, .month: 1
        case .quarter: 3
        case .halfYear: 6
        case .year: 12
        case .asItHappens: .max
        }
    }

    /// The days in which a delivery was owed whose period ends with this month; nil where none ends. Periods are calendar months,
    /// quarters, half-years and years; a daily or weekly delivery is owed every month.
    package func period(endingIn month: ReportMonth) -> Range<Int>? {
        guard self != .asItHappens, month.month % months == 0 else { return nil }
        return month.firstDay(1 - months)..<month.days.upperBound
    }

    var chinese: String {
        switch self {
        case .day: "每日"
        case .week: "每周"
        case .month: "每月"
        case .quarter: "每季"
        case .halfYear: "每半年"
        case .year: "每年"
        case .asItHappens: "即时"
        }
    }
}

/// One department's figures for one item in a month.
package struct TimelinessRow: Sendable, Equatable {
    package var source: String
    package var item: String
    /// nil where nothing says that the department owes the item.
    package var frequency: Frequency?
    package var isDue: Bool
    package var isDelivered: Bool
    package var volume: VolumeRow

    /// Rows that arrived within the deadline, of rows with an event date.
    package var timeliness: Rate { Rate(volume.onTime, of: volume.dated) }
    /// 1 of 1 where a delivery due was made.
    package var update: Rate { Rate(isDue && isDelivered ? 1 : 0, of: isDue ? 1 : 0) }
    /// Rows accepted into the store, of rows received.
    package var compliance: Rate { Rate(volume.outcomes.accepted, of: volume.outcomes.total) }

    /// How the period stands (domain §6): a delivery of which every row was rejected is none.
    package enum State: String, Sendable {
        case delivered, empty, missed
        case allRejected = "all_rejected"
        case notDue = "not_due"
    }

    package var state: State {
        if isDelivered { return .delivered }
        if volume.allRejected > 0 { return .allRejected }
        if volume.empty > 0 { return .empty }
        return isDue ? .missed : .notDue
    }
}

/// The sum of some rows.
package struct TimelinessTotal: Sendable, Equatable {
    package var source: String
    package var deliveries = 0
    package var outcomes = OutcomeCounts()
    package var undated = 0
    package var timeliness = Rate(0, of: 0)
    package var update = Rate(0, of: 0)
    package var compliance = Rate(0, of: 0)

    init(_ source: String, _ rows: [TimelinessRow]) {
        self.source = source
        for row in rows {
            deliveries += row.volume.deliveries
            outcomes += row.volume.outcomes
            undated += row.volume.undated
            timeliness += row.timeliness
            update += row.update
            compliance += row.compliance
        }
    }
}

/// The month's figures by department and item (domain §6): every rate with both its counts, none where there is nothing to divide by.
package struct TimelinessReport: Sendable {
    package var instance: String
    package var month: ReportMonth
    package var asOf: Int
    package var clock: ReportClock
    package var vocabulary: Vocabulary
    /// In order of source and item.
    package private(set) var rows: [TimelinessRow]

    /// - Parameters:
    ///   - volumes: of deliveries received in the month.
    ///   - lastAccepted: by source and item, when the last accepted delivery before the month's end arrived.
    package init(
        instance: String, month: ReportMonth, asOf: Int, clock: ReportClock, vocabulary: Vocabulary, owed: [OwedItem],
        volumes: [VolumeRow], lastAccepted: [String: [String: Int]]
    ) {
        self.instance = instance
        self.month = month
        self.asOf = asOf
        self.clock = clock
        self.vocabulary = vocabulary
        rows = volumes.map {
            TimelinessRow(
                source: $0.source, item: $0.item, frequency: nil, isDue: false, isDelivered: $0.accepted > 0, volume: $0
            )
        }
        for owed in owed {
            let place = rows.firstIndex { $0.source == owed.source && $0.item == owed.item } ?? rows.count
            if place == rows.count {
                rows.append(
                    TimelinessRow(
                        source: owed.source, item: owed.item, frequency: nil, isDue: false, isDelivered: false,
                        volume: VolumeRow(source: owed.source, item: owed.item)))
            }
            rows[place].frequency = owed.frequency
            guard let period = owed.frequency.period(endingIn: month) else { continue }
            rows[place].isDue = true
            let last = lastAccepted[owed.source]?[owed.item] ?? Int.min
            rows[place].isDelivered = rows[place].isDelivered || last >= clock.start(ofDay: period.lowerBound)
        }
        rows.sort { ($0.source, $0.item) < ($1.source, $1.item) }
    }

    /// By department, in order of source.
    package var departments: [TimelinessTotal] {
        var sources: [String] = []
        for row in rows where sources.last != row.source { sources.append(row.source) }
        return sources.map { source in TimelinessTotal(source, rows.filter { $0.source == source }) }
    }

    package var total: TimelinessTotal { TimelinessTotal("", rows) }
}
