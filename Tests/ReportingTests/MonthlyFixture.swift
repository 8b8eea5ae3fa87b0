import Model
import Reporting

/// A month made by hand: five departments, one without any denominator, one whose name attacks every form.
enum MonthlyFixture {
    static let month = ReportMonth(year: 2025, month: 7)
    static let asOf = 1_754_010_000
    static let hostile = "=cmd|'/c calc'!A1<script>alert(1)</script>\u{202E}局"
    static let long = String(repeating: "示例市重大建设项目与公共资源交易联合监督管理委员会", count: 3) + "办公室"

    static let departments = [
        ("culture", "示例市文化广电和旅游局", "330100"), ("health", hostile, "330102"), ("long", long, "330102"),
        ("quiet", "示例市档案馆", ""), ("tax", "示例市税务局", "330100"),
    ]

    static var vocabulary: Vocabulary {
        var vocabulary = Vocabulary(
            items: Fixture.items,
            departments: departments.map {
                Department(id: $0.0, title: $0.1, code: "", region: $0.2, aliases: [], deliveries: [])
            }, rules: Fixture.rules)
        vocabulary.regions = ["330100": "示例市", "330102": "东城区"]
        return vocabulary
    }

    /// Counts by figure; what is not given is nought.
    static func counts(_ figures: [Figure: Int]) -> FigureCounts {
        var counts = FigureCounts()
        for (figure, count) in figures { counts[figure] = count }
        return counts
    }

    static func entry(
        _ source: String, _ item: String, _ region: String, _ channel: String, _ figures: [Figure: Int],
        late: [Int: Int] = [:], age: [Int: Int] = [:]
    ) -> MonthlyEntry {
        var entry = MonthlyEntry(source: source, item: item, region: region, channel: channel)
        entry.counts = counts(figures)
        entry.daysLate = late
        entry.outstandingAge = age
        return entry
    }

    /// Sums, by hand: received 1000+200+60+40+300 = 1600; accepted 960+190+0+36+294 = 1480; rejected 20+6+60+4+0 = 90;
    /// dated 900+150+0+30+280 = 1360; on time 870+120+0+30+280 = 1300; due 5+1+2+1 = 9, on time or late or nil 4+1+0+1 = 6.
    static let entries = [
        entry(
            "culture", "licence", "330100", "folder",
            [
                .received: 1000, .published: 800, .updated: 100, .unchanged: 40, .duplicate: 20, .stale: 5,
                .overruled: 5, .unattributed: 8, .withheld: 2, .rejected: 20, .accepted: 960, .withdrawn: 7,
                .dated: 900,
                .onTime: 870, .late: 30, .undated: 3, .again: 40, .mended: 4, .onTimeRestarted: 874, .outstanding: 5,
                .completenessChecked: 9000, .completenessFailed: 9, .conformityChecked: 8000, .conformityFailed: 16,
                .accuracyChecked: 2000, .accuracyFailed: 100, .due: 5, .dueOnTime: 3, .dueLate: 1, .missed: 1,
                .deliveries: 4, .mismatchesOpen: 6, .mismatchesOpened: 2, .mismatchesClosed: 1, .conflictsOpen: 1,
                .conflictsOpened: 1,
            ], late: [1: 12, 2: 6, 10: 4, 11: 3, 20: 2, 21: 1, 60: 1, 61: 1], age: [3: 2, 12: 2, 95: 1]),
        entry(
            "culture", "penalty", "330100", "file",
            [
                .received: 200, .published: 190, .stale: 4, .rejected: 6, .accepted: 190, .dated: 150, .onTime: 120,
                .late: 30, .undated: 1, .deliveries: 1, .due: 1, .dueOnTime: 1, .completenessChecked: 100,
                .outstanding: 1,
            ], late: [3: 30], age: [7: 1]),
        entry(
            "health", "licence", "330102", "folder",
            [
                .received: 60, .rejected: 60, .deliveries: 2, .due: 2, .dueAllRejected: 1, .missed: 1, .outstanding: 60,
                .completenessChecked: 60, .completenessFailed: 60,
            ], age: [31: 60]),
        entry(
            "long", "penalty", "330102", "feed",
            [
                .received: 40, .published: 36, .accepted: 36, .rejected: 4, .dated: 30, .onTime: 30, .deliveries: 1,
                .due: 1, .dueNil: 1, .onTimeRestarted: 30,
            ]),
        entry("quiet", "registration", "", "", [:]),
        entry(
            "tax", "annual-report", "330100", "folder",
            [
                .received: 300, .published: 294, .accepted: 294, .unattributed: 6, .dated: 280, .onTime: 280,
                .deliveries: 3,
            ]),
    ]

    static func day(_ text: String) -> Int { CivilDate.parse(text) ?? 0 }

    static let periods = [
        period("culture", .missed, "2025-07-07", "2025-07-13", nil),
        period("health", .missed, "2025-06-30", "2025-07-06", nil),
        period("health", .allRejected, "2025-07-07", "2025-07-13", "2025-07-11"),
        period("culture", .late, "2025-07-14", "2025-07-20", "2025-07-24"),
        period("long", .nilReturn, "2025-07-01", "2025-07-31", "2025-07-31"),
        period("culture", .onTime, "2025-07-21", "2025-07-27", "2025-07-27"),
    ]

    private static func period(
        _ source: String, _ state: PeriodRow.State, _ first: String, _ last: String, _ arrived: String?
    ) -> PeriodRow {
        PeriodRow(
            source: source, item: "licence", frequency: .week, first: day(first), last: day(last), due: day(last),
            state: state, delivery: arrived == nil ? nil : 12, file: arrived == nil ? "" : "=许可.csv",
            arrived: arrived.map(day))
    }

    /// The month before had 1500 rows; nothing was measured in the month before that.
    static let trend: [String: [TrendPoint]] = [
        "": (0..<12).map { back in
            let index = 2025 * 12 + 6 - (11 - back)
            let month = ReportMonth(year: index / 12, month: index % 12 + 1)
            let isLast = back == 11
            return TrendPoint(
                month: month,
                counts: isLast
                    ? counts([
                        .received: 1600, .accepted: 1480, .rejected: 90, .dated: 1360, .onTime: 1300, .due: 9,
                        .dueOnTime: 4, .dueLate: 1, .dueNil: 1,
                    ])
                    : counts([
                        .received: 1390 + back * 11, .accepted: 1300 + back * 8, .rejected: 40,
                        .dated: back == 9 ? 0 : 1000, .onTime: back == 9 ? 0 : 900 + back * 7, .due: 9,
                        .dueOnTime: 7 + back % 3,
                    ]))
        }
    ]

    static let report: MonthlyReport = {
        var report = MonthlyReport(
            instance: "示例市", month: month, asOf: asOf, clock: Fixture.clock, vocabulary: vocabulary)
        report.versions.program = "1.0"
        report.versions.catalogue = String(repeating: "a1", count: 32)
        report.versions.mappings = String(repeating: "b2", count: 32)
        report.versions.calendar = String(repeating: "c3", count: 32)
        report.versions.run = 17
        report.versions.rows = String(repeating: "d4", count: 32)
        report.entries = entries
        let order: [(String, Int?, Int?)] = [
            ("tax", 1, 1), ("long", 2, 4), ("culture", 3, 2), ("health", 4, nil), ("quiet", nil, nil),
        ]
        report.standings = order.map { source, rank, before in
            var counts = FigureCounts()
            for entry in entries where entry.source == source { counts += entry.counts }
            return Standing(source: source, rank: rank, previousRank: before, counts: counts)
        }
        report.trend = trend
        report.trend["culture"] = trend[""]
        report.periods = periods
        var rule = RuleSummary(rule: "credit-code-check", severity: .error)
        (rule.findings, rule.deliveries) = (80, 3)
        var other = RuleSummary(rule: "=unknown", severity: .warning)
        (other.findings, other.deliveries) = (2, 1)
        report.worstRules = [rule, other]
        report.suspicions = [
            Suspicion(
                kind: .serialGap, source: "culture", item: "licence", chinese: "示文许〔2025〕101号与115号之间缺13个号",
                english: "13 numbers are missing between 101 and 115", count: 13),
            Suspicion(
                kind: .volume, source: "tax", item: "annual-report", chinese: "本月300行，近一年中位数4,100行",
                english: "300 rows; the median of a year is 4,100", count: 0),
        ]
        report.restatements = [
            Restatement(
                month: "2025-06", number: 1, source: "culture", item: "licence", figure: "on_time", old: "410",
                new: "408", reason: "@更正：两行的决定日期有误", at: asOf - 86_400, run: 1)
        ]
        return report
    }()
}
