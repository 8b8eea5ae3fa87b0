import Bytes
import Foundation
import GuijiConfiguration
import Ledger
import Model
import Reporting
import Validation

/// Counts a month out of the ledger as it stood after a run: entries, standings, trend, periods, worst rules.
///
/// Every figure is a set of rows, checks, periods or cases that ``MonthlyRows`` hands out by the same predicates.
struct MonthlyFigures {
    let instance: Instance
    let month: ReportMonth
    /// When the report stands, seconds since 1970.
    let asOf: Int
    let facts: LedgerFacts
    /// The month and those before it that the trend shows, oldest first.
    let months: [ReportMonth]

    /// - Parameters:
    ///   - cutoff: the last run that counts; nil means all.
    ///   - lastNilReturn: the last nil return that counts; nil means all.
    init(
        _ instance: Instance, month: ReportMonth, asOf: Int, cutoff: Int? = nil, lastNilReturn: Int? = nil,
        trend: Int = 12
    ) throws {
        self.instance = instance
        self.month = month
        self.asOf = asOf
        facts = try LedgerFacts(instance.ledger, until: cutoff, lastNilReturn: lastNilReturn)
        months = (1 - trend...0).map { month.advanced(by: $0) }
    }

    /// In place of a department where the enterprise itself, or a steward, is to act.
    static let noDepartment: Set<String> = ["enterprise", "steward"]

    var clock: ReportClock { instance.reportClock }
    var calendar: WorkingCalendar { instance.context.catalogue.calendar }
    var today: Int { clock.day(of: asOf) }

    var regions: [String: String] {
        Dictionary(uniqueKeysWithValues: instance.context.departments.map { ($0.id, $0.region) })
    }

    private var owed: [Obligation] {
        Obligation.all(instance.context.departments, items: instance.context.catalogue.items)
    }

    func tally() -> MonthlyTally {
        MonthlyTally(
            months: months, clock: clock, deliveries: facts.deliveries,
            periods: Obligation.periods(owed, deliveries: facts.deliveries, calendar: calendar, clock: clock),
            items: instance.context.catalogue.items, regions: regions, calendar: calendar)
    }

    /// By month: the periods whose due date lies in it.
    func periods(_ rows: [DeliveryRows]) throws -> [[PeriodRow]] {
        try Obligations(
            owed, deliveries: facts.deliveries, rows: rows, nilReturns: try facts.nilReturns(), calendar: calendar,
            clock: clock, asOf: asOf
        ).periods(of: months)
    }

    /// - Parameter suspects: whether omissions are looked for, which reads the disclosure store too.
    func report(suspects: Bool = true) throws -> MonthlyReport {
        var report = MonthlyReport(
            instance: instance.settings.instance, month: month, asOf: asOf, clock: clock,
            vocabulary: instance.vocabulary)
        var tally = tally()
        var digest = RowsDigest()
        try facts.forEachRow { row, _ in
            if try tally.add(row) { digest.add(row, submission: facts.deliveries[row.delivery].id) }
        }
        report.versions = versions(rows: digest.finish())
        var entries = months.indices.map { tally.entries(of: $0) }
        try addDeliveries(to: &entries)
        try addChecks(to: &entries)
        try addConflicts(to: &entries)
        try addMismatches(to: &entries)
        let periods = try periods(tally.rows)
        report.periods = periods.last ?? []
        for place in months.indices {
            for period in periods[place] {
                let key = key(period.source, period.item, "")
                for figure in Figure.ofPeriods where figure.counts(period) { entries[place].count(figure, key) }
            }
        }
        report.entries = entries[months.count - 1].sorted { $0.key < $1.key }.map(\.value)
        addTrend(entries, to: &report)
        if suspects { report.suspicions = try suspicions(entries) }
        let span = month.seconds(clock)
        report.worstRules = try LedgerReader(apartFrom: instance.ledger).ruleSummaries(
            .receivedUntil(span, run: facts.cutoff))
        return report
    }

    private func versions(rows: String) -> ReportVersions {
        var versions = ReportVersions()
        versions.program = Program.version
        versions.catalogue = instance.configuration.versions.catalogue
        versions.mappings = instance.configuration.versions.mappings
        versions.calendar = instance.configuration.versions.calendar
        versions.run = facts.cutoff
        versions.nilReturn = facts.lastNilReturn
        versions.rows = rows
        return versions
    }

    func key(_ source: String, _ item: String, _ channel: String) -> EntryKey {
        EntryKey(
            source: source, item: item, region: instance.context.department(source)?.region ?? "", channel: channel)
    }

    /// By delivery: the month it was received in; nil for one that the trend does not show.
    func monthPlaces() -> [Int?] {
        let spans = months.map { $0.seconds(clock) }
        return facts.deliveries.map { delivery in spans.firstIndex { $0.contains(delivery.received) } }
    }

    private func addDeliveries(to entries: inout [[EntryKey: MonthlyEntry]]) throws {
        for (delivery, place) in zip(facts.deliveries, monthPlaces()) {
            guard let place else { continue }
            let key = key(delivery.source, delivery.item, delivery.channel)
            for figure in Figure.ofFiles where figure.counts(delivery) { entries[place].count(figure, key) }
        }
    }

    private func addChecks(to entries: inout [[EntryKey: MonthlyEntry]]) throws {
        let places = monthPlaces()
        try facts.forEachRuleCount { delivery, rule, count in
            guard let place = places[delivery], let dimension = RuleCatalogue.facts(rule)?.dimension else { return }
            let found = facts.deliveries[delivery]
            let key = key(found.source, found.item, found.channel)
            for figure in Figure.ofChecks {
                let number = figure.counted(of: count, dimension)
                if number > 0 { entries[place].count(figure, key, number) }
            }
        }
    }

    private func addConflicts(to entries: inout [[EntryKey: MonthlyEntry]]) throws {
        let spans = months.map { $0.seconds(clock) }
        try facts.forEachConflict { conflict in
            let key = key(facts.deliveries[conflict.loser].source, conflict.item, "")
            for place in spans.indices {
                for figure in Figure.ofConflicts
                where figure.counts(opened: conflict.opened, closed: conflict.closed, in: spans[place]) {
                    entries[place].count(figure, key)
                }
            }
        }
    }

    private func addMismatches(to entries: inout [[EntryKey: MonthlyEntry]]) throws {
        let spans = months.map { $0.seconds(clock) }
        try forEachMismatch { mismatch in
            let key = key(mismatch.responsible, mismatch.item, "")
            for place in spans.indices {
                for figure in Figure.ofMismatches where figure.counts(mismatch, in: spans[place]) {
                    entries[place].count(figure, key)
                }
            }
        }
    }

    /// The stretches of cases, each from when it asks somebody to act: what is still inside the law's window, or waived, does not stand yet.
    func forEachMismatch(_ body: (MismatchFacts) throws -> Void) throws {
        // An opening that never stood is that of the stretch after it.
        var unopened: MismatchID?
        try facts.forEachMismatch { stretch in
            var stretch = stretch
            if unopened == stretch.id { stretch.isOpening = true }
            unopened = nil
            if let day = try stretch.standsAfter.map(lastDay) {
                stretch.opened = max(stretch.opened, clock.start(ofDay: day + 1))
            }
            // Today has not brought what stands from tomorrow on.
            if stretch.opened < stretch.closed, stretch.opened <= asOf {
                stretch.due = stretch.due.map { due in
                    OpenWindow(due: due).flatMap { try? $0.lastDay(calendar) } ?? due
                }
                try body(stretch)
            } else if stretch.isOpening, !stretch.isEnd {
                unopened = stretch.id
            }
        }
    }

    /// The last day of a window. One that was left open is closed by today's calendar; until the year that it lacks has begun, nothing depends
    /// on it.
    private func lastDay(_ due: Int) throws(MissingCalendarYear) -> Int {
        guard let window = OpenWindow(due: due) else { return due }
        do {
            return try window.lastDay(calendar)
        } catch {
            guard today < CivilDate.day(year: error.year, month: 1, day: 1) else { throw error }
            return CivilDate.day(year: error.year, month: 12, day: 31)
        }
    }

    private func addTrend(_ entries: [[EntryKey: MonthlyEntry]], to report: inout MonthlyReport) {
        var sums = months.map { _ in [String: FigureCounts]() }
        for place in months.indices {
            for entry in entries[place].values {
                sums[place][entry.source, default: FigureCounts()] += entry.counts
                sums[place]["", default: FigureCounts()] += entry.counts
            }
        }
        for source in Set(sums.flatMap(\.keys)).union([""]) {
            report.trend[source] = months.indices.map {
                TrendPoint(month: months[$0], counts: sums[$0][source] ?? FigureCounts())
            }
        }
        func departments(_ place: Int) -> [String: FigureCounts] {
            // What enterprises and stewards are to put right is counted, but they are not ranked among departments.
            place < 0 ? [:] : sums[place].filter { !$0.key.isEmpty && !MonthlyFigures.noDepartment.contains($0.key) }
        }
        report.standings = Standing.ranked(
            departments(months.count - 1), previous: departments(months.count - 2))
    }
}

extension [EntryKey: MonthlyEntry] {
    fileprivate mutating func count(_ figure: Figure, _ key: EntryKey, _ number: Int = 1) {
        self[
            key,
            default: MonthlyEntry(source: key.source, item: key.item, region: key.region, channel: key.channel)
        ].counts[figure] += number
    }
}

extension Figure {
    /// Whether a stretch of a mismatch counts.
    func counts(_ mismatch: MismatchFacts, in month: Range<Int>) -> Bool {
        counts(
            opened: mismatch.opened, closed: mismatch.closed, isOpening: mismatch.isOpening, isEnd: mismatch.isEnd,
            in: month)
    }
}
