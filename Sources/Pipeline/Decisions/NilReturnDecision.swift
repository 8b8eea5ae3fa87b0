import Foundation
import Ledger
package import Model
import Reporting

/// A steward's word that a department had nothing to deliver in a period.
package struct NilReturnDecision: Sendable {
    package static let action = "nil-return"

    package var source: String
    /// Id or title.
    package var item: String
    package var period: String
    package var by: String
    package var reason: String
    /// Seconds since 1970.
    package var at: Int

    package init(source: String, item: String, period: String, by: String, reason: String, at: Int) {
        self.source = source
        self.item = item
        self.period = period
        self.by = by
        self.reason = reason
        self.at = at
    }

    /// Notes it in the ledger and beside the archive.
    /// - Throws: where the department, the item or the period is unknown, or nobody answers for it.
    @discardableResult
    package func callAsFunction(_ instance: Instance) throws -> NilReturn {
        try instance.lock()
        defer { instance.unlock() }
        return try enter(instance)
    }

    /// - Parameter logged: the decision, where it stands beside the archive already.
    @discardableResult
    func enter(_ instance: Instance, logged: Decision? = nil) throws -> NilReturn {
        guard let department = instance.context.department(source) else {
            throw SystemError(
                chinese: "没有部门“\(source)”；可用：\(instance.context.departments.map(\.id).joined(separator: "、"))",
                english:
                    "There is no department “\(source)”; known: \(instance.context.departments.map(\.id).joined(separator: ", "))"
            )
        }
        guard !by.isEmpty, !reason.isEmpty else {
            throw SystemError(
                chinese: "零报送须写明确认人和原因。", english: "A nil return says who confirms it, and why.")
        }
        let line = NilReturnLine(item: item, period: period, reason: reason)
        var confirmed = try line.read(for: department, instance.context).get()
        confirmed.by = by
        confirmed.at = at
        let entry = try instance.entry(
            logged, NilReturnDecision.action, at: at,
            ["source": source, "item": item, "period": period, "by": by, "reason": reason])
        try FrozenStore(instance.ledger).insert(confirmed, by: entry.decision, log: entry.log)
        return confirmed
    }
}
