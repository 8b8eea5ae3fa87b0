/// How bad a finding is: an error rejects the row, a warning asks the department to look, a notice says what was done.
package enum Severity: UInt8, Sendable, CaseIterable, Comparable {
    case notice, warning, error

    package var name: String {
        switch self {
        case .notice: "notice"
        case .warning: "warning"
        case .error: "error"
        }
    }

    package init?(name: String) {
        guard let found = Severity.allCases.first(where: { $0.name == name }) else { return nil }
        self = found
    }

    package static func < (left: Severity, right: Severity) -> Bool { left.rawValue < right.rawValue }
}

/// The seven dimensions of the national monitoring system (domain §6), by which findings are counted.
package enum Dimension: String, Sendable, CaseIterable {
    case completeness = "完整性"
    case conformity = "规范性"
    case redundancy = "冗余性"
    case linkage = "关联性"
    case accuracy = "准确性"
    case timeliness = "及时性"
    case coverage = "全面性"
}

/// What a rule is, apart from any row: the source of `Documentation/Rules.md` and of every message.
package struct RuleFacts: Sendable {
    /// kebab-case, by which pipeline.yml, findings and reports name the rule.
    package var id: String
    package var severity: Severity
    package var dimension: Dimension
    /// What is wrong, in one sentence.
    package var chinese: String
    package var english: String
    /// How the department mends it.
    package var mendChinese: String
    package var mendEnglish: String
    /// The standard and clause the rule rests on.
    package var source: String

    package init(
        id: String, severity: Severity, dimension: Dimension, chinese: String, english: String, mendChinese: String,
        mendEnglish: String, source: String
    ) {
        self.id = id
        self.severity = severity
        self.dimension = dimension
        self.chinese = chinese
        self.english = english
        self.mendChinese = mendChinese
        self.mendEnglish = mendEnglish
        self.source = source
    }
}

/// One thing found in one row: facts only, never a private value in clear.
package struct Finding: Sendable, Equatable {
    package var rule: String
    package var severity: Severity
    package var position: RowPosition
    /// Name of the catalogue field; nil when the finding is about the whole row.
    package var field: String?
    /// What stood there, masked where it is private.
    package var value: String
    package var expected: String
    package var suggestion: String

    package init(
        rule: String, severity: Severity, position: RowPosition, field: String? = nil, value: String = "",
        expected: String = "", suggestion: String = ""
    ) {
        self.rule = rule
        self.severity = severity
        self.position = position
        self.field = field
        self.value = value
        self.expected = expected
        self.suggestion = suggestion
    }
}

/// How often a rule could be asked and how often it failed: every rate has an honest denominator.
package struct RuleCount: Sendable, Equatable {
    package var applicable = 0
    package var failed = 0
    package init(applicable: Int = 0, failed: Int = 0) {
        self.applicable = applicable
        self.failed = failed
    }
}
