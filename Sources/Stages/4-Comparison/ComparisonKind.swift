/// The results of comparing self-disclosure with government records (domain §8).
package enum ComparisonKind: String, Sendable, CaseIterable {
    case match, mismatch
    /// A mismatch of its own kind: one side changed or revoked, and the other has not followed. Counted among the mismatches too.
    case notReflected = "not_reflected"
    case enterpriseOnly = "enterprise_only"
    case governmentOnly = "government_only"
    case notComparable = "not_comparable"

    package var chinese: String {
        switch self {
        case .match: "一致"
        case .mismatch: "不一致"
        case .notReflected: "变更或撤销未反映"
        case .enterpriseOnly: "仅企业"
        case .governmentOnly: "仅政府"
        case .notComparable: "不可比"
        }
    }

    /// Whether there is something for somebody to do: what is kept as a case. What only the government holds is counted, and listed when it
    /// is asked for: most subjects disclose nothing.
    package var makesCase: Bool { self != .match && self != .governmentOnly }
}
