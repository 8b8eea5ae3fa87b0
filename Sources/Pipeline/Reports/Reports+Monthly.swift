import Foundation
import Ledger
import Model
package import Reporting

extension Reports {
    /// The month's figures.
    /// - Parameters:
    ///   - asOf: when the report stands, seconds since 1970; nil means ``now()``.
    ///   - cutoff: the last run that counts; nil means all.
    ///   - lastNilReturn: the last nil return that counts; nil means all.
    ///   - suspects: whether omissions are looked for; not while a run still commits the disclosure store.
    package func monthly(
        month: ReportMonth, asOf: Int? = nil, cutoff: Int? = nil, lastNilReturn: Int? = nil, suspects: Bool = true
    ) throws -> MonthlyReport {
        var report = try MonthlyFigures(
            instance, month: month, asOf: asOf ?? now(), cutoff: cutoff, lastNilReturn: lastNilReturn
        ).report(
            suspects: suspects)
        report.restatements = try FrozenStore(instance.ledger).restatements(until: report.versions.run).map(
            Restatement.init)
        return report
    }

    /// Hands out what a figure counts, as CSV, piece by piece.
    /// - Parameters:
    ///   - source: id of the department; nil means all.
    ///   - item: id of the item; nil means all.
    /// - Returns: the figure.
    @discardableResult
    package func rows(
        of figure: Figure, source: String? = nil, item: String? = nil, month: ReportMonth, asOf: Int? = nil,
        to out: (String) throws -> Void
    ) throws -> Int {
        // Of a published month what was published is opened, unless another time is asked for.
        let frozen = asOf == nil ? try FrozenStore(instance.ledger).month(month.text) : nil
        let figures = try MonthlyFigures(
            instance, month: month, asOf: asOf ?? frozen?.asOf ?? now(), cutoff: frozen?.run,
            lastNilReturn: frozen?.nilReturn, trend: 1)
        return try MonthlyRows(figures: figures, figure: figure, source: source, item: item).write(to: out)
    }

    /// When a report stands that is asked for without a time: now; where the last run's time was given, as in samples and tests, that time.
    package func now() throws -> Int {
        let clock = Int(Date().timeIntervalSince1970)
        let reader = LedgerReader(instance.ledger)
        guard let run = try reader.lastRun() else { return clock }
        // A later run may have been given an earlier time; a report never goes back.
        return run.isAsOfGiven ? try reader.latestGivenTime() ?? run.asOf : clock
    }
}

extension Restatement {
    init(_ row: RestatedFigure) {
        self.init(
            month: row.month, source: row.source, item: row.item, figure: row.figure, old: row.old, new: row.new,
            reason: row.reason, at: row.at)
    }
}
