package import Model

/// The text of `Documentation/Rules.md`, from the rules' own facts. `guiji rules` prints it; a test compares
/// it with the page.
package func rulesMarkdown() -> String {
    var page = """
        # 规则 Rules

        <!-- Generated from Sources/Stages/2-Validation; do not edit. 由规则源码生成，请勿手改。 -->

        每条发现（finding）出自下列一条规则。错误（error）使该行退回；警告（warning）请部门核对，行照常处理；提示（notice）说明系统
        做了什么。级别可在 pipeline.yml 的 `severities` 中更改或关闭（off）。

        Every finding comes from one of these rules. An error sends the row back; a warning asks the department to look, and the row
        goes on; a notice says what was done. `severities` in pipeline.yml changes a severity or switches a rule off.

        """
    for severity in Severity.allCases.reversed() {
        let rules = RuleCatalogue.facts.filter { $0.severity == severity }
        page += "\n## \(severity.chinese) \(severity.name)\n\n"
        page += "| 规则 id | 问题 | What is wrong | 怎样改 How to mend | 维度 | 依据 Source |\n|---|---|---|---|---|---|\n"
        for rule in rules {
            let cells = [
                "`\(rule.id)`", rule.chinese, rule.english, "\(rule.mendChinese)<br>\(rule.mendEnglish)",
                rule.dimension.rawValue, rule.source,
            ]
            page += "| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |\n"
        }
    }
    return page
}

extension Severity {
    package var chinese: String {
        switch self {
        case .error: "错误"
        case .warning: "警告"
        case .notice: "提示"
        }
    }
}
