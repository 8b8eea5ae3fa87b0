import Model

/// A period with the days in which what arrives is for it, and what settled it.
struct OwedWindow {
    let period: OwedPeriod
    /// The day after the due date before; of the first period that is owed, its own first day.
    let opens: Int
    let due: Int
    /// The first day of the period after it.
    let nextBegins: Int
    let nilReturn: NilReturn?
    /// What arrived in it, in order of arrival.
    var arrived: [OwedDelivery] = []
    var settled: Settlement?

    /// Whether a delivery is still wanted.
    var isOpen: Bool { settled == nil && nilReturn == nil }
}

/// Which delivery fulfilled a period, and why it is that one.
struct Settlement {
    enum Reason {
        case arrivedInWindow
        /// It arrived after the period had begun and before the due date of the one before, which had its own delivery.
        case arrivedEarly
        /// The period itself had none, and the next one had several.
        case firstOfSeveral
        /// It arrived soon after the due date, and nothing says that it is for the next period.
        case soonAfterDue
        /// It arrived after the due date, and the next period was confirmed as empty.
        case nextIsNil
        /// It brought back mended what had been sent back as a whole.
        case mended
        /// The same, and it is all that arrived in the window of its own.
        case mendedAlone
    }

    var delivery: OwedDelivery
    var reason: Reason

    var isLate: Bool {
        switch reason {
        case .arrivedInWindow, .arrivedEarly, .mendedAlone: false
        case .firstOfSeveral, .soonAfterDue, .nextIsNil, .mended: true
        }
    }
}

/// Assigns deliveries to periods in order of arrival. Each settles one period, and what one period was assigned no other is; but what brings back
/// mended what had been sent back settles that too.
///
/// A delivery is for the period in whose window it arrives. It is the late one of the period before, where that period has none, only if the
/// department loses nothing by it or all speaks for it: see ``lateReason(_:for:in:)``. A period that has none by the next one's due date stays
/// missed, unless rows that had been sent back come back mended.
struct PeriodSettlement {
    private(set) var windows: [OwedWindow] = []
    private let deliveries: [OwedDelivery]
    /// Submissions that brought something back mended.
    private let mending: Set<Int>
    /// Windows in which deliveries arrived that had every row sent back.
    private var rejected: [Int] = []
    /// The first delivery that no window has taken yet.
    private var place = 0
    /// A delivery that is for the next window.
    private var early: OwedDelivery?
    /// Whether the last delivery that was on time came nearer to the due date before than to its own.
    private var isUsuallyEarly = false

    /// - Parameter deliveries: in order of arrival.
    init(_ deliveries: [OwedDelivery]) {
        self.deliveries = deliveries
        mending = Set(deliveries.compactMap(\.mendedBy))
    }

    /// Whether the window after the last one could still settle it.
    var isLastUndecided: Bool {
        (windows.last?.isOpen ?? false) && deliveries[place...].contains(where: \.isFulfilling)
    }

    /// Adds the window after the last one and assigns what arrived in it.
    mutating func add(_ window: OwedWindow) {
        var window = window
        while place < deliveries.count, deliveries[place].day < window.opens { place += 1 }
        while place < deliveries.count, deliveries[place].day <= window.due {
            window.arrived.append(deliveries[place])
            place += 1
        }
        window.settled = early.map { Settlement(delivery: $0, reason: .arrivedEarly) }
        early = nil
        if window.arrived.contains(where: \.isAllRejected) { rejected.append(windows.count) }
        windows.append(window)
        let own = windows.count - 1
        var mended: OwedDelivery?
        for delivery in window.arrived where delivery.isFulfilling {
            if bringsBack(delivery, first: own), delivery.rows.kept == delivery.rows.mended {
                mended = mended ?? delivery
            } else {
                assign(delivery, window)
            }
        }
        // A full statement of what has not changed since looks no other than a repair: a file did come.
        if let mended, windows[own].isOpen {
            windows[own].settled = Settlement(delivery: mended, reason: .mendedAlone)
        }
        note(windows[own])
    }

    private mutating func assign(_ delivery: OwedDelivery, _ window: OwedWindow) {
        let own = windows.count - 1
        let before = own > 0 && windows[own - 1].isOpen ? own - 1 : nil
        guard let settled = windows[own].settled else {
            if let before, let reason = lateReason(delivery, for: windows[before], in: window) {
                windows[before].settled = Settlement(delivery: delivery, reason: reason)
            } else if window.nilReturn != nil, delivery.day >= window.nextBegins, !delivery.isAboutItsOwnPeriod {
                early = early ?? delivery
            } else {
                windows[own].settled = Settlement(delivery: delivery, reason: .arrivedInWindow)
            }
            return
        }
        if let before {
            windows[before].settled = Settlement(delivery: settled.delivery, reason: .firstOfSeveral)
            windows[own].settled = Settlement(delivery: delivery, reason: .arrivedInWindow)
        } else if delivery.day >= window.nextBegins {
            early = early ?? delivery
        }
    }

    /// Why a delivery is the late one of the period before; nil where it is one in time for its own. Late it is if most of what it reports for the
    /// first time did not happen after the period before; and either its own was confirmed as empty, or it arrived nearer to the due date before than to its own
    /// and the department's last delivery in time had not come as early.
    private func lateReason(
        _ delivery: OwedDelivery, for before: OwedWindow, in window: OwedWindow
    ) -> Settlement.Reason? {
        if delivery.isAboutItsOwnTime { return nil }
        if window.nilReturn != nil { return .nextIsNil }
        return delivery.day - before.due < window.due - delivery.day && !isUsuallyEarly ? .soonAfterDue : nil
    }

    /// Settles those of the first windows that were all rejected and whose rows this delivery brings back mended.
    /// - Returns: whether there was one.
    private mutating func bringsBack(_ delivery: OwedDelivery, first count: Int) -> Bool {
        guard mending.contains(delivery.submission) else { return false }
        var isOne = false
        for place in rejected where place < count && windows[place].isOpen {
            let isIt = windows[place].arrived.contains { $0.isAllRejected && $0.mendedBy == delivery.submission }
            guard isIt else { continue }
            windows[place].settled = Settlement(delivery: delivery, reason: .mended)
            isOne = true
        }
        return isOne
    }

    private mutating func note(_ window: OwedWindow) {
        guard let settled = window.settled, !settled.isLate, settled.reason != .mendedAlone else { return }
        isUsuallyEarly = settled.delivery.day - (window.opens - 1) < window.due - settled.delivery.day
    }

    /// Settles what was brought back mended after the last window.
    mutating func finish() {
        for delivery in deliveries[place...] where delivery.isFulfilling {
            _ = bringsBack(delivery, first: windows.count)
        }
    }
}
