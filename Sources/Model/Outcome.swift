/// What became of a row; every row of a submission has exactly one (design §1).
package enum Outcome: UInt8, Sendable, CaseIterable {
    /// First statement of its key.
    case published
    /// New version of its key.
    case updated
    /// The same content from the same source again.
    case unchanged
    /// The same content from another source, or twice in the file.
    case duplicate
    /// Older than what is held.
    case stale
    /// Lost to the authoritative source; kept.
    case overruled
    /// Valid, but no subject found yet; retried when the register grows.
    case unattributed
    /// Not for disclosure.
    case withheld
    /// An error finding.
    case rejected

    package var name: String { String(describing: self) }

    package var chinese: String {
        switch self {
        case .published: "首次发布"
        case .updated: "更新"
        case .unchanged: "无变化"
        case .duplicate: "重复"
        case .stale: "过时"
        case .overruled: "让位于权威来源"
        case .unattributed: "未关联主体"
        case .withheld: "不予公示"
        case .rejected: "退回"
        }
    }

    package init?(name: String) {
        guard let found = Outcome.allCases.first(where: { $0.name == name }) else { return nil }
        self = found
    }
}

/// Counts of rows by outcome; a value that adds up.
package struct OutcomeCounts: Sendable, Equatable {
    private var counts = [Int](repeating: 0, count: Outcome.allCases.count)

    package init() {}

    package subscript(outcome: Outcome) -> Int {
        get { counts[Int(outcome.rawValue)] }
        set { counts[Int(outcome.rawValue)] = newValue }
    }

    package var total: Int { counts.reduce(0, +) }

    package static func += (left: inout OutcomeCounts, right: OutcomeCounts) {
        for outcome in Outcome.allCases { left[outcome] += right[outcome] }
    }
}
