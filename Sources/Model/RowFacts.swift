/// One delivery as figures see it: a file, when it came, and again when it came again.
package struct DeliveryFacts: Sendable, Equatable {
    package var id: Int
    package var run: Int
    /// Id of the department.
    package var source: String
    /// Id of the catalogue item; empty where the file was refused before it was known.
    package var item: String
    package var mapping: String
    package var channel: String
    package var file: String
    /// Seconds since 1970.
    package var received: Int
    package var isRefused: Bool
    package var rows: Int
    /// Of its bytes.
    package var digest = ""
    /// When it came, the first time included; seconds since 1970.
    package var arrivals: [Int]

    package init(
        id: Int, run: Int, source: String, item: String, mapping: String, channel: String, file: String, received: Int,
        isRefused: Bool, rows: Int
    ) {
        self.id = id
        self.run = run
        self.source = source
        self.item = item
        self.mapping = mapping
        self.channel = channel
        self.file = file
        self.received = received
        self.isRefused = isRefused
        self.rows = rows
        arrivals = [received]
    }

    /// A file that says that there was nothing to deliver has no rows and is no delivery.
    package var isNilReturn: Bool { mapping == DeliveryFacts.nilReturn }
    package static let nilReturn = "nil-return"
}

/// What figures count of one row: no text, so that a million of them cost no allocation.
package struct RowFacts: Sendable, Equatable {
    /// Place among the deliveries.
    package var delivery: Int
    package var row: Int
    package var line: Int
    package var outcome: Outcome
    package var flags: RowFlags
    /// Days since 1970; ``Record/noDate`` without one.
    package var event: Int32
    /// Seconds since 1970.
    package var received: Int
    /// When the record first arrived: earlier than ``received`` where a row of it was sent back before.
    package var firstArrival: Int
    /// Whether a row of the record was sent back before.
    package var isReturned: Bool
    /// Whether it is its source's first row of the record that was not rejected.
    package var isFirst: Bool
    /// Of a rejected row: when the next row of the record was received, mended or to be sent back once more; `Int.max` where none was.
    package var cameAgain: Int
    /// Of a rejected row: when the next row of the record was received that was not rejected; `Int.max` where none was.
    package var mended: Int

    package init(
        delivery: Int, row: Int, line: Int, outcome: Outcome, flags: RowFlags = [], event: Int32 = Record.noDate,
        received: Int, returned: Int? = nil, isFirst: Bool = true, cameAgain: Int = .max
    ) {
        self.delivery = delivery
        self.row = row
        self.line = line
        self.outcome = outcome
        self.flags = flags
        self.event = event
        self.received = received
        firstArrival = returned ?? received
        isReturned = returned != nil
        self.isFirst = isFirst
        self.cameAgain = cameAgain
        mended = cameAgain
    }
}

/// A confirmed nil return 零报送: in these days a department had nothing of an item to deliver.
package struct NilReturn: Sendable, Equatable {
    package var source: String
    package var item: String
    /// Days since 1970-01-01; the last belongs to it.
    package var first: Int
    package var last: Int
    /// As it was written: `2025-03`.
    package var period: String
    /// The file that says so; nil where a steward entered it.
    package var submission: Int?
    package var by: String
    package var reason: String
    /// When it was taken, seconds since 1970.
    package var at: Int

    package init(
        source: String, item: String, first: Int, last: Int, period: String, submission: Int? = nil, by: String = "",
        reason: String = "", at: Int
    ) {
        self.source = source
        self.item = item
        self.first = first
        self.last = last
        self.period = period
        self.submission = submission
        self.by = by
        self.reason = reason
        self.at = at
    }
}
