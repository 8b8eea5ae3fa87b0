import Foundation
import Model
import Testing

@testable import Reporting

@Suite struct PageTests {
    static let hostile = "<script>alert('x')</script>\"&\u{202E}\u{7}<!--"

    /// A report every text of which is hostile.
    private func hostilePages() -> [String] {
        let text = PageTests.hostile
        let facts = RuleFacts(
            id: text, severity: .error, dimension: .accuracy, chinese: text, english: text, mendChinese: text,
            mendEnglish: text, source: text)
        let item = Item(
            number: 0, id: text, title: text, itemClass: .licence, isSelfDisclosed: false,
            fields: [Field(name: text, title: text)])
        let vocabulary = Vocabulary(
            items: [item],
            departments: [Department(id: text, title: text, code: "", region: "", aliases: [], deliveries: [])],
            rules: [facts])
        var delivery = DeliveryRow(id: 1, run: 1, source: text, item: text, file: text, received: 0)
        (delivery.state, delivery.refusal, delivery.rows) = ("refused", text, 1)
        var layout = Layout(format: "csv", encoding: .utf8, byteOrderMark: 0)
        (layout.columns, layout.unknown) = ([text], [text])
        delivery.layout = layout
        let finding = FindingRow(
            submission: 1, source: text, item: text, file: text,
            finding: Finding(
                rule: text, severity: .error, position: RowPosition(row: 1, line: 1, offset: 0, length: 0), field: text,
                value: text, expected: text, suggestion: text))
        var summary = RuleSummary(rule: text, severity: .error)
        summary.examples = [finding]
        let side = StatementSource(submission: 1, source: text, file: text, row: 1)
        let field = DifferingField(field: text, first: text, second: text)
        var quality = QualityReport(
            instance: text, period: .run(1), asOf: 0, clock: Fixture.clock, vocabulary: vocabulary)
        quality.deliveries = [delivery]
        quality.outcomes = [
            OutcomeRow(source: text, item: text, outcomes: Fixture.counts([0, 0, 0, 0, 0, 0, 1, 0, 1]))
        ]
        quality.outstanding = quality.outcomes
        quality.rules = [summary]
        quality.conflicts = Limited([
            ConflictRow(
                kind: text, subject: text, name: text, item: text, otherSubject: text, winner: side, loser: side,
                fields: [field])
        ])
        quality.comparisons = [ComparisonRow(comparison: text)]
        quality.mismatches["mismatch"] = Limited([
            MismatchRow(
                id: MismatchID(subject: text, comparison: text, pair: 1), result: "mismatch", name: text, item: text,
                enterprise: side, government: side,
                fields: [field])
        ])
        let receipt = Receipt(
            instance: text, delivery: delivery, rules: [summary], findings: Limited([finding]), repairFile: text,
            clock: Fixture.clock, vocabulary: vocabulary)
        return [quality.html, receipt.html]
    }

    @Test func hostileValuesAreText() {
        for page in hostilePages() {
            #expect(!page.contains("<script"))
            #expect(!page.contains("<!--"))
            #expect(!page.unicodeScalars.contains("\u{202E}") && !page.unicodeScalars.contains("\u{7}"))
            #expect(page.contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&quot;&amp;\u{FFFD}\u{FFFD}&lt;!--"))
        }
    }

    @Test func pagesNeedNothingButThemselves() {
        for page in [Fixture.quality().html, Fixture.receipt().html] {
            for reference in ["http:", "https:", "src=", "<link", "<script", "@import", "href="] {
                #expect(!page.contains(reference))
            }
            #expect(page.contains("<html lang=\"zh-Hans\">") && page.contains("<meta charset=\"utf-8\">"))
        }
    }

    @Test func everyElementIsClosed() {
        for page in [Fixture.quality().html, Fixture.receipt().html] + hostilePages() {
            for name in [
                "table", "tr", "td", "th", "div", "span", "p", "section", "article", "svg", "h3", "ul", "li", "dl",
            ] {
                let opened = page.matches(of: try! Regex("<\(name)[ >]")).count
                #expect(opened == page.components(separatedBy: "</\(name)>").count - 1, "\(name)")
            }
        }
    }

    @Test func receivedIsTheSumOfTheOutcomes() {
        var report = Fixture.quality()
        #expect(report.received == report.total.total)
        #expect(report.html.contains("守恒：每一行都有去向"))
        report.deliveries[0].rows += 1
        #expect(report.html.contains("不守恒"))
    }

    @Test func dimensionsHaveTheirCounts() {
        let figures = Fixture.quality().dimensions
        #expect(figures.map(\.dimension) == Model.Dimension.allCases)
        #expect(figures[0].rate == Rate(1_620_400 - 861, of: 1_620_400))
        #expect(figures[6].rate == Rate(21, of: 24))
        let none = QualityReport(
            instance: "", period: .run(1), asOf: 0, clock: Fixture.clock, vocabulary: Fixture.vocabulary)
        #expect(none.dimensions.allSatisfy { $0.rate.decimal == nil })
        #expect(none.html.contains("本期没有收到数据行"))
    }

    @Test func aLimitedListSaysHowManyThereAre() {
        #expect(Fixture.quality().html.contains("共 1,207 条，此处列出前 3 条"))
    }

    @Test func barsShowEverythingThatIsThere() {
        let bar = StackedBar.markup(Fixture.counts([1_000_000, 0, 0, 0, 0, 0, 0, 0, 1])).html
        #expect(bar.components(separatedBy: "<rect").count == 3)
        #expect(bar.contains("退回 1"))
    }

    @Test func receiptsSayWhatToDo() throws {
        var receipt = Fixture.receipt()
        #expect(receipt.html.contains("penalty_202507_4.返修.csv"))
        let json = try JSONSerialization.jsonObject(with: Data(receipt.json.utf8)) as? [String: Any]
        let outcomes = try #require(json?["outcomes"] as? [String: Int])
        #expect(outcomes.values.reduce(0, +) == json?["received"] as? Int)
        #expect((json?["findings"] as? [String: Any])?["total"] as? Int == 1204)
        receipt.findings = Limited(Array(repeating: receipt.findings.rows[0], count: 1500), total: 1500)
        #expect(receipt.json.contains("the first 1000 of 1500"))
        #expect(receipt.html.contains("共 1,500 条，此处列出前 200 条"))
    }
}
