/// What names a case of comparison for ever: `CODE/comparison/pair`, the pair in hexadecimal.
package struct MismatchID: Sendable, Equatable, CustomStringConvertible {
    package var subject: String
    package var comparison: String
    package var pair: Int64

    package init(subject: String, comparison: String, pair: Int64) {
        self.subject = subject
        self.comparison = comparison
        self.pair = pair
    }

    package init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 3, !parts[0].isEmpty, !parts[1].isEmpty, let pair = UInt64(parts[2], radix: 16) else {
            return nil
        }
        self.init(subject: String(parts[0]), comparison: String(parts[1]), pair: Int64(bitPattern: pair))
    }

    package var description: String { "\(subject)/\(comparison)/\(String(UInt64(bitPattern: pair), radix: 16))" }
}

/// A case: what an enterprise says and what the government holds do not agree, or one of the two is missing.
package struct MismatchRow: Sendable, Equatable {
    package var id: MismatchID
    /// `mismatch`, `not_reflected`, `enterprise_only`, `not_comparable` (domain §8).
    package var result: String
    package var name: String
    /// The self-disclosed item.
    package var item: String
    package var enterprise: StatementSource?
    package var government: StatementSource?
    package var fields: [DifferingField]
    /// `enterprise_wrong`, `department_wrong`, `department_late`, `undecided`, and the rule that says so.
    package var attribution = "undecided"
    package var rule = ""
    /// The department that is to act, `enterprise`, or `steward`.
    package var responsible = "steward"
    /// The last day of the window in which the missing side may still come, days since 1970.
    package var due: Int?
    /// `open`, `acknowledged`, `resolved`, `waived`.
    package var state = "open"
    package var until: Int?

    package var subject: String { id.subject }

    /// Whether it asks somebody to act on a day: not resolved, not waived, and the law's window is over.
    package func stands(on day: Int) -> Bool {
        let isWaived = state == "waived" && (until.map { day <= $0 } ?? false)
        return state != "resolved" && !isWaived && (due.map { $0 < day } ?? true)
    }

    package init(
        id: MismatchID, result: String, name: String, item: String, enterprise: StatementSource?,
        government: StatementSource?, fields: [DifferingField]
    ) {
        self.id = id
        self.result = result
        self.name = name
        self.item = item
        self.enterprise = enterprise
        self.government = government
        self.fields = fields
    }
}

/// One thing that happened to a case.
package struct MismatchEventRow: Sendable, Equatable {
    package var event: String
    /// Seconds since 1970.
    package var at: Int
    package var result: String
    package var attribution: String
    /// The submission that made it happen.
    package var submission: Int?
    package var source: String?
    package var file: String?
    package var by: String?
    package var reason: String?
    package var until: Int?

    package init(
        event: String, at: Int, result: String, attribution: String, submission: Int?, source: String?, file: String?,
        by: String?, reason: String?, until: Int?
    ) {
        self.event = event
        self.at = at
        self.result = result
        self.attribution = attribution
        self.submission = submission
        self.source = source
        self.file = file
        self.by = by
        self.reason = reason
        self.until = until
    }
}

/// One comparison's results (domain §8).
package struct ComparisonRow: Sendable, Equatable {
    package var comparison: String
    package var subjects = 0
    package var matches = 0
    package var mismatches = 0
    /// Of the mismatches: one side changed or revoked, and the other has not followed.
    package var notReflected = 0
    package var enterpriseOnly = 0
    package var governmentOnly = 0
    package var notComparable = 0

    package init(comparison: String) { self.comparison = comparison }
}
