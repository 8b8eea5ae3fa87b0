import Model

/// A delivery that came, as obligations see it.
package struct OwedDelivery: Sendable, Equatable {
    /// Day of arrival.
    package var day: Int
    /// Number of the submission.
    package var submission: Int
    package var file: String
    package var rows: Int
    /// Rows that were not sent back.
    package var kept: Int
    package var isRefused: Bool

    package init(day: Int, submission: Int, file: String, rows: Int, kept: Int, isRefused: Bool) {
        self.day = day
        self.submission = submission
        self.file = file
        self.rows = rows
        self.kept = kept
        self.isRefused = isRefused
    }
}

/// What became of the periods that a department owed of one item.
///
/// A delivery of which at least one row was not sent back fulfils the period in whose window it arrived: the days after the last due date up to
/// and including this one. Where a window holds two or more and the one before it none, the first of them is the late delivery of the period
/// before.
struct ObligationLedger {
    let owed: Obligation
    /// From this day on.
    let start: Int
    /// In order of arrival.
    let deliveries: [OwedDelivery]
    let nilReturns: [NilReturn]
    let calendar: WorkingCalendar
    /// The day on which the report stands: what is due on it or later is not decided yet unless it was fulfilled.
    let today: Int

    /// Periods whose due date lies in the month.
    func periods(of month: ReportMonth) throws(MissingCalendarYear) -> [PeriodRow] {
        // A due date lies at most so many days behind its period: a working day in three, and the longest holidays.
        let reach = owed.dueWorkingDays == 0 ? 0 : owed.dueWorkingDays * 3 + 14
        var rows: [PeriodRow] = []
        var next = owed.frequency.period(of: month.days.lowerBound - reach)
        while let period = next, period.first < month.days.upperBound {
            next = owed.frequency.period(of: period.last + 1)
            guard period.last >= start, try isOwed(period) else { continue }
            let due = try due(period)
            guard month.days.contains(due) else { continue }
            if let row = try state(period, due) { rows.append(row) }
        }
        return rows
    }

    /// Daily deliveries are owed on working days only.
    private func isOwed(_ period: OwedPeriod) throws(MissingCalendarYear) -> Bool {
        owed.frequency == .day ? try calendar.isWorkingDay(period.first) : true
    }

    private func due(_ period: OwedPeriod) throws(MissingCalendarYear) -> Int {
        owed.dueWorkingDays == 0
            ? period.last : try calendar.deadline(from: period.last, workingDays: owed.dueWorkingDays)
    }

    private func neighbour(_ period: OwedPeriod, _ step: Int) throws(MissingCalendarYear) -> OwedPeriod? {
        var next = owed.frequency.period(of: step < 0 ? period.first - 1 : period.last + 1)
        while let found = next {
            if try isOwed(found) { return found }
            next = owed.frequency.period(of: step < 0 ? found.first - 1 : found.last + 1)
        }
        return nil
    }

    /// Deliveries that arrived after the due date before this one, up to and including this one.
    private func window(_ period: OwedPeriod) throws(MissingCalendarYear) -> [OwedDelivery] {
        let after = try neighbour(period, -1).map(due) ?? Int.min
        let end = try due(period)
        return deliveries.filter { $0.day > after && $0.day <= end }
    }

    private func nilReturn(_ period: OwedPeriod) -> NilReturn? {
        nilReturns.first { $0.first <= period.first && $0.last >= period.last }
    }

    /// The late delivery of a period in whose own window none came: the first of two or more in the next.
    private func lateDelivery(_ period: OwedPeriod) throws(MissingCalendarYear) -> OwedDelivery? {
        guard period.last >= start, nilReturn(period) == nil, try due(period) < today,
            let next = try neighbour(period, 1)
        else { return nil }
        let fulfilling = try window(next).filter { $0.kept > 0 }
        return fulfilling.count > 1 ? fulfilling[0] : nil
    }

    private func state(_ period: OwedPeriod, _ due: Int) throws(MissingCalendarYear) -> PeriodRow? {
        let window = try window(period)
        let fulfilling = window.filter { $0.kept > 0 }
        let confirmed = nilReturn(period)
        func row(_ state: PeriodRow.State, _ delivery: OwedDelivery?, _ note: String = "") -> PeriodRow {
            PeriodRow(
                source: owed.source, item: owed.item, frequency: owed.frequency, first: period.first, last: period.last,
                due: due, state: state, delivery: delivery?.submission, file: delivery?.file ?? "",
                arrived: delivery?.day, note: note)
        }
        if var first = fulfilling.first {
            if fulfilling.count > 1, let before = try neighbour(period, -1),
                try !self.window(before).contains(where: { $0.kept > 0 }),
                try lateDelivery(before)?.submission == first.submission
            {
                first = fulfilling[1]
            }
            return row(
                .onTime, first,
                confirmed == nil ? "" : "另有零报送，因有报送未计 a nil return was confirmed too; not counted")
        }
        if let late = try lateDelivery(period) { return row(.late, late) }
        if let confirmed {
            let by = confirmed.by.isEmpty ? "" : "\(confirmed.by)："
            var found = row(.nilReturn, nil, by + confirmed.reason)
            found.delivery = confirmed.submission
            return found
        }
        // What is due today or later may still come.
        guard due < today else { return nil }
        if let returned = window.first(where: { $0.rows > 0 && !$0.isRefused }) { return row(.allRejected, returned) }
        if let empty = window.first(where: { !$0.isRefused }) {
            return row(.missed, empty, "文件没有数据行，也未确认零报送 a file without rows, and no nil return confirmed")
        }
        if let refused = window.first { return row(.missed, refused, "文件被拒收 the file was refused") }
        return row(.missed, nil)
    }
}
