package import Model

/// Where a submission stands (design §1).
package enum SubmissionState: String, Sendable {
    case received, extracting, consolidating, published, held, refused
}

/// One delivery as the ledger knows it.
package struct Submission: Sendable {
    package var id = 0
    package var run = 0
    package var digest: String
    package var size: Int
    package var source: String
    package var item: String?
    package var mapping: String?
    package var channel: String
    /// The file's name as the department gave it.
    package var file: String
    /// Seconds since 1970.
    package var received: Int
    package var state: SubmissionState = .received
    /// Why it was refused, or is held.
    package var refusal: String?
    package var layout: Layout?
    /// Of the catalogue and mappings it was read with.
    package var fingerprint: String
    package var rows = 0
    package var dropped = 0
    /// Rows with an event date, those of them that arrived within the deadline, and rows without one.
    package var dated = 0
    package var onTime = 0
    package var undated = 0
    /// The year without a calendar for want of which no row was timed; known after the record stage, not stored.
    package var missingYear: Int?
    /// How often these bytes were delivered.
    package var times = 1
    package var lastReceived: Int
    package var outcomes = OutcomeCounts()
    /// Rows that are rejected unless the register knows the right code; known after the record stage, not stored.
    package var candidates = 0
    package var ruleCounts: [String: RuleCount] = [:]

    /// Rows that are with a steward and have no outcome yet: received = sum of the outcomes + these.
    package var heldRows: Int { state == .held ? rows : 0 }

    package init(
        digest: String, size: Int, source: String, item: String?, mapping: String?, channel: String, file: String,
        received: Int, fingerprint: String
    ) {
        self.digest = digest
        self.size = size
        self.source = source
        self.item = item
        self.mapping = mapping
        self.channel = channel
        self.file = file
        self.received = received
        self.fingerprint = fingerprint
        lastReceived = received
    }
}
