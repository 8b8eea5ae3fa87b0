import Foundation
package import Model

/// What a run came to: printed for people, and as one JSON object for programs.
package struct RunSummary: Sendable {
    package struct SubmissionLine: Sendable {
        package var id: Int
        package var source: String
        package var item: String
        package var file: String
        package var state: String
        package var received: Int
        package var outcomes: OutcomeCounts
        /// Rows that wait for a steward and have no outcome yet.
        package var held = 0
        /// Why it was refused, or is held.
        package var refusal: String?
        package var isRepeated: Bool
    }

    package var submissions: [SubmissionLine] = []
    package var findingsBySeverity: [String: Int] = [:]
    package var findingsByRule: [String: Int] = [:]
    package var conflicts = 0
    package var mismatches: [String: Int] = [:]
    package var attributedLate = 0
    /// Subjects that were compared, and how long that took.
    package var comparedSubjects = 0
    package var comparisonSeconds = 0.0
    package var seconds = 0.0
    package var reports: [String] = []
    /// Years without a calendar that a deadline or a comparison's window reaches into: what waits for them is left open.
    package var missingYears: [Int] = []
    /// What waits in the inbox and could not be taken, and why.
    package var notTaken: [String] = []

    package init() {}

    package var totals: OutcomeCounts {
        var totals = OutcomeCounts()
        for line in submissions { totals += line.outcomes }
        return totals
    }

    package var received: Int { submissions.reduce(0) { $0 + $1.received } }

    package var held: Int { submissions.reduce(0) { $0 + $1.held } }

    /// Promise 1: received = sum of outcomes, and what is held, for every submission and the run.
    package var isConserved: Bool { submissions.allSatisfy { $0.received == $0.outcomes.total + $0.held } }

    package func json() throws -> String {
        func object(_ counts: OutcomeCounts) -> [String: Int] {
            Dictionary(uniqueKeysWithValues: Outcome.allCases.map { ($0.name, counts[$0]) })
        }
        let lines: [[String: Any]] = submissions.map { line in
            var object: [String: Any] = [
                "id": line.id, "source": line.source, "item": line.item, "file": line.file, "state": line.state,
                "received": line.received, "outcomes": object(line.outcomes), "held": line.held,
            ]
            if let refusal = line.refusal { object["refusal"] = refusal }
            if line.isRepeated { object["repeated"] = true }
            return object
        }
        let object: [String: Any] = [
            "submissions": lines,
            "totals": ["received": received, "outcomes": object(totals), "held": held] as [String: Any],
            "findings": ["by_severity": findingsBySeverity, "by_rule": findingsByRule], "conflicts": conflicts,
            "mismatches": mismatches, "attributed_late": attributedLate, "missing_calendar_years": missingYears,
            "not_taken": notTaken,
            "comparison": [
                "subjects": comparedSubjects, "seconds": (comparisonSeconds * 10_000).rounded() / 10_000,
            ] as [String: Any],
            "seconds": (seconds * 1000).rounded() / 1000, "reports": reports,
        ]
        let data = try JSONSerialization.data(
            withJSONObject: object, options: [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes])
        return String(decoding: data, as: UTF8.self)
    }
}
