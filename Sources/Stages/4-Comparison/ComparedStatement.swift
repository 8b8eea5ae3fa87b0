package import Model

/// A current statement as comparison sees it: its place, its order, and its comparables.
package struct ComparedStatement {
    package var submission: Int
    package var row: Int
    /// Seconds since 1970.
    package var received: Int
    /// Authority of its source: 0 is the highest, for a record its maker.
    package var rank: Int
    package var source: Int
    package var flags: RowFlags
    /// Days since 1970; `Int32.min` without one.
    package var version: Int32
    package var event: Int32
    /// Whether it took the place of an earlier statement.
    package var isChange: Bool
    package var keyHash: Int64
    package var view: RoleView
    /// The caller's own number for finding the values.
    package var handle: Int

    package init(
        submission: Int, row: Int, received: Int, rank: Int, source: Int, flags: RowFlags, version: Int32,
        event: Int32, isChange: Bool, keyHash: Int64, view: RoleView, handle: Int
    ) {
        self.submission = submission
        self.row = row
        self.received = received
        self.rank = rank
        self.source = source
        self.flags = flags
        self.version = version
        self.event = event
        self.isChange = isChange
        self.keyHash = keyHash
        self.view = view
        self.handle = handle
    }
}

/// A field in which the two sides differ.
package struct SlotDifference: Sendable, Equatable {
    /// Place among the comparison's fields.
    package var field: Int
    /// Days, or millionths of 元 or of the unit, where the field is a number: the enterprise's, and the government's.
    package var enterprise: Int64?
    package var government: Int64?
}

/// One comparison of two records that meet, or of one without a counterpart.
package struct ComparisonResult {
    package var kind: ComparisonKind
    /// What identifies the case within its subject and comparison.
    package var pair: Int64
    /// Places in what was compared; of a sum the newest.
    package var enterprise: Int?
    package var government: Int?
    package var differences: [SlotDifference] = []
    package var rule: AttributionRule?
    /// The last day on which the side that lacks it may still bring it; the case stands from the next day on.
    package var due: Int32?
    /// Whether it is about the comparison's ``ComparisonPlan/payment`` rather than its fields; not among the counts, since most are due one day.
    package var isOnPayment = false

    package init(
        kind: ComparisonKind, pair: Int64, enterprise: Int? = nil, government: Int? = nil,
        rule: AttributionRule? = nil
    ) {
        self.kind = kind
        self.pair = pair
        self.enterprise = enterprise
        self.government = government
        self.rule = rule
    }
}
