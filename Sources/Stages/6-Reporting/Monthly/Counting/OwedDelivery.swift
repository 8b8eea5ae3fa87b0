import Model

/// What a delivery's rows say of the period that it is for.
package struct DeliveryRows: Sendable, Equatable {
    /// Rows that were not sent back.
    package var kept = 0
    /// Of those: rows of records that were sent back before and came back mended.
    package var mended = 0
    /// When the first of its rows that were sent back came back mended, seconds since 1970; `Int.max` where none has.
    package var cameBack = Int.max
    /// First reports with an event date.
    package var dated = 0
    /// Of those: events before the period in whose window the delivery arrived.
    package var earlier = 0
    /// And events in that period.
    package var own = 0

    package init() {}

    /// - Parameter period: the days of the period in whose window the delivery arrived.
    mutating func add(_ row: RowFacts, period: Range<Int>) {
        guard row.outcome != .rejected else {
            cameBack = min(cameBack, row.mended)
            return
        }
        kept += 1
        if row.isReturned { mended += 1 }
        guard row.isFirst, row.event != Record.noDate else { return }
        dated += 1
        if row.event < period.lowerBound { earlier += 1 }
        if period.contains(Int(row.event)) { own += 1 }
    }
}

/// A delivery that came, as obligations see it.
package struct OwedDelivery: Sendable, Equatable {
    /// Day of arrival.
    package var day: Int
    /// Number of the submission.
    package var submission: Int
    package var file: String
    /// How many rows it has, and what they say.
    package var count: Int
    package var rows: DeliveryRows
    package var isRefused: Bool
    /// Where the same bytes were taken before: the day of that. They are no new delivery.
    package var firstDay: Int?
    /// The submission that brought the first of its rows back mended.
    package var mendedBy: Int?

    package init(
        day: Int, submission: Int, file: String, count: Int, rows: DeliveryRows, isRefused: Bool = false,
        firstDay: Int? = nil, mendedBy: Int? = nil
    ) {
        self.day = day
        self.submission = submission
        self.file = file
        self.count = count
        self.rows = rows
        self.isRefused = isRefused
        self.firstDay = firstDay
        self.mendedBy = mendedBy
    }

    /// Whether it can fulfil a period: new bytes of which at least one row was not sent back.
    var isFulfilling: Bool { firstDay == nil && rows.kept > 0 }

    /// Whether every row of it was sent back.
    var isAllRejected: Bool { firstDay == nil && !isRefused && count > 0 && rows.kept == 0 }

    /// Whether most of what it reports for the first time happened after the period before the one in whose window it arrived: what tells that it
    /// is not that one's late delivery.
    var isAboutItsOwnTime: Bool { rows.dated > 0 && rows.earlier * 2 < rows.dated }

    /// Whether most of it happened in the period in whose window it arrived.
    var isAboutItsOwnPeriod: Bool { rows.own * 2 > rows.dated }
}
