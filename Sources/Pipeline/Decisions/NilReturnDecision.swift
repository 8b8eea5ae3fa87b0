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

    /// - Parameter made: the decision, where it was made before.
    @discardableResult
    private func enter(_ instance: Instance, made: MadeDecision? = nil) throws -> NilReturn {
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
        var confirmed = try line.read(
            for: department, on: instance.settings.day(of: at), instance.context
        ).get()
        confirmed.by = by
        confirmed.at = at
        try NilReturnDecision.insert(confirmed, made, instance)
        return confirmed
    }

    /// Enters one that was made before, from the ids and days that were logged: whatever became of department and item, it was confirmed.
    static func enter(_ made: MadeDecision, _ instance: Instance) throws {
        let decision = made.decision
        func detail(_ name: String) -> String { decision.detail[name] ?? "" }
        guard let first = CivilDate.parse(detail("first")), let last = CivilDate.parse(detail("last")) else {
            // Logged without its days: only what was typed.
            try NilReturnDecision(
                source: detail("source"), item: detail("item"), period: detail("period"), by: detail("by"),
                reason: detail("reason"), at: decision.at
            ).enter(instance, made: made)
            return
        }
        let confirmed = NilReturn(
            source: detail("source"), item: detail("item"), first: first, last: last, period: detail("period"),
            by: detail("by"), reason: detail("reason"), at: decision.at)
        try insert(confirmed, made, instance)
    }

    private static func insert(_ confirmed: NilReturn, _ made: MadeDecision?, _ instance: Instance) throws {
        let entry = try instance.entry(
            made, action, at: confirmed.at,
            [
                "source": confirmed.source, "item": confirmed.item, "first": CivilDate.iso(confirmed.first),
                "last": CivilDate.iso(confirmed.last), "period": confirmed.period, "by": confirmed.by,
                "reason": confirmed.reason,
            ])
        try FrozenStore(instance.ledger).insert(confirmed, by: entry.decision, log: entry.log)
    }
}
