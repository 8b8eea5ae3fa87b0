import Model

/// What the monthly report counts. A figure is a set of rows, checks, periods or cases, so that every number opens to what it counts:
/// `guiji report --rows FIGURE DEPARTMENT ITEM` streams them, and their number is the figure.
package enum Figure: String, Sendable, CaseIterable {
    // Rows of deliveries received in the month, by outcome; received = the sum of the nine outcomes.
    case received, published, updated, unchanged, duplicate, stale, overruled, unattributed, withheld, rejected
    /// Published, updated, unchanged, duplicate: what the store holds.
    case accepted
    /// Accepted rows that say that their record was revoked or cancelled.
    case withdrawn

    // Timeliness. A record is measured once, in the month in which its source first had a row of it that was not rejected. A row that
    // was sent back and mended keeps the clock of its first arrival.
    /// First reports with an event date: the denominator.
    case dated
    /// Of those, what first arrived within the deadline.
    case onTime = "on_time"
    case late
    /// First reports without an event date: a bucket of their own.
    case undated
    /// Rows of records that their source had reported before: not measured again.
    case again
    /// First reports whose row was sent back before and came back mended.
    case mended
    /// What would be on time if the clock had restarted at the mended row's arrival: printed beside `on_time`.
    case onTimeRestarted = "on_time_restarted"
    /// Rejected rows of any month whose record has not come again by the month's end: what came back and was sent back once more counts once.
    case outstanding

    // Checks by dimension (domain §6): three-valued, what does not apply is in neither.
    case completenessChecked = "completeness_checked"
    case completenessFailed = "completeness_failed"
    case conformityChecked = "conformity_checked"
    case conformityFailed = "conformity_failed"
    case accuracyChecked = "accuracy_checked"
    case accuracyFailed = "accuracy_failed"

    // What was owed: periods whose due date lies in the month.
    case due
    case dueOnTime = "due_on_time"
    case dueLate = "due_late"
    case dueNil = "due_nil"
    case dueAllRejected = "due_all_rejected"
    case missed

    // Files.
    case deliveries, refused

    // Cases of stewards, by the department that is to act.
    case mismatchesOpen = "mismatches_open"
    case mismatchesOpened = "mismatches_opened"
    case mismatchesClosed = "mismatches_closed"
    case conflictsOpen = "conflicts_open"
    case conflictsOpened = "conflicts_opened"
    case conflictsClosed = "conflicts_closed"

    package var chinese: String {
        switch self {
        case .received: "收到行数"
        case .published: "首次发布"
        case .updated: "更新"
        case .unchanged: "无变化"
        case .duplicate: "重复"
        case .stale: "过时"
        case .overruled: "让位于权威来源"
        case .unattributed: "未关联主体"
        case .withheld: "不予公示"
        case .rejected: "退回"
        case .accepted: "入库"
        case .withdrawn: "撤销注销"
        case .dated: "计时记录"
        case .onTime: "按时"
        case .late: "迟报"
        case .undated: "无事件日期"
        case .again: "再次报送"
        case .mended: "退回后改正"
        case .onTimeRestarted: "按时（改正件重新计时）"
        case .outstanding: "退回未改"
        case .completenessChecked: "完整性检查"
        case .completenessFailed: "完整性不通过"
        case .conformityChecked: "规范性检查"
        case .conformityFailed: "规范性不通过"
        case .accuracyChecked: "准确性检查"
        case .accuracyFailed: "准确性不通过"
        case .due: "应报期数"
        case .dueOnTime: "按期报送"
        case .dueLate: "逾期报送"
        case .dueNil: "零报送"
        case .dueAllRejected: "全部退回"
        case .missed: "漏报"
        case .deliveries: "文件数"
        case .refused: "拒收文件"
        case .mismatchesOpen: "未决比对差异"
        case .mismatchesOpened: "新增比对差异"
        case .mismatchesClosed: "办结比对差异"
        case .conflictsOpen: "未决冲突"
        case .conflictsOpened: "新增冲突"
        case .conflictsClosed: "消除冲突"
        }
    }

    package var english: String { rawValue.replacing("_", with: " ") }
}

/// Counts by figure; a value that adds up.
package struct FigureCounts: Sendable, Equatable {
    private var counts = [Int](repeating: 0, count: Figure.allCases.count)
    private static let places = Dictionary(uniqueKeysWithValues: Figure.allCases.enumerated().map { ($1, $0) })

    package init() {}

    package subscript(figure: Figure) -> Int {
        get { counts[FigureCounts.places[figure] ?? 0] }
        set { counts[FigureCounts.places[figure] ?? 0] = newValue }
    }

    package static func += (left: inout FigureCounts, right: FigureCounts) {
        for place in left.counts.indices { left.counts[place] += right.counts[place] }
    }
}

/// A rate of the report: which figures stand above and below the line (domain §6).
package enum MonthlyRate: String, Sendable, CaseIterable {
    case timeliness, update, compliance
    case completeness, conformity, redundancy, linkage, accuracy

    /// The three by which departments are ranked, and the seven dimensions, 全面性 being the update rate.
    package static let ranked: [MonthlyRate] = [.update, .timeliness, .compliance]
    package static let dimensions: [MonthlyRate] = [
        .completeness, .conformity, .redundancy, .linkage, .accuracy, .timeliness, .update,
    ]

    package func of(_ counts: FigureCounts) -> Rate {
        switch self {
        case .timeliness: Rate(counts[.onTime], of: counts[.dated])
        case .update:
            Rate(counts[.dueOnTime] + counts[.dueLate] + counts[.dueNil], of: counts[.due])
        case .compliance: Rate(counts[.accepted], of: counts[.received])
        case .completeness:
            Rate(counts[.completenessChecked] - counts[.completenessFailed], of: counts[.completenessChecked])
        case .conformity:
            Rate(counts[.conformityChecked] - counts[.conformityFailed], of: counts[.conformityChecked])
        case .redundancy:
            Rate(
                counts[.received] - counts[.rejected] - counts[.duplicate], of: counts[.received] - counts[.rejected])
        case .linkage:
            Rate(
                counts[.accepted] + counts[.stale] + counts[.overruled],
                of: counts[.accepted] + counts[.stale] + counts[.overruled] + counts[.unattributed])
        case .accuracy: Rate(counts[.accuracyChecked] - counts[.accuracyFailed], of: counts[.accuracyChecked])
        }
    }

    package var chinese: String {
        switch self {
        case .timeliness: "及时率"
        case .update: "更新率"
        case .compliance: "合规率"
        case .completeness: "完整性"
        case .conformity: "规范性"
        case .redundancy: "冗余性（不重复）"
        case .linkage: "关联性"
        case .accuracy: "准确性"
        }
    }

    /// As a dimension of the national system: 及时率 is 及时性, 更新率 is 全面性.
    package var dimension: String {
        switch self {
        case .timeliness: "及时性"
        case .update: "全面性"
        case .redundancy: "冗余性"
        default: chinese
        }
    }

    /// What stands above and below the line.
    package var formula: (chinese: String, english: String) {
        switch self {
        case .timeliness:
            (
                "首次到达在期限内的记录 ÷ 有事件日期的首次报送记录；退回改正的按首次到达计，重复报送不再计",
                "records that first arrived within the deadline ÷ first reports with an event date; mended rows keep the first arrival"
            )
        case .update:
            (
                "按期、逾期报送及经确认的零报送期数 ÷ 到期应报期数；全部退回不算报送",
                "periods with a delivery of which a row was not sent back, or a confirmed nil return ÷ periods due; all-rejected deliveries do not count"
            )
        case .compliance:
            (
                "入库行数（首次发布、更新、无变化、重复）÷ 收到行数",
                "rows accepted (published, updated, unchanged, duplicate) ÷ rows received"
            )
        case .completeness, .conformity, .accuracy:
            ("通过的检查 ÷ 适用的检查", "checks passed ÷ checks that applied")
        case .redundancy: ("未退回且不重复的行 ÷ 未退回的行", "rows that are no duplicate ÷ rows not rejected")
        case .linkage:
            (
                "已关联到主体的行 ÷ 应关联的行（不含退回、不予公示）",
                "rows attributed to a subject ÷ those that should be (without rejected and withheld)"
            )
        }
    }
}
