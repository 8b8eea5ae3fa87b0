import Bytes
import Ledger
package import Model
import Reporting

/// A steward's word on a case of comparison: it was seen, it is waived for a time, or it is open again.
///
/// Kept with its reason in the ledger and beside the archive, so that it outlives later runs and a lost ledger. A waiver is for what the two sides
/// say now: where either says something else, the case is open again.
package struct MismatchDecision: Sendable {
    static let action = "mismatch"

    package enum Kind: String, Sendable, CaseIterable {
        case acknowledge, waive, reopen
    }

    package var id: MismatchID
    package var kind: Kind
    package var by: String
    package var reason: String
    /// The last day of a waiver, days since 1970.
    package var until: Int?
    /// Seconds since 1970.
    package var at: Int

    package init(id: MismatchID, kind: Kind, by: String, reason: String, until: Int? = nil, at: Int) {
        self.id = id
        self.kind = kind
        self.by = by
        self.reason = reason
        self.until = until
        self.at = at
    }

    /// - Throws: where there is no such case, nobody answers for the decision, or a waiver has no end.
    package func callAsFunction(_ instance: Instance) throws {
        try instance.lock()
        defer { instance.unlock() }
        try enter(instance)
    }

    /// - Parameter made: the decision, where it was made before.
    func enter(_ instance: Instance, made: MadeDecision? = nil) throws {
        guard !by.isEmpty, kind == .acknowledge || !reason.isEmpty else {
            throw SystemError(
                chinese: "须写明由谁决定（--by）和原因（--reason）。", english: "Say who decides (--by) and why (--reason).")
        }
        guard (kind == .waive) == (until != nil) else {
            throw SystemError(
                chinese: "豁免须有期限（--until YYYY-MM-DD），其他决定没有。",
                english: "A waiver ends on a day (--until YYYY-MM-DD); nothing else does.")
        }
        if let until, until < instance.reportClock.day(of: at) {
            throw SystemError(
                chinese: "豁免的期限 \(CivilDate.iso(until)) 已经过去。",
                english: "The waiver would have ended on \(CivilDate.iso(until)).")
        }
        if let month = try FrozenStore(instance.ledger).month(publishedAfter: at) {
            throw SystemError(
                chinese: "\(month) 已经定稿，不能补记此前的决定；请以现在的时间决定。",
                english: "\(month) is published: a decision cannot be dated before that. Decide with the present time.")
        }
        if let last = try LedgerReader(instance.ledger).events(of: id).last, at < last.at {
            throw SystemError(
                chinese: "决定的时间早于案件最近一次变化（\(instance.reportClock.text(last.at))）。",
                english:
                    "The decision is dated before the last thing that happened to the case (\(instance.reportClock.text(last.at)))."
            )
        }
        let items = instance.context.catalogue.items
        guard let plan = instance.context.catalogue.comparisons.first(where: { $0.id == id.comparison }) else {
            throw MismatchDecision.unknown(id)
        }
        let entry = try instance.entry(
            made, MismatchDecision.action, at: at,
            [
                "id": "\(id)", "kind": kind.rawValue, "by": by, "reason": reason,
                "until": until.map(CivilDate.iso) ?? "",
            ])
        let session = try LedgerSession(instance.ledger, items: items)
        try session.continueRun()
        try id.subject.withSlice { subject in
            try id.comparison.withSlice { comparison in
                let cases = try session.cases(of: subject, comparison: comparison, item: plan.item)
                guard var found = cases.first(where: { $0.pair == id.pair }) else { throw MismatchDecision.unknown(id) }
                guard found.state != .resolved else {
                    throw SystemError(
                        chinese: "案件 \(id) 已经解决，无须再决定。",
                        english: "The case \(id) is resolved; there is nothing to decide.")
                }
                var note = CaseNote(event, at: at)
                (note.by, note.reason, note.until) = (by, reason.isEmpty ? nil : reason, until)
                found.state =
                    switch kind {
                    case .acknowledge: .acknowledged
                    case .waive: .waived
                    case .reopen: .open
                    }
                found.until = until
                try session.write(found, note, subject: subject, comparison: comparison)
            }
        }
        try session.note(entry.decision)
        try entry.log()
        try session.commit()
    }

    private var event: CaseEvent {
        switch kind {
        case .acknowledge: .acknowledged
        case .waive: .waived
        case .reopen: .reopened
        }
    }

    private static func unknown(_ id: MismatchID) -> SystemError {
        SystemError(
            chinese: "没有案件 \(id)；用 guiji mismatch list 查看。", english: "There is no case \(id); see guiji mismatch list."
        )
    }
}
