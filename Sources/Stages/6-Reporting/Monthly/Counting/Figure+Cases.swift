package import Model

extension Figure {
    /// Whether a file counts that was received in the month; a nil return is no delivery.
    package func counts(_ delivery: DeliveryFacts) -> Bool {
        switch self {
        case .deliveries: !delivery.isNilReturn
        case .refused: delivery.isRefused
        default: false
        }
    }

    /// The dimension whose checks a figure counts, and whether it counts those that failed.
    package var checks: (dimension: Dimension, isFailed: Bool)? {
        switch self {
        case .completenessChecked: (.completeness, false)
        case .completenessFailed: (.completeness, true)
        case .conformityChecked: (.conformity, false)
        case .conformityFailed: (.conformity, true)
        case .accuracyChecked: (.accuracy, false)
        case .accuracyFailed: (.accuracy, true)
        default: nil
        }
    }

    /// How many of a rule's checks count.
    package func counted(of count: RuleCount, _ dimension: Dimension) -> Int {
        guard let checks, checks.dimension == dimension else { return 0 }
        return checks.isFailed ? count.failed : count.applicable
    }

    /// Whether a stretch of a mismatch counts: a case that is handed over to another department is neither opened nor closed by it.
    package func counts(
        opened: Int, closed: Int, isOpening: Bool, isEnd: Bool, in month: Range<Int>
    ) -> Bool {
        if self == .mismatchesOpened && !isOpening || self == .mismatchesClosed && !isEnd { return false }
        return counts(opened: opened, closed: closed, in: month)
    }

    /// Whether a case counts that stood from one time to another: open at the month's end, opened in it, closed in it.
    package func counts(opened: Int, closed: Int, in month: Range<Int>) -> Bool {
        switch self {
        case .conflictsOpen, .mismatchesOpen: opened < month.upperBound && closed >= month.upperBound
        case .conflictsOpened, .mismatchesOpened: month.contains(opened)
        case .conflictsClosed, .mismatchesClosed: month.contains(closed)
        default: false
        }
    }
}
