import Foundation
import GuijiConfiguration
import Ledger
import Model
import Reporting
import Synchronization

/// A decision on its way: into the ledger with what it changes, and beside the archive just before the ledger commits.
///
/// A stop between the two leaves it beside the archive alone; the next start enters it (``Instance/finishDecisions()``).
struct DecisionEntry: Sendable {
    let decision: Decision
    /// Puts it beside the archive, unless it stands there already.
    let log: @Sendable () throws -> Void
}

extension Instance {
    var decisions: DecisionLog { DecisionLog(settings.paths.archive) }

    /// - Parameter made: the decision, where it was made before; otherwise it becomes the next one. A replayed one keeps its number and its run's.
    func entry(
        _ made: MadeDecision?, _ action: String, at: Int, _ detail: [String: String]
    ) throws -> DecisionEntry {
        if let made, made.isLogged { return DecisionEntry(decision: made.decision) {} }
        let store = FrozenStore(ledger)
        let last = max(try store.lastDecision(), try decisions.entries().last?.number ?? 0)
        let decision = Decision(
            number: made?.decision.number ?? last + 1, at: at, action: action,
            run: try made?.decision.run ?? store.lastRun(), detail: detail)
        return DecisionEntry(decision: decision) { [decisions] in try decisions.append([decision]) }
    }

    /// Enters what stands beside the archive and not in the ledger, and the other way round, so that both tell of the same decisions. The
    /// instance is locked. What cannot be entered is told as a warning and tried again at the next start.
    /// - Throws: where the log tells of a decision after runs that the ledger does not have, or another one under the same number.
    func finishDecisions() throws {
        let store = FrozenStore(ledger)
        let (entered, logged) = (try store.decisions(), try decisions.entries())
        var known = Dictionary(uniqueKeysWithValues: entered.map { ($0.number, $0) })
        let inLog = Set(logged.map(\.number))
        try decisions.append(entered.filter { !inLog.contains($0.number) })
        let lastRun = try store.lastRun()
        decisionProblems = []
        for decision in logged {
            if let other = known[decision.number] {
                guard other == decision else { throw isAnother(other, decision) }
                continue
            }
            guard decision.run <= lastRun else { throw ledgerIsBehind(decision, lastRun) }
            do {
                _ = try enter(MadeDecision(decision: decision, isLogged: true))
                known[decision.number] = decision
            } catch {
                let problem = try DecisionProblem(decision: decision, problem: decisionError(error))
                decisionProblems.append(problem)
                warnOnce("\(decisions.path)：\(problem)")
            }
        }
    }

    /// What a decision that no longer fits fails with.
    /// - Throws: the error itself where it is none of a decision's.
    func decisionError(_ error: any Error) throws -> SystemError {
        switch error {
        case let error as SystemError: return error
        case let error as MissingCalendarYear:
            return SystemError(
                chinese: "日历缺少 \(error.year) 年。", english: "The calendar lacks the year \(error.year).")
        default: throw error
        }
    }

    /// Tells the operator something once in this process, however often the instance is taken.
    func warnOnce(_ line: String) {
        guard Instance.warnings.withLock({ $0.insert(line).inserted }) else { return }
        Progress(isShown: false).warn(line)
    }

    private static let warnings = Mutex<Set<String>>([])

    private func isAnother(_ entered: Decision, _ logged: Decision) -> SystemError {
        func text(_ decision: Decision) -> String { "\(decision.action) \(reportClock.text(decision.at))" }
        let names = Set(entered.detail.keys).union(logged.detail.keys)
            .filter { entered.detail[$0] != logged.detail[$0] }.sorted().joined(separator: " ")
        return SystemError(
            chinese:
                "第 \(logged.number) 号决定在台账 \(settings.paths.ledger) 中是 \(text(entered))，在 \(decisions.path) 中是 \(text(logged))（不同之处：\(names)）："
                + "其一被改动，或两者不属于同一实例。请放回相配的台账与归档，再 guiji report verify --all。",
            english:
                "Decision \(logged.number) is \(text(entered)) in the ledger \(settings.paths.ledger) and \(text(logged)) in \(decisions.path) (different: \(names)): "
                + "one of them was changed, or they are not of the same instance. Put back the ledger and the archive that belong together, then guiji report verify --all."
        )
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

    /// Does again what was decided by command.
    /// - Returns: for a month, how its publication compares with what was decided.
    /// - Throws: ``SystemError`` where this program does not know such a decision or it no longer fits; see ``decisionError(_:)``.
    func enter(_ made: MadeDecision) throws -> RepublishedMonth? {
        let decision = made.decision
        func detail(_ name: String) -> String { decision.detail[name] ?? "" }
        func publication() throws -> (ReportMonth, asOf: Int) {
            guard let month = ReportMonth(detail("month")), let asOf = Int(detail("as_of")) else {
                throw DecisionProblem.unreadable(decision)
            }
            return (month, asOf)
        }
        switch decision.action {
        case NilReturnDecision.action: try NilReturnDecision.enter(made, self)
        case FrozenMonths.freezing:
            let (month, asOf) = try publication()
            let published = try FrozenMonths(self).enter(month, asOf: asOf, at: decision.at, made: made)
            return RepublishedMonth(decision, published)
        case FrozenMonths.restating:
            let (month, asOf) = try publication()
            try FrozenMonths(self).enterRestatement(
                month, reason: detail("reason"), asOf: asOf, at: decision.at, made: made)
        case MismatchDecision.action:
            guard let id = MismatchID(detail("id")), let kind = MismatchDecision.Kind(rawValue: detail("kind")) else {
                throw DecisionProblem.unreadable(decision)
            }
            try MismatchDecision(
                id: id, kind: kind, by: detail("by"), reason: detail("reason"), until: CivilDate.parse(detail("until")),
                at: decision.at
            ).enter(self, made: made)
        case SubmissionDecision.action:
            guard let id = Int(detail("id")), let kind = SubmissionDecision.Kind(rawValue: detail("kind")) else {
                throw DecisionProblem.unreadable(decision)
            }
            try SubmissionDecision(id: id, kind: kind, by: detail("by"), reason: detail("reason"), at: decision.at)
                .enter(self, made: made)
        default: throw DecisionProblem.unreadable(decision)
        }
        return nil
    }
}
