import Model

/// Each figure that counts rows is a predicate: the same one counts them and finds them again for `--rows`.
extension Figure {
    /// Figures that count rows.
    package static let ofRows: [Figure] = [
        .received, .published, .updated, .unchanged, .duplicate, .stale, .overruled, .unattributed, .withheld,
        .rejected, .accepted, .withdrawn, .dated, .onTime, .late, .undated, .again, .mended, .onTimeRestarted,
        .outstanding,
    ]

    package static let ofChecks: [Figure] = [
        .completenessChecked, .completenessFailed, .conformityChecked, .conformityFailed, .accuracyChecked,
        .accuracyFailed,
    ]

    package static let ofPeriods: [Figure] = [.due, .dueOnTime, .dueLate, .dueNil, .dueAllRejected, .missed]

    package static let ofFiles: [Figure] = [.deliveries, .refused]

    package static let ofConflicts: [Figure] = [.conflictsOpen, .conflictsOpened, .conflictsClosed]

    package static let ofMismatches: [Figure] = [.mismatchesOpen, .mismatchesOpened, .mismatchesClosed]

    /// Whether a row counts; false of figures that count no rows.
    /// - Parameter month: in seconds since 1970.
    package func counts(_ row: MeasuredRow, in month: Range<Int>) -> Bool {
        let facts = row.facts
        if self == .outstanding {
            return facts.outcome == .rejected && facts.received < month.upperBound
                && facts.cameAgain >= month.upperBound
        }
        guard month.contains(facts.received) else { return false }
        let isMeasured = facts.isFirst && facts.outcome != .rejected && row.isTimed
        switch self {
        case .received: return true
        case .published: return facts.outcome == .published
        case .updated: return facts.outcome == .updated
        case .unchanged: return facts.outcome == .unchanged
        case .duplicate: return facts.outcome == .duplicate
        case .stale: return facts.outcome == .stale
        case .overruled: return facts.outcome == .overruled
        case .unattributed: return facts.outcome == .unattributed
        case .withheld: return facts.outcome == .withheld
        case .rejected: return facts.outcome == .rejected
        case .accepted: return facts.outcome.isAccepted
        case .withdrawn: return facts.outcome.isAccepted && facts.flags.contains(.withdrawn)
        case .dated: return isMeasured && facts.event != Record.noDate
        case .onTime: return isMeasured && (row.daysLate.map { $0 <= 0 } ?? false)
        case .late: return isMeasured && (row.daysLate.map { $0 > 0 } ?? false)
        case .undated: return isMeasured && facts.event == Record.noDate
        case .again: return !facts.isFirst && facts.outcome != .rejected
        case .mended: return facts.isFirst && facts.outcome != .rejected && facts.isReturned
        case .onTimeRestarted: return isMeasured && (row.daysLateRestarted.map { $0 <= 0 } ?? false)
        default: return false
        }
    }
}

extension Outcome {
    /// What the store holds: published, updated, unchanged, duplicate.
    var isAccepted: Bool {
        switch self {
        case .published, .updated, .unchanged, .duplicate: true
        default: false
        }
    }
}
