import Configuration
import Foundation
import Ledger
import Model
import Reporting

extension Instance {
    var decisions: DecisionLog { DecisionLog(settings.paths.archive) }

    /// Does again what was decided by command: for replaying, in the order in which it was decided. What this program does not know is left out.
    func decideAgain(_ decision: DecisionLog.Entry) throws {
        func detail(_ name: String) -> String { decision.detail[name] ?? "" }
        switch decision.action {
        case NilReturnDecision.action:
            try NilReturnDecision(
                source: detail("source"), item: detail("item"), period: detail("period"), by: detail("by"),
                reason: detail("reason"), at: decision.at
            ).enter(self)
        case FrozenMonths.freezing:
            guard let month = ReportMonth(detail("month")), let asOf = Int(detail("as_of")) else { return }
            try FrozenMonths(self).freeze(month, asOf: asOf, at: decision.at)
        case FrozenMonths.restating:
            guard let month = ReportMonth(detail("month")), let asOf = Int(detail("as_of")) else { return }
            try FrozenMonths(self).restate(month, reason: detail("reason"), asOf: asOf, at: decision.at)
        case MismatchDecision.action:
            guard let id = MismatchID(detail("id")), let kind = MismatchDecision.Kind(rawValue: detail("kind")) else {
                return
            }
            try MismatchDecision(
                id: id, kind: kind, by: detail("by"), reason: detail("reason"), until: CivilDate.parse(detail("until")),
                at: decision.at
            ).enter(self)
        default: break
        }
    }
}
