package import Model

/// What would change of one source's rows of one item.
package struct RehearsedItem: Sendable, Equatable {
    package var source: String
    /// Empty for files that neither side knows.
    package var item: String
    package var before = RehearsedFigures()
    package var after = RehearsedFigures()
    /// Kinds of change of outcomes, the worst first.
    package var transitions: [RehearsedTransition] = []
    /// Rules whose findings differ, in order of their ids.
    package var rules: [RehearsedRule] = []
    /// Rows of which anything differs, outcome or findings.
    package var changedRows = 0

    package init(source: String, item: String) {
        self.source = source
        self.item = item
    }

    var hasChanges: Bool { changedRows > 0 || before != after || !transitions.isEmpty || !rules.isEmpty }
}

/// The figures of one side.
package struct RehearsedFigures: Sendable, Equatable {
    package var deliveries = 0
    package var refused = 0
    package var outcomes = OutcomeCounts()
    /// Rows that today are rows and this side does not read: of refused files above all. They count as received and not accepted.
    package var lost = 0
    /// Rows with an event date, those of them that arrived within the deadline, and rows without one.
    package var dated = 0
    package var onTime = 0
    package var undated = 0

    package init() {}

    static func += (left: inout RehearsedFigures, right: RehearsedFigures) {
        left.deliveries += right.deliveries
        left.refused += right.refused
        left.outcomes += right.outcomes
        left.lost += right.lost
        left.dated += right.dated
        left.onTime += right.onTime
        left.undated += right.undated
    }

    package var compliance: Rate { Rate(outcomes.accepted, of: outcomes.total + lost) }
    package var timeliness: Rate { Rate(onTime, of: dated) }
}

/// Rows that change from one outcome to another.
package struct RehearsedTransition: Sendable, Equatable {
    /// Nil where the row is not read at all.
    package var before: Outcome?
    package var after: Outcome?
    package var rows: Int
    package var examples: [RehearsedExample]

    package init(before: Outcome?, after: Outcome?, rows: Int, examples: [RehearsedExample] = []) {
        self.before = before
        self.after = after
        self.rows = rows
        self.examples = examples
    }
}

/// A rule's findings on both sides.
package struct RehearsedRule: Sendable, Equatable {
    package var rule: String
    /// Findings by severity, in the order of its raw values.
    package var before = [0, 0, 0]
    package var after = [0, 0, 0]
    /// Rows, and files as a whole, of which the rule says something else than today.
    package var rows = 0
    /// Of rows that keep their outcome; the others stand with their transition.
    package var examples: [RehearsedExample] = []

    package init(rule: String) { self.rule = rule }
}

/// A row of which something changes.
package struct RehearsedExample: Sendable, Equatable {
    /// What is found in the row on one side, worded.
    package struct Finding: Sendable, Equatable {
        package var rule: String
        package var severity: Severity
        package var chinese: String
        package var english: String

        package init(rule: String, severity: Severity, chinese: String, english: String) {
            self.rule = rule
            self.severity = severity
            self.chinese = chinese
            self.english = english
        }
    }

    package var file: String
    /// Seconds since 1970.
    package var received: Int
    /// Number of the row; 0 for the file as a whole.
    package var row: Int
    package var line: Int
    package var before: [Finding]
    package var after: [Finding]

    package init(file: String, received: Int, row: Int, line: Int, before: [Finding], after: [Finding]) {
        self.file = file
        self.received = received
        self.row = row
        self.line = line
        self.before = before
        self.after = after
    }
}

/// What would change for one department.
package struct RehearsedDepartment: Sendable {
    package var source: String
    package var items: [RehearsedItem]

    private func sum(_ side: KeyPath<RehearsedItem, RehearsedFigures>) -> RehearsedFigures {
        items.reduce(into: RehearsedFigures()) { $0 += $1[keyPath: side] }
    }

    package var before: RehearsedFigures { sum(\.before) }
    package var after: RehearsedFigures { sum(\.after) }
    package var changedRows: Int { items.reduce(0) { $0 + $1.changedRows } }
    package var compliance: RateChange { RateChange(before: before.compliance, after: after.compliance) }
    package var timeliness: RateChange { RateChange(before: before.timeliness, after: after.timeliness) }
    var hasChanges: Bool { items.contains(where: \.hasChanges) }
}
