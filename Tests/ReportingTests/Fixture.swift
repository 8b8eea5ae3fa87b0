import Foundation
import Model
import Reporting

/// A month of fictitious deliveries, such as a report shows.
enum Fixture {
    static let clock = ReportClock(TimeZone(secondsFromGMT: 8 * 3600)!)
    static let month = ReportMonth(year: 2025, month: 7)
    static let asOf = 1_754_010_000

    static let sources = [
        ("market-supervision", "示例市市场监督管理局"), ("approval-bureau", "示例市行政审批局"), ("tax", "示例市税务局"),
        ("health", "示例市卫生健康委员会"), ("urban-management", "示例市综合行政执法局（城市管理局）"),
        ("human-resources", "示例市人力资源和社会保障局"), ("credit-platform", "示例省公共信用信息平台"),
        ("self-disclosure", "企业自主公示"), ("fire", "示例市消防救援支队"),
    ]

    static let items: [Item] = {
        let licence = [
            ("party_name", "行政相对人名称"), ("credit_code", "统一社会信用代码"), ("document_number", "行政许可决定文书号"),
            ("decision_date", "许可决定日期"), ("valid_to", "有效期至"), ("licence_type", "许可类别"), ("content", "许可内容"),
        ]
        let penalty = [
            ("party_name", "行政相对人名称"), ("credit_code", "统一社会信用代码"), ("fine_amount", "罚款金额（万元）"),
            ("decision_date", "处罚决定日期"),
        ]
        let registration = [("name", "企业名称"), ("status", "登记状态"), ("address", "住所")]
        let all = [
            ("registration", "登记基本信息", registration), ("licence", "行政许可", licence), ("penalty", "行政处罚", penalty),
            ("self-licence", "自行公示的行政许可", licence), ("annual-report", "企业年度报告", registration),
        ]
        return all.enumerated().map { number, item in
            Item(
                number: number, id: item.0, title: item.1, itemClass: .licence, isSelfDisclosed: number > 2,
                fields: item.2.map { Field(name: $0.0, title: $0.1) })
        }
    }()

    static let rules: [RuleFacts] = [
        rule(
            "credit-code-check", .error, .accuracy, "统一社会信用代码的校验位不符", "The check character of the credit code is wrong",
            "对照营业执照逐位核对代码", "Compare the code with the business licence, character by character"),
        rule("required", .error, .completeness, "必填项为空", "A required field is empty", "补填该项", "Fill the field in"),
        rule(
            "scientific-notation", .error, .conformity, "数字被 Excel 转成了科学计数法，原值已无法恢复",
            "Excel turned a long number into scientific notation; it cannot be recovered",
            "在 Excel 中把该列设为“文本”后重新导出", "Format the column as text in Excel and export it again"),
        rule("impossible-date", .error, .conformity, "日期不存在", "No such date", "按实际日期更正", "Correct the date"),
        rule(
            "citizen-number-in-code-field", .error, .conformity, "统一社会信用代码栏填了公民身份号码",
            "A citizen number stands in the credit code field", "删去身份号码；自然人请填证件类型和证件号码",
            "Delete the number; for natural persons use document type and number"),
        rule(
            "unit-suspicion", .warning, .accuracy, "金额疑似把元当作万元", "The amount looks like 元 where 万元 is expected",
            "核对金额单位", "Check the unit"),
        rule(
            "retired-region", .notice, .conformity, "行政区划代码已撤并", "The region code was retired", "无需处理", "Nothing to do"),
        rule(
            "full-width", .notice, .conformity, "全角字符已转为半角", "Full-width characters were made half-width", "无需处理",
            "Nothing to do"),
    ]

    private static func rule(
        _ id: String, _ severity: Severity, _ dimension: Model.Dimension, _ chinese: String, _ english: String,
        _ mendChinese: String, _ mendEnglish: String
    ) -> RuleFacts {
        RuleFacts(
            id: id, severity: severity, dimension: dimension, chinese: chinese, english: english,
            mendChinese: mendChinese, mendEnglish: mendEnglish, source: "GB 32100-2015")
    }

    static let vocabulary = Vocabulary(
        items: items,
        departments: sources.map {
            Department(id: $0.0, title: $0.1, code: "", region: "330100", aliases: [], deliveries: [])
        }, rules: rules)

    /// Outcomes in the order of ``Outcome``.
    static func counts(_ numbers: [Int]) -> OutcomeCounts {
        var counts = OutcomeCounts()
        for (outcome, number) in zip(Outcome.allCases, numbers) { counts[outcome] = number }
        return counts
    }

    static let outcomes: [OutcomeRow] = [
        ("market-supervision", "registration", [184_203, 3120, 12_044, 18, 0, 0, 0, 0, 41]),
        ("market-supervision", "penalty", [1203, 14, 0, 2, 1, 0, 3, 61, 9]),
        ("approval-bureau", "licence", [48_210, 1022, 310, 77, 12, 0, 205, 0, 1630]),
        ("tax", "penalty", [2210, 0, 18, 4, 0, 0, 122, 12, 388]),
        ("health", "licence", [3318, 41, 0, 12, 0, 3, 18, 0, 92]),
        ("urban-management", "penalty", [902, 3, 0, 0, 0, 0, 14, 480, 217]),
        ("human-resources", "licence", [118, 0, 0, 0, 0, 0, 0, 0, 0]),
        ("credit-platform", "licence", [310, 0, 0, 41_022, 88, 1204, 60, 0, 12]),
        ("self-disclosure", "self-licence", [20_114, 88, 0, 30, 4, 0, 311, 0, 140]),
    ].map { OutcomeRow(source: $0.0, item: $0.1, outcomes: counts($0.2)) }

    static let deliveries: [DeliveryRow] = {
        var deliveries = outcomes.enumerated().map { index, row in
            var delivery = DeliveryRow(
                id: index + 1, run: 1, source: row.source, item: row.item, file: "\(row.item)_202507_\(index + 1).csv",
                received: asOf - index * 86_400)
            delivery.outcomes = row.outcomes
            delivery.rows = row.outcomes.total
            delivery.dated = delivery.rows * 97 / 100
            delivery.onTime = delivery.rows * (95 - index * 4) / 100
            delivery.undated = delivery.rows - delivery.dated
            return delivery
        }
        var layout = Layout(format: "csv", encoding: .gb18030, byteOrderMark: 0)
        layout.headerLine = 3
        layout.columns = ["行政相对人名称*", "统一社会信用代码", "决定文书号", "经办人手机", "内部流水号"]
        layout.unknown = ["经办人手机", "内部流水号"]
        layout.lineBreak = "\r\n"
        deliveries[3].layout = layout
        deliveries[3].dropped = 3
        var refused = DeliveryRow(
            id: 20, run: 1, source: "fire", item: nil, file: "7月处罚汇总(最终版)(2).csv", received: asOf - 3600)
        refused.state = "refused"
        refused.refusal = "缺少必填项“处罚决定日期”的列；最接近的现有表头是“处罚日期(决定)”\nthe required field decision_date has no column"
        deliveries.append(refused)
        var held = DeliveryRow(
            id: 21, run: 1, source: "human-resources", item: "licence", file: "rs_licence_0725.csv",
            received: asOf - 7200)
        held.state = "held"
        held.refusal = "行数 3 少于下限 20，待数据管理员决定\n3 rows, at least 20 expected"
        deliveries.append(held)
        return deliveries
    }()

    static func finding(
        _ rule: String, _ severity: Severity, _ row: Int, _ field: String?, _ value: String, _ expected: String = "",
        _ suggestion: String = "", source: String = "approval-bureau", item: String = "licence",
        file: String = "licence_202507_3.csv"
    ) -> FindingRow {
        FindingRow(
            submission: 3, source: source, item: item, file: file,
            finding: Finding(
                rule: rule, severity: severity,
                position: RowPosition(row: row, line: row + 3, offset: row * 300, length: 280),
                field: field, value: value, expected: expected, suggestion: suggestion))
    }

    static let ruleSummaries: [RuleSummary] = {
        func summary(_ rule: String, _ severity: Severity, _ findings: Int, _ files: Int, _ examples: [FindingRow])
            -> RuleSummary
        {
            var summary = RuleSummary(rule: rule, severity: severity)
            summary.findings = findings
            summary.deliveries = files
            summary.examples = examples
            return summary
        }
        return [
            summary(
                "credit-code-check", .error, 1204, 6,
                [
                    finding(
                        "credit-code-check", .error, 118, "credit_code", "91330100MA2XXXXX4P", "校验位 7",
                        "91330100MA2XXXXX47"),
                    finding("credit-code-check", .error, 4120, "credit_code", "91330106749123456O", "不含 I O S V Z"),
                    finding(
                        "credit-code-check", .error, 7, "credit_code", "9133O100MA27W8AB3C", "", "91330100MA27W8AB3C",
                        source: "tax", item: "penalty", file: "penalty_202507_4.csv"),
                ]),
            summary(
                "required", .error, 861, 4,
                [
                    finding("required", .error, 55, "content", "", "不为空"),
                    finding("required", .error, 56, "decision_date", ""),
                ]),
            summary(
                "scientific-notation", .error, 240, 1,
                [
                    finding(
                        "scientific-notation", .error, 3, "document_number", "3.30184E+14", "15 位数字",
                        source: "urban-management")
                ]),
            summary(
                "citizen-number-in-code-field", .error, 44, 2,
                [
                    finding("citizen-number-in-code-field", .error, 90, "credit_code", "330222************", "统一社会信用代码")
                ]),
            summary(
                "impossible-date", .error, 12, 2,
                [finding("impossible-date", .error, 77, "decision_date", "2025-02-30")]),
            summary(
                "unit-suspicion", .warning, 310, 2,
                [
                    finding(
                        "unit-suspicion", .warning, 12, "fine_amount", "50000", "万元", "5", source: "tax",
                        item: "penalty")
                ]),
            summary("full-width", .notice, 20_412, 7, []), summary("retired-region", .notice, 3310, 3, []),
        ]
    }()

    static let ruleCounts: [String: RuleCount] = [
        "credit-code-check": RuleCount(applicable: 301_204, failed: 1204),
        "required": RuleCount(applicable: 1_620_400, failed: 861),
        "scientific-notation": RuleCount(applicable: 812_000, failed: 240),
        "impossible-date": RuleCount(applicable: 640_211, failed: 12),
        "unit-suspicion": RuleCount(applicable: 4500, failed: 310),
        "full-width": RuleCount(applicable: 2_000_000, failed: 20_412),
    ]

    static func statement(_ source: String, _ file: String, _ row: Int) -> StatementSource {
        StatementSource(submission: 3, source: source, file: file, row: row)
    }

    static func quality() -> QualityReport {
        var report = QualityReport(
            instance: "示例市公共信用信息归集平台", period: .month(month), asOf: asOf, clock: clock, vocabulary: vocabulary)
        report.deliveries = deliveries
        report.outcomes = outcomes
        report.rules = ruleSummaries
        report.ruleCounts = ruleCounts
        report.coverage = Rate(21, of: 24)
        report.conflicts = Limited(
            [
                ConflictRow(
                    kind: "content", subject: "91330100MA27W8AB3C", name: "示例市星河餐饮管理有限公司", item: "licence",
                    winner: statement("approval-bureau", "licence_202507_3.csv", 118),
                    loser: statement("credit-platform", "licence_202507_8.csv", 40_120),
                    fields: [
                        DifferingField(field: "valid_to", first: "2030-07-14", second: "2028-07-14"),
                        DifferingField(field: "licence_type"),
                    ]),
                ConflictRow(
                    kind: "names", subject: "91330102MA2AX00012", name: "示例市远山机械设备厂（普通合伙）", item: "registration",
                    winner: statement("market-supervision", "registration_202507_1.csv", 20),
                    loser: statement("market-supervision", "registration_202507_1.csv", 21),
                    fields: [DifferingField(field: "name", first: "示例市远山机械设备厂（普通合伙）", second: "示例市远山机械厂")]),
                ConflictRow(
                    kind: "codes", subject: "91330103MA2BX00034", name: "示例市清溪建材商行", item: "registration",
                    otherSubject: "92330103MA2CX00056", winner: nil, loser: nil, fields: []),
            ], total: 1207)
        report.conflictCounts = ["content": 1190, "names": 11, "codes": 6]
        var first = ComparisonRow(comparison: "self-licence")
        (first.subjects, first.matches, first.mismatches) = (18_210, 17_020, 1811)
        (first.enterpriseOnly, first.governmentOnly, first.notComparable) = (902, 30_112, 51)
        var second = ComparisonRow(comparison: "annual-report")
        (second.subjects, second.matches, second.mismatches, second.notComparable) = (15_002, 14_777, 225, 9)
        report.comparisons = [second, first]
        let mismatch = MismatchRow(
            id: MismatchID(subject: "91330100MA27W8AB3C", comparison: "self-licence", pair: 7), result: "mismatch",
            name: "示例市星河餐饮管理有限公司", item: "self-licence",
            enterprise: statement("self-disclosure", "self-licence_202507_9.csv", 88),
            government: statement("approval-bureau", "licence_202507_3.csv", 118),
            fields: [
                DifferingField(field: "valid_to", first: "长期", second: "2030-07-14"),
                DifferingField(field: "content", first: "餐饮服务（含凉菜、裱花蛋糕）", second: "餐饮服务（热食类食品制售）"),
            ])
        var withdrawn = mismatch
        withdrawn.fields = []
        var alone = mismatch
        (alone.result, alone.government, alone.fields) = ("enterprise_only", nil, [])
        report.mismatches = [
            "mismatch": Limited([mismatch, withdrawn], total: 2036), "enterprise_only": Limited([alone], total: 902),
        ]
        report.outstanding = outcomes.filter { $0.outcomes[.unattributed] > 0 }
        return report
    }

    static func receipt() -> Receipt {
        let delivery = deliveries[3]
        return Receipt(
            instance: "示例市公共信用信息归集平台", delivery: delivery, rules: ruleSummaries,
            findings: Limited(ruleSummaries.flatMap(\.examples), total: 1204), repairFile: "penalty_202507_4.返修.csv",
            clock: clock, vocabulary: vocabulary)
    }
}
