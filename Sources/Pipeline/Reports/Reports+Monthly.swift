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
    ///   - lastRestatement: the last restatement that is told; nil means all.
    ///   - suspects: whether omissions are looked for; not while a run still commits the disclosure store.
    package func monthly(
        month: ReportMonth, asOf: Int? = nil, cutoff: Int? = nil, lastNilReturn: Int? = nil,
        lastRestatement: Int? = nil, suspects: Bool = true
    ) throws -> MonthlyReport {
        var report = try MonthlyFigures(
            instance, month: month, asOf: asOf ?? now(), cutoff: cutoff, lastNilReturn: lastNilReturn
        ).report(
            suspects: suspects)
        let store = FrozenStore(instance.ledger)
        report.versions.restatement = try lastRestatement ?? store.lastRestatement()
        report.restatements = try store.restatements(through: report.versions.restatement)
        return report
    }

    /// Hands out what a figure counts, as CSV, piece by piece.
    /// - Returns: the figure.
    @discardableResult
    package func rows(
        of figure: Figure, _ filter: MonthlyRowsFilter = MonthlyRowsFilter(), month: ReportMonth, asOf: Int? = nil,
        to out: (String) throws -> Void
    ) throws -> Int {
        // Of a published month what was published is opened, unless another time is asked for.
        let frozen = asOf == nil ? try FrozenStore(instance.ledger).month(month.text) : nil
        let counted = try frozen.map { try FrozenMonths(instance).counting($0) } ?? instance
        let figures = try MonthlyFigures(
            counted, month: month, asOf: asOf ?? frozen?.asOf ?? now(), cutoff: frozen?.run,
            lastNilReturn: frozen?.nilReturn, trend: 1)
        return try MonthlyRows(figures: figures, figure: figure, filter: filter).write(to: out)
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
