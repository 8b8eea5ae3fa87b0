import Model
package import Storage

/// Where a case of comparison stands.
package enum CaseState: String, Sendable, CaseIterable {
    case open, acknowledged, resolved, waived

    package var chinese: String {
        switch self {
        case .open: "未决"
        case .acknowledged: "已确认"
        case .resolved: "已解决"
        case .waived: "已豁免"
        }
    }
}

/// What happens to a case.
package enum CaseEvent: String, Sendable, CaseIterable {
    case opened, changed, resolved, reopened, acknowledged, waived

    package var chinese: String {
        switch self {
        case .opened: "新增"
        case .changed: "变化"
        case .resolved: "解决"
        case .reopened: "再次出现"
        case .acknowledged: "确认"
        case .waived: "豁免"
        }
    }
}

/// One case: what two records that meet by `pair` disagree in. The same pair of one subject and comparison is the same case for ever.
package struct MismatchCase: Sendable, Equatable {
    package var pair: Int64
    /// The self-disclosed item, by the catalogue's number.
    package var item: Int
    package var result: String
    package var attribution: String
    package var rule: String
    /// The department that is to act, `enterprise`, or `steward`.
    package var responsible: String
    /// The last day of the window in which the missing side may still come; the case stands from the next day on.
    package var due: Int?
    package var enterprise: StatementReference?
    package var government: StatementReference?
    /// Differing fields with both values and the difference, as JSON.
    package var fields = "[]"
    package var state = CaseState.open
    /// Until when it is waived, days since 1970.
    package var until: Int?

    package init(
        pair: Int64, item: Int, result: String, attribution: String, rule: String, responsible: String, due: Int?,
        enterprise: StatementReference?, government: StatementReference?
    ) {
        self.pair = pair
        self.item = item
        self.result = result
        self.attribution = attribution
        self.rule = rule
        self.responsible = responsible
        self.due = due
        self.enterprise = enterprise
        self.government = government
    }

    package static let columns = """
        pair, result, attribution, rule, responsible, due, self_submission, self_row, government_submission, government_row,
        fields, state, until
        """

    /// Reads ``columns``.
    /// - Parameters:
    ///   - first: where they begin.
    ///   - item: the self-disclosed item.
    package init(_ row: Prepared, at first: Int32 = 0, item: Int) {
        func reference(_ column: Int32) -> StatementReference? {
            row.isNull(column) ? nil : StatementReference(submission: row.int(column), row: row.int(column + 1))
        }
        self.init(
            pair: row.int64(first), item: item, result: row.string(first + 1), attribution: row.string(first + 2),
            rule: row.string(first + 3), responsible: row.string(first + 4),
            due: row.isNull(first + 5) ? nil : row.int(first + 5), enterprise: reference(first + 6),
            government: reference(first + 8))
        fields = row.string(first + 10)
        state = CaseState(rawValue: row.string(first + 11)) ?? .open
        until = row.isNull(first + 12) ? nil : row.int(first + 12)
    }

    /// Whether both say the same of the same rows, wherever the case stands. Who is to act and the values follow from those.
    package func saysTheSame(as other: MismatchCase) -> Bool {
        pair == other.pair && due == other.due && enterprise == other.enterprise && government == other.government
            && item == other.item && result == other.result && attribution == other.attribution && rule == other.rule
    }
}

/// What is noted when something happens to a case.
package struct CaseNote: Sendable {
    package var event: CaseEvent
    /// Seconds since 1970.
    package var at: Int
    /// The submission that made it happen.
    package var submission: Int?
    package var by: String?
    package var reason: String?
    package var until: Int?

    package init(_ event: CaseEvent, at: Int, submission: Int? = nil) {
        self.event = event
        self.at = at
        self.submission = submission
    }
}
