import Configuration
import Foundation
import Ledger
import Model
import Reporting

/// A decision on its way: into the ledger with what it changes, and beside the archive just before the ledger commits.
///
/// A stop between the two leaves it beside the archive alone; the next start enters it (``Instance/finishDecisions()``).
struct DecisionEntry {
    let decision: Decision
    /// Puts it beside the archive, unless it stands there already.
    let log: () throws -> Void
}

extension Instance {
    var decisions: DecisionLog { DecisionLog(settings.paths.archive) }

    /// - Parameter logged: the decision, where it stands beside the archive already; otherwise it becomes the next one.
    func entry(
        _ logged: Decision?, _ action: String, at: Int, _ detail: [String: String]
    ) throws -> DecisionEntry {
        if let logged { return DecisionEntry(decision: logged) {} }
        let store = FrozenStore(ledger)
        let last = max(try store.lastDecision(), try decisions.entries().last?.number ?? 0)
        let decision = Decision(number: last + 1, at: at, action: action, run: try store.lastRun(), detail: detail)
        return DecisionEntry(decision: decision) { [decisions] in try decisions.append([decision]) }
    }

    /// Enters what stands beside the archive and not in the ledger, and the other way round, so that both tell of the same decisions. The
    /// instance is locked.
    /// - Throws: where the log tells of a decision after runs that the ledger does not have.
    func finishDecisions() throws {
        let store = FrozenStore(ledger)
        let (entered, logged) = (try store.decisions(), try decisions.entries())
        let (inLedger, inLog) = (Set(entered.map(\.number)), Set(logged.map(\.number)))
        try decisions.append(entered.filter { !inLog.contains($0.number) })
        let lastRun = try store.lastRun()
        for decision in logged where !inLedger.contains(decision.number) {
            guard decision.run <= lastRun else { throw ledgerIsBehind(decision, lastRun) }
            do { _ = try enter(decision, logged: decision) } catch let error as SystemError {
                throw SystemError(
                    chinese: "\(decisions.path) 中第 \(decision.number) 号决定还没有记入台账，补记不成：\(error.chinese)",
                    english:
                        "Decision \(decision.number) of \(decisions.path) is not in the ledger yet and cannot be entered: \(error.english)"
                )
            }
        }
    }

    private func ledgerIsBehind(_ decision: Decision, _ lastRun: Int) -> SystemError {
        SystemError(
            chinese:
                "\(decisions.path) 中第 \(decision.number) 号决定作于第 \(decision.run) 次运行之后，台账 \(settings.paths.ledger) 只到第 \(lastRun) 次："
                + "台账缺失或是旧的副本。请放回完整的台账，或由归档重建：guiji replay --to 新文件夹。",
            english:
                "Decision \(decision.number) of \(decisions.path) was made after run \(decision.run), the ledger \(settings.paths.ledger) ends at run \(lastRun): "
                + "it is missing or an old copy. Put the whole one back, or rebuild it from the archive: guiji replay --to a new folder."
        )
    }

    /// Does again what was decided by command. What this program does not know is left out.
    /// - Parameter logged: the decision itself where it stands beside this instance's archive already.
    /// - Returns: for a month, how its publication compares with what was decided.
    func enter(_ decision: Decision, logged: Decision? = nil) throws -> RepublishedMonth? {
        func detail(_ name: String) -> String { decision.detail[name] ?? "" }
        switch decision.action {
        case NilReturnDecision.action:
            try NilReturnDecision(
                source: detail("source"), item: detail("item"), period: detail("period"), by: detail("by"),
                reason: detail("reason"), at: decision.at
            ).enter(self, logged: logged)
        case FrozenMonths.freezing:
            guard let month = ReportMonth(detail("month")), let asOf = Int(detail("as_of")) else { return nil }
            let published = try FrozenMonths(self).enter(month, asOf: asOf, at: decision.at, logged: logged)
            return RepublishedMonth(decision, published)
        case FrozenMonths.restating:
            guard let month = ReportMonth(detail("month")), let asOf = Int(detail("as_of")) else { return nil }
            try FrozenMonths(self).enterRestatement(
                month, reason: detail("reason"), asOf: asOf, at: decision.at, logged: logged)
        case MismatchDecision.action:
            guard let id = MismatchID(detail("id")), let kind = MismatchDecision.Kind(rawValue: detail("kind")) else {
                return nil
            }
            try MismatchDecision(
                id: id, kind: kind, by: detail("by"), reason: detail("reason"), until: CivilDate.parse(detail("until")),
                at: decision.at
            ).enter(self, logged: logged)
        default: break
        }
        return nil
    }
}
