import Model

/// What became of the periods that a department owed of one item.
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

    /// Periods whose due date lies before a day, in order.
    /// - Throws: ``MissingCalendarYear`` where one of their due dates, or the one until which the last may still be settled, reaches into a
    ///   year without a calendar.
    func periods(before end: Int) throws(MissingCalendarYear) -> [PeriodRow] {
        try windows(before: end).filter { $0.due < end }.compactMap(row)
    }

    private func windows(before end: Int) throws(MissingCalendarYear) -> [OwedWindow] {
        var settlement = PeriodSettlement(deliveries)
        var day = start
        var opens: Int?
        while let period = owed.frequency.period(of: day) {
            // What cannot be due before the end is not asked for: its year may have no calendar.
            let isAsked = period.last + owed.dueWorkingDays < end
            guard isAsked || settlement.isLastUndecided else { break }
            day = period.last + 1
            guard try owed.isOwed(period, calendar) else { continue }
            let window = try window(period, opens: opens ?? period.first)
            settlement.add(window)
            opens = window.due + 1
            if !isAsked { break }
        }
        settlement.finish()
        return settlement.windows
    }

    private func window(_ period: OwedPeriod, opens: Int) throws(MissingCalendarYear) -> OwedWindow {
        // A last day on a holiday rolls forward (domain §5).
        let due = try calendar.deadline(from: period.last, workingDays: owed.dueWorkingDays)
        let isDaily = owed.frequency == .day && due > period.last
        return OwedWindow(
            period: period, opens: opens, due: due,
            nextBegins: isDaily ? try calendar.deadline(from: period.last, workingDays: 1) : period.last + 1,
            nilReturn: nilReturns.first { $0.first <= period.first && $0.last >= period.last })
    }

    private func row(_ window: OwedWindow) -> PeriodRow? {
        func row(_ state: PeriodRow.State, _ delivery: OwedDelivery?, _ note: String) -> PeriodRow {
            PeriodRow(
                source: owed.source, item: owed.item, frequency: owed.frequency, first: window.period.first,
                last: window.period.last, due: window.due, state: state, delivery: delivery?.submission,
                file: delivery?.file ?? "", arrived: delivery?.day, note: note)
        }
        if let settled = window.settled {
            return row(settled.isLate ? .late : .onTime, settled.delivery, window.reason(settled))
        }
        if let confirmed = window.nilReturn {
            let by = confirmed.by.isEmpty ? "" : "\(confirmed.by)："
            var found = row(.nilReturn, nil, by + confirmed.reason)
            found.delivery = confirmed.submission
            return found
        }
        // What is due today or later may still come.
        guard window.due < today else { return nil }
        let arrived = window.arrived
        if let returned = arrived.first(where: \.isAllRejected) {
            return row(.allRejected, returned, "每一行都被退回，至今未改正报来 every row was sent back, and none has come back mended")
        }
        if let again = arrived.first(where: { $0.firstDay != nil }), let first = again.firstDay {
            return row(
                .missed, again,
                "同一文件再次送达（首次 \(CivilDate.iso(first))），不算新的报送；没有新内容的请零报送"
                    + " the same file as on \(CivilDate.iso(first)) is no new delivery; a nil return says that there is nothing new"
            )
        }
        if let empty = arrived.first(where: { !$0.isRefused && $0.count == 0 }) {
            return row(.missed, empty, "文件没有数据行，也未确认零报送 a file without rows, and no nil return confirmed")
        }
        if let refused = arrived.first(where: \.isRefused) {
            return row(.missed, refused, "文件被拒收 the file was refused")
        }
        let isElsewhere = arrived.contains(where: \.isFulfilling)
        return row(
            .missed, nil,
            "本期收件期 \(window.days) 内没有报送 no delivery in the period's window"
                + (isElsewhere ? "；收到的已算作别期的 what arrived in it was counted for another period" : ""))
    }
}

extension OwedWindow {
    /// The days in which what arrives is for it.
    fileprivate var days: String { "\(CivilDate.iso(opens))–\(CivilDate.iso(due))" }

    /// Why a delivery was counted for this period: what a department reads before it objects.
    fileprivate func reason(_ settled: Settlement) -> String {
        let delivery = settled.delivery
        switch settled.reason {
        case .arrivedInWindow:
            let confirmed = nilReturn == nil ? "" : "；另有零报送，因有报送未计 a nil return was confirmed too; not counted"
            return "本期收件期 \(days) 内收到 arrived within the period's window" + confirmed
        case .arrivedEarly:
            return "期内收到，上一期已另有报送或零报送 arrived within the period; the one before had its delivery or its nil return"
        case .firstOfSeveral:
            return "本期收件期内没有报送，下一期有两次以上，第一次算本期 none in its window, several in the next: the first counts here"
        case .soonAfterDue:
            let gap = delivery.day - due
            return "应报日后 \(gap) 天收到，离本期应报日比离下一期的近 \(gap) days after the due date, nearer to it than to the next"
                + events(delivery)
        case .nextIsNil:
            return "应报日后收到，下一期已确认零报送 after the due date; the next period was confirmed as a nil return"
                + events(delivery)
        case .mended:
            let day = arrived.first(where: \.isAllRejected).map { CivilDate.iso($0.day) } ?? ""
            return "\(day) 报送全部退回，改正后报来 every row was sent back and came back mended"
        case .mendedAlone:
            return
                "本期收件期 \(days) 内只收到改正件，也算本期的报送 nothing but mended rows arrived within the period's window; they are its delivery too"
        }
    }

    /// What the events of a late delivery say.
    private func events(_ delivery: OwedDelivery) -> String {
        let (earlier, dated) = (delivery.rows.earlier, delivery.rows.dated)
        guard dated > 0 else { return "" }
        return
            "；首次报送的 \(dated) 条中 \(earlier) 条发生在本期末日或以前 \(earlier) of \(dated) first reports happened by the period's last day"
    }
}
