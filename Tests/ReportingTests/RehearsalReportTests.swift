import Foundation
import Model
import Testing

@testable import Reporting

@Suite struct RehearsalReportTests {
    private static func example(_ row: Int) -> RehearsedExample {
        RehearsedExample(
            file: "licence_202507_3.csv", received: Fixture.asOf, row: row, line: row + 3, before: [],
            after: [
                RehearsedExample.Finding(
                    rule: "required", severity: .error, chinese: "「许可内容」必填项为空。",
                    english: "content: A required field is absent.")
            ])
    }

    /// Health loses a tenth of its licences to a required field, the platform gains, the tax office's file is refused.
    static func report() -> RehearsalReport {
        var report = RehearsalReport(
            instance: "示例市", month: Fixture.month,
            today: RehearsedConfiguration(mappings: "Mappings", fingerprint: "a1"),
            changed: RehearsedConfiguration(mappings: "new", fingerprint: "b2"), maximumFall: 1_500_000,
            clock: Fixture.clock, vocabulary: Fixture.vocabulary)
        report.deliveries = 4
        var health = RehearsedItem(source: "health", item: "licence")
        health.before.outcomes = Fixture.counts([1000, 0, 0, 0, 0, 0, 0, 0, 0])
        health.after.outcomes = Fixture.counts([900, 0, 0, 0, 0, 0, 0, 0, 100])
        health.transitions = [
            RehearsedTransition(before: .published, after: .rejected, rows: 100, examples: [example(7), example(9)])
        ]
        var rule = RehearsedRule(rule: "required")
        (rule.after, rule.rows) = ([0, 0, 100], 100)
        health.rules = [rule]
        health.changedRows = 100
        var platform = RehearsedItem(source: "credit-platform", item: "licence")
        platform.before.outcomes = Fixture.counts([9, 0, 0, 0, 0, 1, 0, 0, 0])
        platform.after.outcomes = Fixture.counts([9, 1, 0, 0, 0, 0, 0, 0, 0])
        platform.transitions = [RehearsedTransition(before: .overruled, after: .updated, rows: 1)]
        platform.changedRows = 1
        var tax = RehearsedItem(source: "tax", item: "penalty")
        tax.before.outcomes = Fixture.counts([3, 0, 0, 0, 0, 0, 0, 0, 0])
        (tax.before.deliveries, tax.after.deliveries, tax.after.refused, tax.after.lost) = (1, 1, 1, 3)
        tax.transitions = [RehearsedTransition(before: .published, after: nil, rows: 3)]
        tax.changedRows = 3
        report.items = [platform, health, tax]
        report.files = Limited([
            RehearsedFile(
                file: "penalty.csv", received: Fixture.asOf,
                before: .init(state: .taken, source: "tax", item: "penalty", rows: 3),
                after: .init(state: .refused, source: "tax", refusal: "没有部门“tax”的映射\nno mapping"))
        ])
        report.conflicts = [RehearsedCount(kind: "content", before: 7, after: 6)]
        report.comparisons = [RehearsedCount(item: "self-licence", kind: "match", before: 16, after: 17)]
        func points(_ rejected: Int) -> [String: [TrendPoint]] {
            var counts = FigureCounts()
            (counts[.received], counts[.accepted], counts[.rejected]) = (1000, 1000 - rejected, rejected)
            return ["health": [TrendPoint(month: Fixture.month, counts: counts)], "": []]
        }
        report.figures = RehearsedFigure.differences(points(0), points(100))
        report.rates = RehearsedRate.differences(points(0), points(100))
        return report
    }

    @Test(arguments: [
        // 90 of 100 → 89 of 100 is one point, exactly.
        (Rate(90, of: 100), Rate(89, of: 100), Int64(1_000_000), false, -100),
        (Rate(90, of: 100), Rate(89, of: 100), 999_999, true, -100),
        (Rate(1, of: 3), Rate(1, of: 4), 8_333_333, true, -833),
        (Rate(1, of: 3), Rate(1, of: 4), 8_333_334, false, -833),
        (Rate(68_000_000, of: 68_000_001), Rate(67_999_999, of: 68_000_001), 1, true, -1),
        (Rate(1, of: 2), Rate(2, of: 3), 0, false, 1667), (Rate(1, of: 2), Rate(2, of: 4), 0, false, 0),
    ])
    func fallsAreExact(_ before: Rate, _ after: Rate, _ limit: Int64, _ falls: Bool, _ hundredths: Int) {
        let change = RateChange(before: before, after: after)
        #expect(change.falls(byMoreThan: limit) == falls)
        #expect(change.hundredths == hundredths)
    }

    @Test func withoutARateThereIsNoFall() {
        for change in [
            RateChange(before: Rate(0, of: 0), after: Rate(1, of: 2)),
            RateChange(before: Rate(1, of: 2), after: Rate(0, of: 0)),
        ] {
            #expect(!change.falls(byMoreThan: 0) && change.hundredths == nil && change.points == "—")
        }
        #expect(RateChange(before: Rate(1, of: 2), after: Rate(1, of: 1)).points == "+50.00")
        #expect(RateChange(before: Rate(1, of: 1), after: Rate(1, of: 2)).points == "−50.00")
    }

    @Test func theWorstStandsFirst() {
        let report = Self.report()
        #expect(report.departments.map(\.source) == ["tax", "health", "credit-platform"])
        #expect(report.falls.map(\.source) == ["tax", "health"])
        #expect(report.changedRows == 104 && report.hasChanges)
        #expect(report.departments[0].compliance.after == Rate(0, of: 3))
    }

    @Test func theTextSaysWhatChanges() {
        let text = Self.report().text
        for line in [
            "2025年7月收到的报送", "2 个部门的合规率下降超过 1.5 个百分点：示例市税务局（−100.00）、示例市卫生健康委员会（−10.00）",
            "首次发布 → 退回（published → rejected）：100 行 rows", "首次发布 → 未读到（published → not read）：3 行 rows",
            "licence_202507_3.csv 第 7 行 row（文件行 line 10）", "+ 错误 「许可内容」必填项为空。 / content: A required field is absent.",
            "发现 required 必填项为空：— → 错误 100", "tax/penalty.csv：受理，行政处罚，3 行 → 未受理", "没有部门“tax”的映射 no mapping",
            "内容不一 content 7 → 6", "self-licence self-licence：一致 match 16 → 17",
        ] { #expect(text.contains(line), "\(line)\n\(text)") }
        #expect(text.hasSuffix("\n"))
    }

    @Test func nothingChangedIsSaid() {
        var report = Self.report()
        (report.items, report.conflicts, report.comparisons, report.files) = ([], [], [], Limited())
        (report.figures, report.rates) = ([], [])
        #expect(!report.hasChanges && report.text.contains("没有变化") && report.html.contains("没有变化"))
        report.conflicts = [RehearsedCount(kind: "names", before: 2, after: 2)]
        #expect(!report.hasChanges)
        report.conflicts[0].after = 3
        #expect(report.hasChanges)
    }

    @Test func jsonHasItsKeysInOrder() throws {
        let json = Self.report().json
        let object = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
        let keys = [
            "instance", "month", "today", "changed", "deliveries", "has_changes", "changed_rows", "max_compliance_fall",
            "falls", "departments", "files", "conflicts", "comparison", "figures", "rates",
        ]
        #expect(Set(object.keys) == Set(keys))
        let places = keys.compactMap { json.range(of: "\n  \"\($0)\"")?.lowerBound }
        #expect(places.count == keys.count && places == places.sorted())
        let departments = try #require(object["departments"] as? [[String: Any]])
        let compliance = try #require(departments[1]["compliance"] as? [String: Any])
        #expect(compliance["change_points"] as? Double == -10)
        #expect((compliance["after"] as? [String: Any])?["numerator"] as? Int == 900)
        let items = try #require(departments[0]["items"] as? [[String: Any]])
        let transitions = try #require(items[0]["transitions"] as? [[String: Any]])
        #expect(transitions[0]["from"] as? String == "published" && transitions[0]["to"] is NSNull)
        #expect(Self.report().json == json, "the same values give the same bytes")
    }

    /// Every key is explained where programs' authors look.
    @Test func everyKeyIsDocumented() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().path()
        let page = try String(contentsOfFile: "\(root)/Documentation/Rehearsal.md", encoding: .utf8)
        let outcomes = Set(Outcome.allCases.map(\.name))
        for key in Set(Self.report().json.matches(of: #/"([a-z_]+)":/#).map { String($0.1) }).subtracting(outcomes) {
            #expect(page.contains("`\(key)`"), "\(key)")
        }
    }

    @Test func thePageNeedsNothingButItself() {
        let page = Self.report().html
        for reference in ["http:", "https:", "src=", "<link", "<script", "@import", "href="] {
            #expect(!page.contains(reference))
        }
        for name in ["table", "tr", "td", "th", "div", "span", "p", "section", "article", "svg", "h3", "ul", "li", "b"]
        {
            let opened = page.matches(of: try! Regex("<\(name)[ >]")).count
            #expect(opened == page.components(separatedBy: "</\(name)>").count - 1, "\(name)")
        }
        #expect(page.contains("✕ −100.00") && page.contains("共 100 条，此处列出前 2 条"))
    }

    @Test func hostileValuesAreText() {
        let text = PageTests.hostile
        var report = RehearsalReport(
            instance: text, month: nil, today: RehearsedConfiguration(mappings: text, fingerprint: text),
            changed: RehearsedConfiguration(mappings: text, fingerprint: text), maximumFall: 0, clock: Fixture.clock,
            vocabulary: Vocabulary())
        var item = RehearsedItem(source: text, item: text)
        let finding = RehearsedExample.Finding(rule: text, severity: .error, chinese: text, english: text)
        let example = RehearsedExample(
            file: text, received: 0, row: 1, line: 1, before: [finding], after: [])
        item.transitions = [RehearsedTransition(before: nil, after: .rejected, rows: 1, examples: [example])]
        var rule = RehearsedRule(rule: text)
        rule.examples = [example]
        item.rules = [rule]
        report.items = [item]
        let taking = RehearsedFile.Taking(state: .refused, source: text, item: text, refusal: text)
        report.files = Limited([RehearsedFile(file: text, received: 0, before: taking, after: taking)])
        report.conflicts = [RehearsedCount(item: text, kind: text, before: 0, after: 1)]
        let page = report.html
        #expect(!page.contains("<script") && !page.contains("<!--"))
        for shown in [page, report.text] {
            #expect(!shown.unicodeScalars.contains("\u{202E}") && !shown.unicodeScalars.contains("\u{7}"))
        }
        #expect((try? JSONSerialization.jsonObject(with: Data(report.json.utf8))) != nil)
    }
}
