import Model

/// What concerns files as a whole, and what waits.
extension QualityReport {
    var refusedSection: Markup {
        let stopped = deliveries.filter { $0.state == "refused" || $0.state == "held" }
            .sorted { ($1.state, $0.source, $0.id) < ($0.state, $1.source, $1.id) }
        guard !stopped.isEmpty else { return none }
        var table = Table([
            .init("状态", "state"), .init("来源", "source"), .init("文件", "file"), .init("收到时间", "received"),
            .init("原因与改法", "reason"),
        ])
        for delivery in stopped.prefix(QualityReport.longestList) {
            table.append([
                delivery.state == "refused" ? Markup.both("未受理", "refused") : Markup.both("暂停，待裁定", "held"),
                "\(vocabulary.department(delivery.source))", "\(delivery.file)", "\(clock.text(delivery.received))",
                "<span class=\"pre\">\(delivery.refusal ?? "—")</span>",
            ])
        }
        return table.markup(total: stopped.count)
    }

    var unknownColumns: Markup {
        let found = deliveries.filter { !($0.layout?.unknown.isEmpty ?? true) }
            .sorted { ($1.layout?.unknown.count ?? 0, $0.id) < ($0.layout?.unknown.count ?? 0, $1.id) }
        guard !found.isEmpty else { return none }
        var table = Table([
            .init("来源", "source"), .init("文件", "file"), .init("事项", "item"), .init("列", "columns"),
        ])
        for delivery in found.prefix(QualityReport.longestList) {
            table.append([
                "\(vocabulary.department(delivery.source))", "\(delivery.file)",
                "\(delivery.item.map(vocabulary.item) ?? "—")",
                "\((delivery.layout?.unknown ?? []).joined(separator: "、"))",
            ])
        }
        var result: Markup = """
            <p>这些列既未映射，也未声明忽略，其内容未归集。<span class="en" lang="en">Neither mapped nor ignored on purpose; \
            their content was not taken.</span></p>

            """
        result += table.markup(total: found.count)
        return result
    }

    var waiting: Markup {
        let rows = outstanding.filter { $0.outcomes[.unattributed] > 0 }
            .sorted {
                ($1.outcomes[.unattributed], $0.source, $0.item) < ($0.outcomes[.unattributed], $1.source, $1.item)
            }
        guard !rows.isEmpty else { return none }
        var table = Table([
            .init("来源", "source"), .init("事项", "item"), .init("待关联行数", "rows waiting", .number),
        ])
        for row in rows {
            table.append([
                "\(vocabulary.department(row.source))", "\(vocabulary.item(row.item))",
                "\(row.outcomes[.unattributed].grouped)",
            ])
        }
        let total = rows.reduce(0) { $0 + $1.outcomes[.unattributed] }
        table.append(["合计 total", "", "\(total.grouped)"], isTotal: true)
        var result: Markup = """
            <p>截至本报告，所有批次中仍未关联到主体的行；登记簿补充后自动重试。<span class="en" lang="en">From all deliveries so far; \
            retried whenever the register grows.</span></p>

            """
        result += table.markup()
        return result
    }
}
