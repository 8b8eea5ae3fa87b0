import Comparison
import Configuration
import Foundation
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
        let timeliness = try timeliness(month: month)
        report.coverage = timeliness.total.update
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

    package func timeliness(month: ReportMonth) throws -> TimelinessReport {
        let stretch = month.seconds(instance.reportClock)
        return TimelinessReport(
            instance: instance.settings.instance, month: month, asOf: stretch.upperBound, clock: instance.reportClock,
            vocabulary: instance.vocabulary,
            owed: OwedItem.all(instance.context.departments, items: instance.context.catalogue.items),
            volumes: try reader.volumes(received: stretch),
            lastAccepted: try reader.lastAccepted(before: stretch.upperBound))
    }

    /// Comparison results as rows: result, item, subject, both sides, differing fields with both values.
    package func comparisonRows(_ filter: MismatchFilter = MismatchFilter(), _ body: (MismatchRow) throws -> Void)
        throws
    {
        try reader.forEachMismatch(filter, body)
    }

    package func title(ofComparison id: String) -> String { instance.vocabulary.comparison(id) }

    package func comparisons() throws -> [ComparisonRow] { try reader.comparisons() }

    /// Writes the reports of the last run and of its month beside each other.
    /// - Returns: their paths.
    package func writeAfterRun(asOf: Int) throws -> [String] {
        guard let quality = try quality() else { return [] }
        let (year, number, _) = CivilDate.civil(instance.settings.day(of: asOf))
        let month = try timeliness(month: ReportMonth(year: year, month: number))
        return try write([("quality.html", quality.html)] + files(month))
    }

    /// Writes the reports of one month beside each other: what the job `report` does.
    /// - Returns: their paths.
    package func writeMonth(_ month: ReportMonth, isFrozen: Bool) throws -> [String] {
        guard !isFrozen else {
            throw SystemError(
                chinese: "还不能定稿月份 \(month.text)；请从 schedule 的任务中删去 freeze。",
                english: "Months cannot be frozen yet (\(month.text)); take freeze out of the job in the schedule.")
        }
        return try write(
            [("quality-\(month.text).html", try quality(month: month).html)] + files(timeliness(month: month)))
    }

    private func files(_ month: TimelinessReport) -> [(name: String, text: String)] {
        [("html", month.html), ("csv", month.csv), ("json", month.json)].map {
            ("timeliness-\(month.month.text).\($0.0)", $0.1)
        }
    }

    private func write(_ files: [(name: String, text: String)]) throws -> [String] {
        let folder = instance.settings.paths.reports
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        return try files.map { name, text in
            let path = "\(folder)/\(name)"
            try text.write(toFile: path, atomically: true, encoding: .utf8)
            return path
        }
    }
}
