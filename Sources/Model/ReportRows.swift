/// One delivery as reports show it.
package struct DeliveryRow: Sendable, Equatable {
    package var id: Int
    package var run: Int
    /// Id of the department.
    package var source: String
    /// Id of the catalogue item; nil where the file was refused before it was known.
    package var item: String?
    package var mapping: String?
    package var channel = ""
    package var file: String
    package var size = 0
    package var digest = ""
    /// Seconds since 1970.
    package var received: Int
    package var lastReceived: Int
    /// How often these bytes were delivered.
    package var times = 1
    /// `published`, `held`, `refused` … (design §1).
    package var state = "published"
    package var refusal: String?
    package var layout: Layout?
    package var rows = 0
    package var dropped = 0
    package var dated = 0
    package var onTime = 0
    package var undated = 0
    package var outcomes = OutcomeCounts()

    package init(id: Int, run: Int, source: String, item: String?, file: String, received: Int) {
        self.id = id
        self.run = run
        self.source = source
        self.item = item
        self.file = file
        self.received = received
        lastReceived = received
    }

    /// The channel of what is only checked.
    package static let checkChannel = "check"

    /// Whether it was only checked, and nothing of it taken in.
    package var isCheck: Bool { channel == DeliveryRow.checkChannel }

    /// Rows that wait for a steward and have no outcome yet.
    package var heldRows: Int { state == "held" ? rows : 0 }

    /// Whether at least one row was taken into the store: what counts as a delivery made (domain §6).
    package var isAccepted: Bool { outcomes.accepted > 0 }
}

extension OutcomeCounts {
    /// Rows whose content the store holds: published, updated, unchanged, duplicate.
    package var accepted: Int { self[.published] + self[.updated] + self[.unchanged] + self[.duplicate] }
}

/// Outcomes of one source's rows of one item.
package struct OutcomeRow: Sendable, Equatable {
    package var source: String
    package var item: String
    package var outcomes = OutcomeCounts()

    package init(source: String, item: String, outcomes: OutcomeCounts = OutcomeCounts()) {
        self.source = source
        self.item = item
        self.outcomes = outcomes
    }
}

/// A finding and the delivery it stands in.
package struct FindingRow: Sendable, Equatable {
    package var submission: Int
    package var source: String
    package var item: String
    package var file: String
    package var finding: Finding

    package init(submission: Int, source: String, item: String, file: String, finding: Finding) {
        self.submission = submission
        self.source = source
        self.item = item
        self.file = file
        self.finding = finding
    }
}

/// How often a rule found something, with a few examples from as many deliveries as there are.
package struct RuleSummary: Sendable, Equatable {
    package var rule: String
    package var severity: Severity
    package var findings = 0
    package var deliveries = 0
    package var examples: [FindingRow] = []

    package init(rule: String, severity: Severity) {
        self.rule = rule
        self.severity = severity
    }
}

/// A row in which an identifier stands that no subject has: it was rejected, or it waits for the register.
package struct UnknownMention: Sendable, Equatable {
    package var submission: Int
    package var source: String
    package var file: String
    package var row: Int
    package var line: Int
    /// The rule that found fault with it; nil where the row waits.
    package var rule: String?

    package init(submission: Int, source: String, file: String, row: Int, line: Int, rule: String?) {
        self.submission = submission
        self.source = source
        self.file = file
        self.row = row
        self.line = line
        self.rule = rule
    }
}

/// Where a statement comes from: one side of a conflict or of a comparison.
package struct StatementSource: Sendable, Equatable {
    package var submission: Int
    package var source: String
    package var file: String
    package var row: Int

    package init(submission: Int, source: String, file: String, row: Int) {
        self.submission = submission
        self.source = source
        self.file = file
        self.row = row
    }
}

/// A field in which two sides differ; values as they may be shown, empty where the ledger does not hold them.
package struct DifferingField: Sendable, Equatable {
    /// Name of the catalogue field.
    package var field: String
    /// What is current; in a comparison, what the enterprise says.
    package var first: String
    /// What lost; in a comparison, what the government holds.
    package var second: String
    /// In a comparison of days or amounts: by how much.
    package var difference: String

    package init(field: String, first: String = "", second: String = "", difference: String = "") {
        self.field = field
        self.first = first
        self.second = second
        self.difference = difference
    }
}

/// Two statements that contradict each other; both are kept, a steward decides.
package struct ConflictRow: Sendable, Equatable {
    /// `content` (same key, different content), `names` (one code, two names), `codes` (one name, two codes).
    package var kind: String
    package var subject: String
    /// The subject's name in the register; empty where it has none.
    package var name: String
    package var item: String
    package var otherSubject: String
    package var winner: StatementSource?
    package var loser: StatementSource?
    package var fields: [DifferingField]

    package init(
        kind: String, subject: String, name: String, item: String, otherSubject: String = "",
        winner: StatementSource?, loser: StatementSource?, fields: [DifferingField]
    ) {
        self.kind = kind
        self.subject = subject
        self.name = name
        self.item = item
        self.otherSubject = otherSubject
        self.winner = winner
        self.loser = loser
        self.fields = fields
    }
}

/// The first of many rows, and how many there are in all: what a page shows of a list.
package struct Limited<Row: Sendable>: Sendable {
    package var rows: [Row]
    package var total: Int

    package init(_ rows: [Row] = [], total: Int? = nil) {
        self.rows = rows
        self.total = total ?? rows.count
    }
}
