import Model

extension TimelinessReport {
    package var html: String {
        var page = Page(
            chinese: "归集及时性月报", english: "Timeliness of aggregation",
            facts: [
                ("实例", "instance", instance), ("月份", "month", month.chinese), ("数据截至", "as of", clock.text(asOf)),
            ])
        page.section("summary", "概况", "Summary", summary)
        page.section("departments", "各部门", "By department", departmentTable)
        page.section("items", "各部门各事项", "By department and item", itemTable)
        page.section("formulas", "口径", "What is counted", formulaList)
        return page.html
    }

    private var summary: Markup {
        let total = total
        let missed = rows.count { $0.isDue && !$0.isDelivered }
        var result: Markup = "<div class=\"tiles\">"
        result += Page.tile(
            "收到行数", "rows received", total.outcomes.total.grouped, "\(total.deliveries.grouped) 份文件 files")
        result += Page.tile("及时率", "timeliness", total.timeliness.percent, total.timeliness.counts)
        result += Page.tile("更新率", "update", total.update.percent, total.update.counts)
        result += Page.tile("合规率", "compliance", total.compliance.percent, total.compliance.counts)
        result += Page.tile("应报未报", "due, not delivered", missed.grouped, "项 items", mark: missed > 0 ? "bad" : "good")
        result += "</div>\n"
        return result
    }

    private static let figures: [Table.Column] = [
        .init("文件", "files", .number), .init("收到", "received", .number), .init("入库", "accepted", .number),
        .init("退回", "rejected", .number), .init("无事件日期", "undated", .number), .init("及时率", "timeliness", .number),
        .init("更新率", "update", .number), .init("合规率", "compliance", .number),
    ]

    /// The departments with most still to do first: what they missed, then how late they were.
    private var departmentTable: Markup {
        var table = Table([.init("部门", "department")] + TimelinessReport.figures)
        let order = departments.sorted { one, other in
            func harm(_ total: TimelinessTotal) -> [Int] {
                [total.update.numerator - total.update.denominator, total.timeliness.tenThousandths ?? 20_000]
            }
            return harm(one) == harm(other)
                ? one.source < other.source : harm(one).lexicographicallyPrecedes(harm(other))
        }
        for department in order {
            table.append(["\(vocabulary.department(department.source))"] + cells(department))
        }
        table.append(["合计 total"] + cells(total), isTotal: true)
        return table.markup()
    }

    private var itemTable: Markup {
        var table = Table(
            [.init("部门", "department"), .init("事项", "item"), .init("频率", "frequency"), .init("状态", "state")]
                + TimelinessReport.figures)
        let order = rows.sorted { one, other in
            func harm(_ row: TimelinessRow) -> [Int] {
                [row.isDue && !row.isDelivered ? 0 : 1, row.timeliness.tenThousandths ?? 20_000]
            }
            return harm(one) == harm(other)
                ? (one.source, one.item) < (other.source, other.item) : harm(one).lexicographicallyPrecedes(harm(other))
        }
        for row in order {
            table.append(
                [
                    "\(vocabulary.department(row.source))", "\(vocabulary.item(row.item))",
                    "\(row.frequency?.chinese ?? "—")",
                    "<span class=\"nowrap\">\(row.isDue && !row.isDelivered ? "✕ " : "")\(row.state.chinese)</span>",
                ] + cells(TimelinessTotal(row.source, [row])))
        }
        return table.markup()
    }

    private func cells(_ total: TimelinessTotal) -> [Markup] {
        let counts = [
            total.deliveries, total.outcomes.total, total.outcomes.accepted, total.outcomes[.rejected], total.undated,
        ]
        return counts.map(Table.count) + [total.timeliness, total.update, total.compliance].map(cell)
    }

    private func cell(_ rate: Rate) -> Markup {
        rate.denominator > 0 ? "\(rate.percent)<span class=\"en\">\(rate.counts)</span>" : "—"
    }

    private var formulaList: Markup {
        let entries = TimelinessReport.formulas.map { formula -> Markup in
            """
            <p><b>\(formula.title)</b>：\(formula.chinese)。<span class="en" lang="en">\(formula.name): \(formula.english).\
            </span></p>

            """
        }
        return """
            \(entries)<p><b>—</b>：没有分母，不计比率。<span class="en" lang="en">No denominator, no rate.</span></p>

            """
    }
}
