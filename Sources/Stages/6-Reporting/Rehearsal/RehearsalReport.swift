package import Model

/// What changed rules would have done with what was received: outcomes, findings and figures before and after, nothing published.
///
/// Values in, text out. Nothing private gets here: findings are masked where they arise.
package struct RehearsalReport: Sendable {
    package var instance: String
    /// The month whose deliveries are compared; nil for all.
    package var month: ReportMonth?
    package var today: RehearsedConfiguration
    package var changed: RehearsedConfiguration
    /// By how much a department's compliance may fall, in millionths of a percentage point.
    package var maximumFall: Int64
    package var clock: ReportClock
    package var vocabulary: Vocabulary
    /// Deliveries compared.
    package var deliveries = 0
    /// In order of source and item.
    package var items: [RehearsedItem] = []
    /// The first files that are taken otherwise than today.
    package var files = Limited<RehearsedFile>()
    /// Conflicts by kind.
    package var conflicts: [RehearsedCount] = []
    /// Results of comparison by item and result.
    package var comparisons: [RehearsedCount] = []
    /// Figures and rates of the monthly report that would be others.
    package var figures: [RehearsedFigure] = []
    package var rates: [RehearsedRate] = []

    package init(
        instance: String, month: ReportMonth?, today: RehearsedConfiguration, changed: RehearsedConfiguration,
        maximumFall: Int64, clock: ReportClock, vocabulary: Vocabulary
    ) {
        self.instance = instance
        self.month = month
        self.today = today
        self.changed = changed
        self.maximumFall = maximumFall
        self.clock = clock
        self.vocabulary = vocabulary
    }

    /// The departments, the one that loses most first.
    package var departments: [RehearsedDepartment] {
        let grouped = Dictionary(grouping: items, by: \.source)
        return grouped.map { RehearsedDepartment(source: $0, items: $1) }.sorted { one, other in
            if one.compliance.fallsFurther(than: other.compliance) { return true }
            if other.compliance.fallsFurther(than: one.compliance) { return false }
            return (other.changedRows, one.source) < (one.changedRows, other.source)
        }
    }

    /// Departments whose compliance would fall by more than the threshold.
    package var falls: [RehearsedDepartment] { departments.filter { $0.compliance.falls(byMoreThan: maximumFall) } }

    /// Whether anything at all would be otherwise.
    package var hasChanges: Bool {
        files.total > 0 || items.contains(where: \.hasChanges)
            || (conflicts + comparisons).contains { $0.before != $0.after } || !figures.isEmpty
    }

    package var changedRows: Int { items.reduce(0) { $0 + $1.changedRows } }

    var period: (chinese: String, english: String) {
        month.map { ("\($0.chinese)收到的报送", "deliveries received in \($0.text)") } ?? (
            "归档中的全部报送", "all deliveries of the archive"
        )
    }

    /// The threshold as it is written, such as `1.5`.
    var threshold: String {
        var text = String(maximumFall % 1_000_000)
        text = String(repeating: "0", count: 6 - text.count) + text
        while text.count > 1, text.hasSuffix("0") { text.removeLast() }
        return "\(maximumFall / 1_000_000).\(text)"
    }

    func source(_ id: String) -> String { id.isEmpty ? "未知来源 unknown" : vocabulary.department(id) }
    func item(_ id: String) -> String { id.isEmpty ? "未知事项 unknown" : vocabulary.item(id) }
}

/// One of the two configurations of a rehearsal.
package struct RehearsedConfiguration: Sendable, Equatable {
    /// Where its mappings lie, as it was asked for.
    package var mappings: String
    package var fingerprint: String

    package init(mappings: String, fingerprint: String) {
        self.mappings = mappings
        self.fingerprint = fingerprint
    }
}

/// A count on both sides.
package struct RehearsedCount: Sendable, Equatable {
    /// The item that is compared; nil for conflicts.
    package var item: String?
    /// Kind of conflict, result of comparison.
    package var kind: String
    package var before: Int
    package var after: Int

    package init(item: String? = nil, kind: String, before: Int, after: Int) {
        self.item = item
        self.kind = kind
        self.before = before
        self.after = after
    }
}

/// A file that is taken otherwise than today.
package struct RehearsedFile: Sendable, Equatable {
    /// How one side took the file.
    package struct Taking: Sendable, Equatable {
        package enum State: String, Sendable {
            case taken, refused
            /// Its bytes were held already, read in the same way.
            case repeated
        }

        package var state: State
        package var source: String
        package var item: String?
        package var rows: Int
        package var refusal: String?

        package init(state: State, source: String, item: String? = nil, rows: Int = 0, refusal: String? = nil) {
            self.state = state
            self.source = source
            self.item = item
            self.rows = rows
            self.refusal = refusal
        }
    }

    package var file: String
    /// Seconds since 1970.
    package var received: Int
    package var before: Taking
    package var after: Taking

    package init(file: String, received: Int, before: Taking, after: Taking) {
        self.file = file
        self.received = received
        self.before = before
        self.after = after
    }
}
