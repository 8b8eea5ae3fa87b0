import Foundation
import Ledger
import Model

/// A decision on a held submission, on its way through a run.
struct SubmissionVerdict {
    var decision: SubmissionDecision
    /// As it was held.
    var submission: Submission
    var entry: DecisionEntry

    /// - Parameter folder: where the archived bytes lie while the run lasts.
    /// - Throws: where the mapping that it was read with is no longer configured.
    func job(_ submission: Submission, _ instance: Instance, unpacking folder: String) throws -> SubmissionJob {
        guard let delivery = instance.context.delivery(of: submission) else {
            let (mapping, item) = (submission.mapping ?? "", submission.item ?? "")
            throw SystemError(
                chinese: "部门“\(submission.source)”已没有事项“\(item)”的映射“\(mapping)”；请恢复后再放行。",
                english:
                    "The department “\(submission.source)” has no mapping “\(mapping)” of \(item) any more; put it back to release the file."
            )
        }
        let path = "\(folder)/released"
        try instance.archive.reader(of: submission.digest).unpack(to: path)
        return SubmissionJob(submission: submission, delivery: delivery, path: path)
    }
}
