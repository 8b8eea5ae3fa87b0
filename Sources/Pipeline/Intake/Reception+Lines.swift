import Ledger
import Model

/// What a run's summary says of each file.
extension Reception {
    /// One line a file for the run's summary.
    func lines() throws -> [RunSummary.SubmissionLine] {
        var lines = (finished + refused + confirmed).map { line($0, file: $0.file, isRepeated: false) }
        for (file, id) in repeats {
            guard var first = try finished.first(where: { $0.id == id }) ?? owner.instance.submission(id) else {
                continue
            }
            first.outcomes = Reception.again(first.outcomes)
            lines.append(line(first, file: file.name, isRepeated: true))
        }
        return lines.sorted { ($0.id, $0.isRepeated ? 1 : 0) < ($1.id, $1.isRepeated ? 1 : 0) }
    }

    /// What the rows of a delivery are when the same bytes come again: what was taken is unchanged.
    private static func again(_ outcomes: OutcomeCounts) -> OutcomeCounts {
        var again = OutcomeCounts()
        for outcome in Outcome.allCases {
            switch outcome {
            case .rejected, .unattributed, .withheld: again[outcome] += outcomes[outcome]
            default: again[.unchanged] += outcomes[outcome]
            }
        }
        return again
    }

    private func line(_ submission: Submission, file: String, isRepeated: Bool) -> RunSummary.SubmissionLine {
        RunSummary.SubmissionLine(
            id: submission.id, source: submission.source, item: submission.item ?? "", file: file,
            state: submission.state.rawValue, received: submission.rows, outcomes: submission.outcomes,
            held: submission.heldRows, refusal: submission.refusal, isRepeated: isRepeated)
    }
}
