import Model

extension QualityReport {
    /// Each of the worst rules with what it says, how often, how it is mended, and examples.
    func worstRules(_ worst: [RuleSummary]) -> Markup {
        guard !worst.isEmpty else { return none }
        return "\(worst.map(block))"
    }

    private func block(_ summary: RuleSummary) -> Markup {
        let facts = vocabulary.rule(summary.rule)
        var result: Markup = """
            <article class="rule"><h3>\(Palette.badge(summary.severity))\(vocabulary.chinese(summary.rule))\
            <span class="en" lang="en">\(vocabulary.english(summary.rule))</span> <span class="id">\(summary.rule)</span></h3>
            <p><b>\(summary.findings.grouped)</b> 处，涉及 \(summary.deliveries.grouped) 份文件\(share(summary)) \
            <span class="en" lang="en">\(summary.findings.grouped) findings in \(summary.deliveries.grouped) files</span></p>

            """
        if let facts {
            result += """
                <p class="mend">改法：\(facts.mendChinese)。<span class="en" lang="en">To mend: \(facts.mendEnglish).</span></p>

                """
        }
        result += FindingTable.markup(summary.examples, vocabulary, hasRule: false)
        result += "</article>\n"
        return result
    }

    private func share(_ summary: RuleSummary) -> Markup {
        guard let count = ruleCounts[summary.rule], count.applicable > 0 else { return "" }
        let rate = Rate(count.failed, of: count.applicable)
        return "；适用的 \(count.applicable.grouped) 次检查中未通过 \(rate.percent)"
    }

    var allRules: Markup {
        guard !rules.isEmpty else { return none }
        var table = Table([
            .init("程度", "severity"), .init("规则", "rule"), .init("维度", "dimension"),
            .init("发现", "findings", .number), .init("文件", "files", .number),
            .init("未通过 / 适用", "failed / applicable", .number), .init("未通过率", "failure rate", .number),
        ])
        for summary in rules {
            let count = ruleCounts[summary.rule]
            let rate = Rate(count?.failed ?? 0, of: count?.applicable ?? 0)
            table.append([
                Palette.badge(summary.severity),
                "\(Markup.both(vocabulary.chinese(summary.rule), vocabulary.english(summary.rule)))",
                "\(vocabulary.rule(summary.rule)?.dimension.rawValue ?? "")", "\(summary.findings.grouped)",
                "\(summary.deliveries.grouped)", "\(rate.denominator > 0 ? rate.counts : "—")", "\(rate.percent)",
            ])
        }
        return table.markup()
    }
}

/// Findings as rows of a table.
enum FindingTable {
    /// - Parameter hasRule: whether each row says which rule it is about, as where it stands in no rule's own block.
    static func markup(_ findings: [FindingRow], _ vocabulary: Vocabulary, hasRule: Bool, total: Int? = nil) -> Markup {
        var columns: [Table.Column] = hasRule ? [.init("程度", "severity")] : [.init("来源与文件", "source and file")]
        columns += [.init("行号", "row", .number), .init("文件行", "line", .number), .init("栏目", "field")]
        if hasRule { columns.append(.init("问题与改法", "what is wrong, how to mend it")) }
        columns += [.init("现值", "value", .code), .init("应为", "expected", .code), .init("建议", "suggestion", .code)]
        var table = Table(columns)
        for row in findings {
            let finding = row.finding
            var cells: [Markup] =
                hasRule
                ? [Palette.badge(finding.severity)]
                : ["\(vocabulary.department(row.source))<span class=\"en\">\(row.file)</span>"]
            cells += [
                "\(finding.position.row > 0 ? finding.position.row.grouped : "—")",
                "\(finding.position.line > 0 ? finding.position.line.grouped : "—")",
                "\(finding.field.map { vocabulary.field($0, of: row.item) } ?? "整行")",
            ]
            if hasRule { cells.append(problem(finding.rule, vocabulary)) }
            cells += [shown(finding.value), shown(finding.expected), shown(finding.suggestion)]
            table.append(cells)
        }
        return table.markup(total: total)
    }

    private static func problem(_ rule: String, _ vocabulary: Vocabulary) -> Markup {
        guard let facts = vocabulary.rule(rule) else { return "\(rule)" }
        return """
            \(Markup.both("\(facts.chinese)。\(facts.mendChinese)。", "\(facts.english). \(facts.mendEnglish)."))
            """
    }

    private static func shown(_ text: String) -> Markup { text.isEmpty ? "<span class=\"none\">—</span>" : "\(text)" }
}
