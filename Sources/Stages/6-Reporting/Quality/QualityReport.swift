package import Model

/// What a report covers.
package enum ReportPeriod: Sendable, Equatable {
    case run(Int)
    case month(ReportMonth)

    var chinese: String {
        switch self {
        case .run(let number): "第 \(number) 次运行"
        case .month(let month): month.chinese
        }
    }

    var english: String {
        switch self {
        case .run(let number): "run \(number)"
        case .month(let month): month.text
        }
    }
}

/// The quality of what departments delivered in one run or month: values in, one self-contained page out.
///
/// Nothing private gets here: findings are masked where they arise, differing values are those that may be shown.
package struct QualityReport: Sendable {
    package var instance: String
    package var period: ReportPeriod
    /// Seconds since 1970; the report holds no other time than this and those of receipt.
    package var asOf: Int
    package var clock: ReportClock
    package var vocabulary: Vocabulary
    package var deliveries: [DeliveryRow] = []
    package var outcomes: [OutcomeRow] = []
    package var rules: [RuleSummary] = []
    /// How often each rule was asked and how often it failed.
    package var ruleCounts: [String: RuleCount] = [:]
    /// Deliveries made of those due; nil leaves coverage without a figure.
    package var coverage: Rate?
    package var conflicts = Limited<ConflictRow>()
    package var conflictCounts: [String: Int] = [:]
    package var comparisons: [ComparisonRow] = []
    /// The first rows of each result but `match`.
    package var mismatches: [String: Limited<MismatchRow>] = [:]
    /// Rows that wait for a subject, from all deliveries ever.
    package var outstanding: [OutcomeRow] = []

    package init(
        instance: String, period: ReportPeriod, asOf: Int, clock: ReportClock, vocabulary: Vocabulary
    ) {
        self.instance = instance
        self.period = period
        self.asOf = asOf
        self.clock = clock
        self.vocabulary = vocabulary
    }

    /// Rules of which examples are shown.
    private static let worstRules = 12
    /// Refused files, unknown columns and the like that are listed.
    static let longestList = 50

    var total: OutcomeCounts { outcomes.reduce(into: OutcomeCounts()) { $0 += $1.outcomes } }

    /// Rows as the deliveries counted them, which the outcomes must add up to. Files held for a steward have no outcomes yet.
    var received: Int {
        deliveries.filter { $0.state != "held" && $0.state != "refused" }.reduce(0) { $0 + $1.rows }
    }

    package var html: String {
        var page = Page(
            chinese: "数据质量报告", english: "Data quality report",
            facts: [
                ("实例", "instance", instance), ("范围", "period", "\(period.chinese)（\(period.english)）"),
                ("数据截至", "as of", clock.text(asOf)),
            ])
        page.section("summary", "概况", "Summary", summary)
        page.section("sources", "各来源的去向", "Outcomes by source", sources)
        page.section("dimensions", "质量七个维度", "Seven dimensions of quality", dimensionTable)
        let worst = rules.filter { $0.severity > .notice }.prefix(QualityReport.worstRules)
        page.section("rules", "最突出的问题", "Worst rules", worstRules(Array(worst)))
        page.section("all-rules", "全部问题统计", "All findings by rule", allRules)
        page.section("conflicts", "来源冲突", "Conflicts between sources", conflictSection)
        page.section("comparison", "企业自主公示与政府信息比对", "Self-disclosure against government records", comparisonSection)
        page.section("refused", "未受理与暂停的文件", "Files refused or held", refusedSection)
        page.section("columns", "未识别的列", "Unknown columns", unknownColumns)
        page.section("waiting", "未关联主体的存量", "Outstanding rows without a subject", waiting)
        return page.html
    }
}
