package import Model

/// One statement about one key, as consolidation weighs it: new in this run, or held from an earlier one.
package struct Claim {
    package var submission: Int
    package var row: Int
    /// Seconds since 1970.
    package var received: Int
    /// Number of the source; only its identity counts.
    package var source: Int
    /// Authority: 0 is the highest.
    package var rank: Int
    /// Days since 1970; `Int32.min` without one.
    package var version: Int32
    package var content: Int64
    package var flags: RowFlags
    package var isHeld: Bool
    package var wasCurrent: Bool
    /// What became of the row; of new claims set by ``consolidate(_:differing:)``.
    package var outcome: Outcome
    /// The caller's own number for finding the values.
    package var handle: Int

    package init(
        submission: Int, row: Int, received: Int, source: Int, rank: Int, version: Int32, content: Int64,
        flags: RowFlags, isHeld: Bool = false, wasCurrent: Bool = false, outcome: Outcome = .published, handle: Int
    ) {
        self.submission = submission
        self.row = row
        self.received = received
        self.source = source
        self.rank = rank
        self.version = version
        self.content = content
        self.flags = flags
        self.isHeld = isHeld
        self.wasCurrent = wasCurrent
        self.outcome = outcome
        self.handle = handle
    }

    /// Whether this claim stands below `other` in the order whose maximum is current:
    /// authority, version, time of receipt, submission, row (design §3, promise 3).
    package func isBelow(_ other: Claim) -> Bool {
        if rank != other.rank { return rank > other.rank }
        return isOlder(than: other)
    }

    /// The same order among statements of one source, whose authority is one.
    package func isOlder(than other: Claim) -> Bool {
        if version != other.version { return version < other.version }
        if received != other.received { return received < other.received }
        if submission != other.submission { return submission < other.submission }
        return row < other.row
    }

    /// Order of receipt, in which outcomes are given.
    package func wasReceivedBefore(_ other: Claim) -> Bool {
        if received != other.received { return received < other.received }
        if submission != other.submission { return submission < other.submission }
        return row < other.row
    }
}

/// Two sources that say different things about one key: the winner is disclosed, both are kept, a steward may decide.
package struct Conflict: Equatable {
    /// Index of the claim that lost.
    package var loser: Int
    /// Fields in which the two differ.
    package var fields: [Int]

    package init(loser: Int, fields: [Int]) {
        self.loser = loser
        self.fields = fields
    }
}

/// What consolidating one key came to.
package struct KeyVerdict {
    /// Index of the current claim.
    package var winner: Int
    package var conflicts: [Conflict]
}
