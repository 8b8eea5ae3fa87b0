import Foundation
import Model
import Testing

@testable import Validation

struct RulesPageTests {
    @Test func everyRuleHasALine() {
        let page = rulesMarkdown()
        for rule in RuleCatalogue.facts { #expect(page.contains("| `\(rule.id)` | \(rule.chinese) |")) }
        #expect(page.hasPrefix("# 规则 Rules"))
    }

    @Test func wordingNamesFieldValueAndCure() {
        let result = Fixture().run(["decision_date": "2027-01-01", "valid_to": "长期"])
        let words = wording(result.findings[0], item: result.item)
        #expect(words.chinese == "「决定日期」日期晚于收到之日（现值：2027-01-01；应为：≤ 2026-11-01）。核对年份；尚未发生的事项请在发生后报送。")
        #expect(
            words.english
                == "decision_date: The date lies after the day of receipt (found: 2027-01-01; expected: ≤ 2026-11-01). "
                + "Check the year; report what has not happened yet when it has.")
    }

    @Test func wordingOfAnUnknownRuleIsItsId() {
        let finding = Finding(
            rule: "x", severity: .notice, position: RowPosition(row: 1, line: 1, offset: 0, length: 0))
        #expect(wording(finding, item: nil).chinese == "x。")
    }
}

struct RulesPageFileTests {
    private static let path = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Documentation/Rules.md").path()

    @Test("Documentation/Rules.md says what the rules say; `guiji rules > Documentation/Rules.md` renews it")
    func pageIsUpToDate() throws {
        let written = try String(contentsOfFile: Self.path, encoding: .utf8)
        #expect(written == rulesMarkdown(), "stale: run guiji rules > Documentation/Rules.md")
    }
}
