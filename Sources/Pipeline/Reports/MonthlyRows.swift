import Bytes
import Foundation
import Ledger
import Model
import Reporting
import Validation

/// Hands out what a figure counts, as CSV: rows, checks, periods, files or cases, by the predicates that count them.
struct MonthlyRows {
    let figures: MonthlyFigures
    let figure: Figure
    let filter: MonthlyRowsFilter

    private var clock: ReportClock { figures.clock }
    private var facts: LedgerFacts { figures.facts }
    private var span: Range<Int> { figures.month.seconds(clock) }

    /// - Returns: the figure: how many lines there are, or of checks that were made the sum of their counts.
    func write(to out: (String) throws -> Void) throws -> Int {
        try out(CSVLine.byteOrderMark)
        if Figure.ofRows.contains(figure) { return try rows(out) }
        if let checks = figure.checks { return try checks.isFailed ? failures(out) : self.checks(out) }
        if Figure.ofPeriods.contains(figure) { return try periods(out) }
        if Figure.ofFiles.contains(figure) { return try files(out) }
        if Figure.ofConflicts.contains(figure) { return try conflicts(out) }
        return try mismatches(out)
    }

    private func isAsked(_ source: String, _ item: String, channel: String = "") -> Bool {
        filter.admits(figures.key(source, item, channel))
    }

    /// By delivery: whether it is asked for.
    private var asked: [Bool] { facts.deliveries.map { isAsked($0.source, $0.item, channel: $0.channel) } }

    private func rows(_ out: (String) throws -> Void) throws -> Int {
        try out(
            CSVLine.text([
                "submission", "department", "item", "channel", "file", "received", "row", "line", "subject", "outcome",
                "event_date", "first_arrival", "deadline", "days_late", "days_late_restarted", "first_report",
                "sent_back_before", "came_again",
            ]))
        let tally = figures.tally()
        let asked = asked
        var count = 0
        try facts.forEachRow { row, subject in
            guard asked[row.delivery] else { return }
            let measured = try tally.measure(row)
            guard figure.counts(measured, in: span) else { return }
            count += 1
            let delivery = facts.deliveries[row.delivery]
            func number(_ value: Int?) -> String { value.map(String.init) ?? "" }
            try out(
                CSVLine.text([
                    String(delivery.id), delivery.source, delivery.item, delivery.channel, delivery.file,
                    clock.iso(row.received), String(row.row), String(row.line), subject.string, row.outcome.name,
                    row.event == Record.noDate ? "" : CivilDate.iso(Int(row.event)), clock.iso(row.firstArrival),
                    tally.lastDay(row).map(CivilDate.iso) ?? "", number(measured.daysLate),
                    number(measured.daysLateRestarted), row.isFirst && row.outcome != .rejected ? "yes" : "no",
                    row.isReturned ? "yes" : "no", row.cameAgain == .max ? "" : clock.iso(row.cameAgain),
                ]))
        }
        return count
    }

    private func checks(_ out: (String) throws -> Void) throws -> Int {
        try out(CSVLine.text(["submission", "department", "item", "channel", "file", "rule", "title", "count"]))
        var count = 0
        try forEachRuleCount { delivery, rule, number in
            count += number
            let found = facts.deliveries[delivery]
            try out(
                CSVLine.text([
                    String(found.id), found.source, found.item, found.channel, found.file, rule,
                    RuleCatalogue.facts(rule)?.chinese ?? rule, String(number),
                ]))
        }
        return count
    }

    /// Rules that the figure counts something of, by delivery.
    private func forEachRuleCount(_ body: (Int, String, Int) throws -> Void) throws {
        let (asked, places) = (asked, figures.monthPlaces())
        try facts.forEachRuleCount { delivery, rule, count in
            guard asked[delivery], places[delivery] == figures.months.count - 1,
                let dimension = RuleCatalogue.facts(rule)?.dimension
            else { return }
            let number = figure.counted(of: count, dimension)
            if number > 0 { try body(delivery, rule, number) }
        }
    }

    private func failures(_ out: (String) throws -> Void) throws -> Int {
        try out(
            CSVLine.text([
                "submission", "department", "item", "channel", "file", "rule", "row", "line", "field", "value",
                "expected",
            ]))
        var failed: [Int: Set<String>] = [:]
        try forEachRuleCount { delivery, rule, _ in failed[delivery, default: []].insert(rule) }
        var count = 0
        for (delivery, rules) in failed.sorted(by: { $0.key < $1.key }) {
            let found = facts.deliveries[delivery]
            try facts.forEachFinding(of: delivery) { rule, cells in
                guard rules.contains(rule) else { return }
                count += 1
                try out(
                    CSVLine.text(
                        [String(found.id), found.source, found.item, found.channel, found.file, rule] + cells))
            }
        }
        return count
    }

    private func periods(_ out: (String) throws -> Void) throws -> Int {
        try out(
            CSVLine.text([
                "department", "item", "frequency", "first", "last", "due", "state", "submission", "file", "arrived",
                "note",
            ]))
        var tally = figures.tally()
        try facts.forEachRow { row, _ in try tally.add(row) }
        let all = try figures.periods(tally.rows).last ?? []
        let counted = all.filter { isAsked($0.source, $0.item) && figure.counts($0) }
        for period in counted {
            try out(
                CSVLine.text([
                    period.source, period.item, period.frequency.rawValue, CivilDate.iso(period.first),
                    CivilDate.iso(period.last), CivilDate.iso(period.due), period.state.rawValue,
                    period.delivery.map(String.init) ?? "", period.file, period.arrived.map(CivilDate.iso) ?? "",
                    period.note,
                ]))
        }
        return counted.count
    }

    private func files(_ out: (String) throws -> Void) throws -> Int {
        try out(CSVLine.text(["submission", "department", "item", "channel", "file", "received", "rows", "refused"]))
        var count = 0
        for delivery in facts.deliveries
        where isAsked(delivery.source, delivery.item, channel: delivery.channel) && span.contains(delivery.received)
            && figure.counts(delivery)
        {
            count += 1
            try out(
                CSVLine.text([
                    String(delivery.id), delivery.source, delivery.item, delivery.channel, delivery.file,
                    clock.iso(delivery.received), String(delivery.rows), delivery.isRefused ? "yes" : "no",
                ]))
        }
        return count
    }

    private func conflicts(_ out: (String) throws -> Void) throws -> Int {
        try out(
            CSVLine.text([
                "department", "item", "kind", "subject", "other_subject", "current_department", "current_file",
                "current_row", "file", "row", "opened", "closed",
            ]))
        var count = 0
        try facts.forEachConflict { conflict in
            let (winner, loser) = (facts.deliveries[conflict.winner], facts.deliveries[conflict.loser])
            guard isAsked(loser.source, conflict.item),
                figure.counts(opened: conflict.opened, closed: conflict.closed, in: span)
            else { return }
            count += 1
            try out(
                CSVLine.text([
                    loser.source, conflict.item, conflict.kind, conflict.subject, conflict.otherSubject, winner.source,
                    winner.file, String(conflict.winnerRow), loser.file, String(conflict.loserRow),
                    clock.iso(conflict.opened), conflict.closed == .max ? "" : clock.iso(conflict.closed),
                ]))
        }
        return count
    }

    private func mismatches(_ out: (String) throws -> Void) throws -> Int {
        try out(
            CSVLine.text([
                "department", "item", "case", "comparison", "subject", "result", "attribution", "rule", "due",
                "enterprise_file", "enterprise_row", "government_file", "government_row", "opened", "closed",
            ]))
        func side(_ reference: StatementReference?) -> (file: String, row: String) {
            guard let reference, let place = facts.place(of: reference.submission) else { return ("", "") }
            return (facts.deliveries[place].file, String(reference.row))
        }
        var count = 0
        try figures.forEachMismatch { mismatch in
            guard isAsked(mismatch.responsible, mismatch.item), figure.counts(mismatch, in: span) else { return }
            count += 1
            let (enterprise, government) = (side(mismatch.enterprise), side(mismatch.government))
            try out(
                CSVLine.text([
                    mismatch.responsible, mismatch.item, "\(mismatch.id)", mismatch.comparison, mismatch.subject,
                    mismatch.result, mismatch.attribution, mismatch.rule, mismatch.due.map(OpenWindow.text) ?? "",
                    enterprise.file, enterprise.row, government.file, government.row, clock.iso(mismatch.opened),
                    mismatch.closed == .max ? "" : clock.iso(mismatch.closed),
                ]))
        }
        return count
    }
}
