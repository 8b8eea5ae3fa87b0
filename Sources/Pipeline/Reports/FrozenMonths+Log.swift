import Foundation
import Ledger
import Model
package import Reporting

/// Published months as log, ledger and folders tell of them: each may have lost what another has.
extension FrozenMonths {
    /// Every month that ledger, log or folder calls published, in order.
    package func months() throws -> [ReportMonth] {
        let folders = (try? FileManager.default.contentsOfDirectory(atPath: frozenFolder)) ?? []
        let logged = try instance.decisions.entries().filter { $0.action == FrozenMonths.freezing }
            .compactMap { $0.detail["month"] }
        return Set(try store.months() + logged + folders).compactMap(ReportMonth.init).sorted { $0.text < $1.text }
    }

    /// Its publications in the log, in order; there is one.
    func loggedPublications(_ month: ReportMonth) throws -> [Decision] {
        try logged(FrozenMonths.freezing, month)
    }

    func loggedRestatements(_ month: ReportMonth) throws -> [Decision] { try logged(FrozenMonths.restating, month) }

    private func logged(_ action: String, _ month: ReportMonth) throws -> [Decision] {
        try instance.decisions.entries().filter { $0.action == action && $0.detail["month"] == month.text }
    }

    /// - Parameter decision: the one that is being entered, where it was made before.
    /// - Throws: where the log has another publication of the month: the ledger lost it, and publishing again would replace it.
    func expectNoOtherPublication(of month: ReportMonth, than decision: Decision?) throws {
        guard let other = try loggedPublications(month).first(where: { $0.number != decision?.number }) else { return }
        throw SystemError(
            chinese:
                "\(month.text) 已经定稿（\(instance.decisions.path) 第 \(other.number) 号决定），台账中却没有，不能再次定稿。请先核对：guiji report verify \(month.text)；"
                + "再从备份恢复台账，或由归档重建：guiji replay --to 新文件夹。",
            english:
                "\(month.text) was published (decision \(other.number) of \(instance.decisions.path)) and the ledger lacks it: it cannot be published again. See guiji report verify \(month.text); "
                + "then restore the ledger from a backup, or rebuild it from the archive: guiji replay --to a new folder."
        )
    }

    /// What else tells of a publication that the ledger lacks.
    func traces(of month: ReportMonth) throws -> [String] {
        var found = try loggedPublications(month).map {
            "台账 ledger：没有该定稿，decisions.jsonl 第 \($0.number) 号决定却记有 lacks what decisions.jsonl has as decision \($0.number)"
        }
        if FileManager.default.fileExists(atPath: folder(month)) {
            found.append("台账 ledger：没有该定稿，却有其文件夹 lacks what lies in \(folder(month))")
        }
        return found
    }

    /// Says on a report of today's figures that the month was published, and where that lies.
    /// - Returns: the same for the operator; nil where the month was not published.
    package func mark(_ report: inout MonthlyReport) throws -> String? {
        let month = report.month
        guard try store.months().contains(month.text) else { return nil }
        report.publishedPlace = "frozen/\(month.text)/"
        return "\(month.text) 已定稿；这是现在的数字，定稿见 \(folder(month))\n"
            + "\(month.text) is published; these are today's figures, as published: \(folder(month))"
    }
}

extension Decision {
    /// Of a restatement: its number in its month.
    var restatementNumber: Int? { detail["number"].flatMap { Int($0) } }
}
