import Foundation
import Ledger
import Model

/// A steward's word on a delivery that the volume gate held: it is taken after all, as of the time it was received, or it is refused.
///
/// Takes a run of its own, whose ledger transaction notes the decision too.
package struct SubmissionDecision: Sendable {
    static let action = "submission"

    package enum Kind: String, Sendable {
        case release, refuse
    }

    package var id: Int
    package var kind: Kind
    package var by: String
    package var reason: String
    /// Seconds since 1970.
    package var at: Int

    package init(id: Int, kind: Kind, by: String, reason: String, at: Int) {
        self.id = id
        self.kind = kind
        self.by = by
        self.reason = reason
        self.at = at
    }

    /// - Throws: where there is no such submission, it is not held, or nobody answers for the decision.
    @discardableResult
    package func callAsFunction(_ instance: Instance) throws -> RunSummary {
        try instance.lock()
        defer { instance.unlock() }
        let summary = try enter(instance)
        instance.putAwayDecided()
        return summary
    }

    /// - Parameter made: the decision, where it was made before.
    @discardableResult
    func enter(_ instance: Instance, made: MadeDecision? = nil) throws -> RunSummary {
        guard !by.isEmpty, !reason.isEmpty else {
            throw SystemError(
                chinese: "须写明由谁决定（--by）和原因（--reason）。", english: "Say who decides (--by) and why (--reason).")
        }
        guard let submission = try instance.submission(id) else {
            throw SystemError(
                chinese: "没有第 \(id) 次报送；用 guiji submission list 查看。",
                english: "There is no submission \(id); see guiji submission list.")
        }
        guard submission.state == .held else {
            throw SystemError(
                chinese: "第 \(id) 次报送（\(submission.file)）没有暂停，无须裁定；其状态是 \(submission.state.rawValue)。",
                english:
                    "Submission \(id) (\(submission.file)) is not held, there is nothing to decide: it is \(submission.state.rawValue)."
            )
        }
        guard made.map({ $0.decision.detail["sha256"] == submission.digest }) ?? true else {
            throw SystemError(
                chinese: "第 \(id) 次报送与当时裁定的不是同一文件；台账与 decisions.jsonl 不属于同一实例。",
                english:
                    "Submission \(id) is not the file that was decided upon: the ledger and decisions.jsonl are not of the same instance."
            )
        }
        if let month = try FrozenStore(instance.ledger).month(publishedAfter: at) {
            throw SystemError(
                chinese: "\(month) 已经定稿，不能补记此前的决定；请以现在的时间决定。",
                english: "\(month) is published: a decision cannot be dated before that. Decide with the present time.")
        }
        let entry = try instance.entry(
            made, SubmissionDecision.action, at: at,
            ["id": String(id), "kind": kind.rawValue, "by": by, "reason": reason, "sha256": submission.digest])
        var options = RunOptions()
        options.asOf = at
        return try Run(
            instance: instance, options: options,
            verdict: SubmissionVerdict(decision: self, submission: submission, entry: entry)
        ).perform()
    }

    /// Why a delivery that is refused was refused.
    var refusal: String { "数据管理员（\(by)）不予受理：\(reason) / refused by the steward (\(by)): \(reason)" }
}
