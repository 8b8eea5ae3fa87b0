import Comparison
import Foundation
import GuijiConfiguration
package import Ledger
package import Model
package import Reporting

/// Makes reports out of the ledger.
package struct Reports {
    let instance: Instance
    private let reader: LedgerReader

    package init(_ instance: Instance) {
        self.instance = instance
        reader = LedgerReader(instance.ledger)
    }

    /// Rows of each list that a page shows; the whole is counted.
    private static let shown = 50

    /// The quality of one run; nil means the last one.
    package func quality(run: Int? = nil) throws -> QualityReport? {
        guard let row = try run.map({ try reader.run($0) }) ?? reader.lastRun() else { return nil }
        return try quality(.run(row.id), scope: .run(row.id), asOf: row.asOf)
    }

    package func quality(month: ReportMonth) throws -> QualityReport {
        let scope = LedgerScope.received(month.seconds(instance.reportClock))
        var report = try quality(.month(month), scope: scope, asOf: month.seconds(instance.reportClock).upperBound)
        report.coverage = MonthlyRate.update.of(try monthly(month: month, suspects: false).total.counts)
        return report
    }

    private func quality(_ period: ReportPeriod, scope: LedgerScope, asOf: Int) throws -> QualityReport {
        var report = QualityReport(
            instance: instance.settings.instance, period: period, asOf: asOf, clock: instance.reportClock,
            vocabulary: instance.vocabulary)
        report.deliveries = try reader.deliveries(scope)
        report.outcomes = try reader.outcomes(scope)
        report.rules = try reader.ruleSummaries(scope)
        report.ruleCounts = try reader.ruleCounts(scope)
        report.conflicts = try reader.conflicts(scope, limit: Reports.shown)
        report.conflictCounts = try reader.conflictCounts(scope)
        report.comparisons = try reader.comparisons()
        for kind in ComparisonKind.allCases where kind.makesCase {
            var filter = MismatchFilter()
            filter.result = kind.rawValue
            filter.states = [CaseState.open, .acknowledged].map(\.rawValue)
            report.mismatches[kind.rawValue] = try reader.mismatches(filter, limit: Reports.shown)
        }
        report.outstanding = try reader.outstanding()
        return report
    }

    /// Comparison results as rows: result, item, subject, both sides, differing fields with both values.
    package func comparisonRows(_ filter: MismatchFilter = MismatchFilter(), _ body: (MismatchRow) throws -> Void)
        throws
    {
        try reader.forEachMismatch(filter, body)
    }

    /// One case and what happened to it; nil where there is none.
    package func mismatch(_ id: MismatchID) throws -> (row: MismatchRow, events: [MismatchEventRow])? {
        var filter = MismatchFilter()
        filter.subject = id.subject
        filter.comparison = id.comparison
        var found: MismatchRow?
        try reader.forEachMismatch(filter) { if $0.id == id { found = $0 } }
        return try found.map { ($0, try reader.events(of: id)) }
    }

    package func title(ofComparison id: String) -> String { instance.vocabulary.comparison(id) }
    package func term(_ id: String) -> String { instance.vocabulary.term(id).chinese }
    package func responsible(_ id: String) -> String { instance.vocabulary.responsible(id) }
    /// The day on which reports stand, since 1970.
    package func today() throws -> Int { instance.reportClock.day(of: try now()) }
    package func time(_ seconds: Int) -> String { instance.reportClock.text(seconds) }

    package func comparisons() throws -> [ComparisonRow] { try reader.comparisons() }

    /// Writes the last run's report; that of its month is made when it is asked for, since it counts all that is held.
    /// - Returns: its path.
    package func writeAfterRun() throws -> [String] {
        guard let quality = try quality() else { return [] }
        return try [write(quality.html, as: "quality.html")]
    }

    /// The months that a job is to publish, oldest first: those after the last published one, through `month`; that one alone where none is.
    package func unpublished(through month: ReportMonth) throws -> [ReportMonth] {
        guard let last = try FrozenStore(instance.ledger).months().last.flatMap(ReportMonth.init),
            last.text < month.text
        else { return [month] }
        var months = [month]
        while let first = months.last?.advanced(by: -1), first != last { months.append(first) }
        return months.reversed()
    }

    /// Writes the quality and all forms of one month beside each other: what the job `report` does.
    /// - Parameter isFrozen: publishes the month too.
    /// - Returns: their paths.
    package func writeMonth(_ month: ReportMonth, isFrozen: Bool, asOf: Int? = nil) throws -> [String] {
        let folder = instance.settings.paths.reports
        let quality = try write(try quality(month: month).html, as: "quality-\(month.text).html")
        var report = try monthly(month: month, asOf: asOf)
        _ = try FrozenMonths(instance).mark(&report)
        let written = try report.write(to: folder)
        guard isFrozen else { return [quality] + written }
        let months = FrozenMonths(instance)
        // A job that was stopped after publishing finds it done.
        if try FrozenStore(instance.ledger).month(month.text) == nil { try months.freeze(month, asOf: asOf ?? now()) }
        return [quality] + written + [months.folder(month)]
    }

    private func write(_ text: String, as name: String) throws -> String {
        let folder = instance.settings.paths.reports
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try DurableFile.write(text, to: "\(folder)/\(name)")
        return "\(folder)/\(name)"
    }
}
