package import Ledger
package import Model

/// A decision that was made and cannot be entered any more: the configuration no longer knows what it is about, or something that it needs is absent.
package struct DecisionProblem: Sendable, CustomStringConvertible {
    package var decision: Decision
    package var problem: SystemError

    package var description: String {
        let about = ["month", "id", "kind", "source", "item", "period"].compactMap { decision.detail[$0] }
            .filter { !$0.isEmpty }.joined(separator: " ")
        return """
            第 \(decision.number) 号决定未能记入 decision not entered \(decision.number)：\(decision.action) \(about)
              \(problem.chinese)
              \(problem.english)
            """
    }

    static func unreadable(_ decision: Decision) -> SystemError {
        SystemError(
            chinese: "本程序不认识这样的决定“\(decision.action)”，或其内容不全；请用作出它的程序，或核对 decisions.jsonl。",
            english:
                "This program does not know such a decision (“\(decision.action)”), or it is incomplete. Use the program that made it, or see decisions.jsonl."
        )
    }
}

/// A decision that was made before: found in the log of this archive, or replayed from another's.
struct MadeDecision {
    var decision: Decision
    /// Whether it stands beside this instance's archive already.
    var isLogged: Bool
}
