import Foundation
import GuijiConfiguration
import Model
import Reporting
import Scheduling

/// What each kind of job does.
extension Instance {
    /// - Parameters:
    ///   - due: the moment the job was for, seconds since 1970.
    ///   - asOf: time of receipt and "now" where it is given.
    ///   - run: takes in what waits.
    /// - Returns: what it came to, in a line.
    func perform(
        _ job: JobDefinition, due: Int, asOf: Int?, run: (Instance, RunOptions) throws -> RunSummary
    ) throws -> String {
        switch job.kind {
        case .run:
            var options = RunOptions()
            options.asOf = asOf
            let summary = try run(self, options)
            return "\(summary.submissions.count) 个文件 files，收到 received \(summary.received)，"
                + "退回 rejected \(summary.totals[.rejected])，补关联 attributed late \(summary.attributedLate)"
                + summary.missingYears.map { "；日历缺少 \($0) 年 the calendar lacks the year" }.joined()
                + summary.notTaken.map { "；未能取件 not taken: \($0)" }.joined()
        case .report:
            let month = Instance.month(before: due, in: job.timeZone)
            let reports = Reports(self)
            let isFrozen = job.arguments.contains("freeze")
            // A month that is to be published is not passed over, however many of the job's times were missed.
            return try (isFrozen ? reports.unpublished(through: month) : [month]).map { month in
                let paths = try reports.writeMonth(month, isFrozen: isFrozen, asOf: asOf)
                return "\(month.text)：\(paths.joined(separator: " "))"
            }.joined(separator: "；")
        case .retryUnattributed:
            var options = RunOptions()
            options.asOf = asOf
            options.isRetry = true
            return "补关联 attributed late \(try Run(instance: self, options: options)().attributedLate)"
        case .compare:
            let summary = try FullComparison(self)()
            return "比对主体 subjects \(summary.subjects)，有变 changed \(summary.changedSubjects)，"
                + "案件更新 cases written \(summary.changedCases)"
        }
    }

    /// The calendar month before the one in which a moment lies.
    static func month(before moment: Int, in zone: TimeZone) -> ReportMonth {
        let local = moment + zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(moment)))
        let (year, month, _) = CivilDate.civil(Int((Double(local) / 86_400).rounded(.down)))
        return month == 1 ? ReportMonth(year: year - 1, month: 12) : ReportMonth(year: year, month: month - 1)
    }

    /// Whether another process has the instance's stores in hand.
    static func isInUse(_ settings: Settings) throws -> Bool {
        let path = lockPath(settings)
        return try FileManager.default.fileExists(atPath: path) && FileLock.take(path) == nil
    }
}
