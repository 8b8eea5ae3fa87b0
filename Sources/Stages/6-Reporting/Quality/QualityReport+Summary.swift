import Model

extension QualityReport {
    /// The figures a reader takes away, and the sum that nobody can dispute.
    var summary: Markup {
        let total = total
        let refused = deliveries.filter { $0.state == "refused" }
        let held = deliveries.filter { $0.state == "held" }
        let rejected = Rate(total[.rejected], of: total.total)
        let accepted = Rate(total.accepted, of: total.total)
        var result = lead(accepted: accepted, rejected: rejected)
        result += "<div class=\"tiles\">"
        result += Page.tile(
            "收到行数", "rows received", total.total.grouped, "\(deliveries.count.grouped) 份文件 files")
        result += Page.tile("接收入库", "accepted", total.accepted.grouped, accepted.percent, mark: "good")
        result += Page.tile("退回", "rejected", total[.rejected].grouped, rejected.percent, mark: "bad")
        result += Page.tile(
            "未关联主体", "unattributed", total[.unattributed].grouped, Rate(total[.unattributed], of: total.total).percent,
            mark: "wait")
        result += Page.tile(
            "未受理文件", "files refused", refused.count.grouped, held.isEmpty ? "" : "另有 \(held.count.grouped) 份暂停 held",
            mark: refused.isEmpty ? "" : "bad")
        result += "</div>\n"
        result += conservation(total)
        return result
    }

    private func lead(accepted: Rate, rejected: Rate) -> Markup {
        guard accepted.denominator > 0 else {
            return "<p class=\"lead\">\(Markup.both("本期没有收到数据行。", "No rows were received in this period."))</p>"
        }
        let departments = Set(deliveries.map(\.source)).count
        var chinese = "本期共收到 \(departments.grouped) 个来源的 \(deliveries.count.grouped) 份文件、"
        chinese += "\(accepted.denominator.grouped) 行；接收入库 \(accepted.percent)，退回 \(rejected.percent)。"
        var english = "\(deliveries.count.grouped) files of \(departments.grouped) sources, "
        english += "\(accepted.denominator.grouped) rows: \(accepted.percent) accepted, \(rejected.percent) rejected."
        if let worst = rules.first(where: { $0.severity == .error }) {
            chinese += "最突出的问题是“\(vocabulary.chinese(worst.rule))”（\(worst.findings.grouped) 处）。"
            english += " Most frequent error: \(vocabulary.english(worst.rule)) (\(worst.findings.grouped))."
        }
        return "<p class=\"lead\">\(Markup.both(chinese, english))</p>\n"
    }

    /// received = the sum of the outcomes (promise 1).
    private func conservation(_ total: OutcomeCounts) -> Markup {
        let terms = Outcome.allCases.filter { total[$0] > 0 }.enumerated().map { index, outcome -> Markup in
            "\(index == 0 ? "" : " + ")<span class=\"term\">\(outcome.chinese) \(total[outcome].grouped)</span>"
        }
        let holds = received == total.total
        let verdict =
            holds
            ? Markup.both("守恒：每一行都有去向。", "Conserved: every row has exactly one outcome.")
            : Markup.both("不守恒：请停止使用本报告并联系管理员。", "Not conserved: do not use this report; tell the administrator.")
        return """
            <p class="sum\(holds ? "" : " broken")"><b>收到 \(received.grouped)</b> \(holds ? "=" : "≠") \
            \(terms.isEmpty ? ["0"] : terms)<br>\(holds ? "✓" : "✕") \(verdict)</p>

            """
    }

    /// Bars and numbers of each source, the one with most rows to mend first.
    var sources: Markup {
        var bySource: [String: OutcomeCounts] = [:]
        for row in outcomes { bySource[row.source, default: OutcomeCounts()] += row.outcomes }
        guard !bySource.isEmpty else { return none }
        let order = bySource.sorted { one, other in
            (QualityReport.harm(other.value), other.value.total, one.key)
                < (QualityReport.harm(one.value), one.value.total, other.key)
        }
        var bars = Table([
            .init("来源", "source"), .init("去向占比", "shares of outcomes"), .init("收到", "received", .number),
            .init("退回率", "rejected", .number),
        ])
        for (source, counts) in order {
            bars.append([
                "\(vocabulary.department(source))", StackedBar.markup(counts), "\(counts.total.grouped)",
                "\(Rate(counts[.rejected], of: counts.total).percent)",
            ])
        }
        var result = StackedBar.legend(total)
        result += "<div class=\"bars\">\(bars.markup())</div>\n"
        result += outcomeTable(order: order.map(\.key))
        return result
    }

    /// What a department has to mend or wait for.
    static func harm(_ counts: OutcomeCounts) -> Int { counts[.rejected] + counts[.unattributed] + counts[.overruled] }

    private func outcomeTable(order: [String]) -> Markup {
        let places = Dictionary(uniqueKeysWithValues: order.enumerated().map { ($1, $0) })
        let occurring = Outcome.allCases.filter { total[$0] > 0 }
        var table = Table(
            [.init("来源", "source"), .init("事项", "item"), .init("收到", "received", .number)]
                + occurring.map { .init($0.chinese, $0.name, .number) })
        let rows = outcomes.sorted {
            (places[$0.source] ?? 0, QualityReport.harm($1.outcomes), $0.item)
                < (places[$1.source] ?? 0, QualityReport.harm($0.outcomes), $1.item)
        }
        for row in rows {
            table.append(
                [
                    "\(vocabulary.department(row.source))", "\(vocabulary.item(row.item))",
                    "\(row.outcomes.total.grouped)",
                ] + occurring.map { Table.count(row.outcomes[$0]) })
        }
        table.append(
            ["合计 total", "", "\(total.total.grouped)"] + occurring.map { "\(total[$0].grouped)" }, isTotal: true)
        return table.markup()
    }

    var none: Markup { "<p class=\"none\">\(Markup.both("本期没有。", "None in this period."))</p>\n" }
}
