import Foundation
import Testing

@testable import Reporting

@Suite struct MonthlyPageTests {
    private let html = MonthlyFixture.report.html

    /// A section's markup.
    private func section(_ id: String) throws -> String {
        let start = try #require(html.range(of: "<section id=\"\(id)\">"))
        let end = try #require(html.range(of: "</section>", range: start.upperBound..<html.endIndex))
        return String(html[start.upperBound..<end.lowerBound])
    }

    @Test func tilesGiveTheSumsAndTheMonthBefore() throws {
        let summary = try section("summary")
        // By hand, see MonthlyFixture: 1300 / 1360 = 95.588 %, 6 / 9, 1480 / 1600.
        for text in [
            "1,600", "95.59%", "1,300 / 1,360", "66.67%", "6 / 9", "92.50%", "1,480 / 1,600", "上月 1,500",
            "收到 1,600 = 1,600",
            "守恒：每一行都有去向",
        ] { #expect(summary.contains(text), "\(text)") }
    }

    @Test func lostRowsAreSaid() {
        var report = MonthlyFixture.report
        report.entries[0].counts[.received] += 1
        #expect(report.html.contains("不守恒"))
    }

    @Test func theThreeWorstAreNamed() throws {
        let maturity = try section("maturity")
        // health: nothing of 60 accepted, no period delivered, no check passed.
        #expect(maturity.contains("合规率</span></td><td class=\"number\">0.00%<span class=\"en\">0 / 60</span>"))
        #expect(maturity.contains("全市"))
        #expect(maturity.contains("更新率</span></td><td class=\"number\">66.67%<span class=\"en\">6 / 9</span>"))
    }

    @Test func movementIsAgainstLastMonth() {
        #expect(MonthlyFixture.report.standings.map(\.movement) == ["=", "↑2", "↓1", "新", "—"])
    }

    @Test func worstDepartmentComesFirst() throws {
        let departments = try section("departments")
        let health = try #require(departments.range(of: "=cmd"))
        let tax = try #require(departments.range(of: "示例市税务局"))
        let quiet = try #require(departments.range(of: "示例市档案馆"))
        #expect(health.lowerBound < tax.lowerBound && tax.lowerBound < quiet.lowerBound)
    }

    @Test func theHistogramHasEveryBin() throws {
        let late = DaysLate([1: 12, 2: 6, 3: 30, 10: 4, 11: 3, 20: 2, 21: 1, 60: 1, 61: 1, 400: 2])
        #expect(late.counts == [12, 6, 30, 0, 0, 0, 0, 0, 0, 4, 5, 2, 3])
        let section = try section("days-late")
        #expect(section.contains("<svg class=\"chart\""))
        for text in ["迟 3 个工作日：30", "迟 11–20 个工作日：5", "迟 &gt;60 个工作日：1", "按时将为 904 条"] {
            #expect(section.contains(text), "\(text)")
        }
    }

    @Test func theHeatMapNumbersEveryCell() throws {
        let section = try section("heat-map")
        let cells = section.matches(of: try! Regex("class=\"cell\"")).count
        // The city and five departments by seven dimensions.
        #expect(cells == 6 * 7)
        #expect(section.contains("示例市文化广电和旅游局 及时性：94.29%（990 / 1,050）"))
        // quiet: no denominator in any of seven; the others where they have none.
        #expect(section.contains("示例市档案馆 完整性：没有分母"))
        #expect(section.contains("url(#no-rate)") && section.contains("无分母"))
    }

    @Test func theTrendHasTwelveMonthsAndAGap() throws {
        let section = try section("trend")
        #expect(section.matches(of: try! Regex("[0-9]+年[0-9]+月 及时率")).count == 11)
        #expect(section.matches(of: try! Regex(">20[0-9]{2}-[0-9]{2}</span></td>")).count == 12)
        #expect(section.contains("2025年7月 及时率 95.59%"))
        // Three lines, one of them in two parts, since a month has no denominator.
        #expect(section.matches(of: try! Regex("<polyline")).count == 4)
    }

    @Test func suspicionsAreSaidToBeSuspicions() throws {
        let section = try section("suspicions")
        #expect(section.contains("以下只是疑似，有待核实，不计入本报告的任何数字"))
        #expect(section.contains("疑似：文号断号"))
    }

    @Test func everyFigureSaysHowToOpenIt() throws {
        let section = try section("formulas")
        #expect(section.contains("guiji report monthly --month 2025-07 --rows FIGURE DEPARTMENT ITEM"))
        for figure in Figure.allCases { #expect(section.contains(">\(figure.rawValue)<"), "\(figure)") }
    }

    @Test func nothingEscapes() {
        for page in [html, MonthlyFixture.report.bulletin.html] {
            #expect(!page.contains("<script") && !page.unicodeScalars.contains("\u{202E}"))
            #expect(page.contains("=cmd|&#39;/c calc&#39;!A1&lt;script&gt;alert(1)&lt;/script&gt;\u{FFFD}局"))
            for reference in ["http:", "https:", "src=", "<link", "@import", "href="] {
                #expect(!page.contains(reference))
            }
            #expect(page.contains("@page { size: A4;"))
        }
    }

    @Test func longNamesAreBrokenInDrawingsAndNeverCut() throws {
        let lines = TextWidth.lines(MonthlyFixture.long, width: 31)
        #expect(lines.joined() == MonthlyFixture.long && lines.allSatisfy { TextWidth.of($0) <= 31 } && lines.count > 3)
        let section = try section("heat-map")
        for line in lines { #expect(section.contains(">\(line)</text>")) }
    }

    @Test func everyElementIsClosed() {
        for page in [html, MonthlyFixture.report.bulletin.html] {
            for name in [
                "table", "tr", "td", "th", "div", "span", "p", "section", "svg", "g", "text", "title", "figure", "ul",
                "li",
            ] {
                let opened = page.matches(of: try! Regex("<\(name)[ >]")).count
                #expect(opened == page.components(separatedBy: "</\(name)>").count - 1, "\(name)")
            }
        }
    }

    @Test func anEmptyMonthHasAPageToo() {
        let report = MonthlyReport(
            instance: "示例市", month: MonthlyFixture.month, asOf: 0, clock: Fixture.clock,
            vocabulary: MonthlyFixture.vocabulary)
        #expect(report.html.contains("—") && !report.html.contains("NaN") && !report.html.contains("nan"))
    }

    @Test func aLongTableSaysHowMuchThereIs() {
        var report = MonthlyFixture.report
        report.periods = Array(repeating: MonthlyFixture.periods[0], count: MonthlyReport.pageRows + 1)
        #expect(report.html.contains("共 301 条，此处列出前 300 条"))
    }
}
