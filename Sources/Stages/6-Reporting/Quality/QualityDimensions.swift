import Model

/// One of the seven dimensions with both counts of its rate and what they count.
struct DimensionFigure {
    var dimension: Dimension
    var rate: Rate
    /// What stands above and below the line.
    var chinese: String
    var english: String
}

extension QualityReport {
    /// The seven dimensions of the national monitoring system (domain §6). Checks that do not apply are in no denominator.
    var dimensions: [DimensionFigure] {
        let total = total
        let accepted = total.total - total[.rejected]
        let attributed = total.accepted + total[.stale] + total[.overruled]
        let dated = deliveries.reduce(into: Rate(0, of: 0)) { $0 += Rate($1.onTime, of: $1.dated) }
        return [
            checked(.completeness), checked(.conformity),
            DimensionFigure(
                dimension: .redundancy, rate: Rate(accepted - total[.duplicate], of: accepted),
                chinese: "未退回的行中不重复的行", english: "rows that are no duplicate, of rows not rejected"),
            DimensionFigure(
                dimension: .linkage, rate: Rate(attributed, of: attributed + total[.unattributed]),
                chinese: "已关联到主体的行 ÷ 应关联的行（不含退回、不予公示）",
                english: "rows attributed to a subject, of those that should be (without rejected and withheld)"),
            checked(.accuracy),
            DimensionFigure(
                dimension: .timeliness, rate: dated, chinese: "在规定工作日内到达的行 ÷ 有事件日期的行",
                english: "rows that arrived within the deadline, of rows with an event date"),
            DimensionFigure(
                dimension: .coverage, rate: coverage ?? Rate(0, of: 0), chinese: "已报送的应报事项 ÷ 应报事项",
                english: "items delivered, of items due"),
        ]
    }

    /// The checks of a dimension's rules that passed, of those that could be made.
    private func checked(_ dimension: Dimension) -> DimensionFigure {
        var rate = Rate(0, of: 0)
        for (rule, count) in ruleCounts where vocabulary.rule(rule)?.dimension == dimension {
            rate += Rate(count.applicable - count.failed, of: count.applicable)
        }
        return DimensionFigure(
            dimension: dimension, rate: rate, chinese: "通过的检查 ÷ 适用的检查", english: "checks passed, of checks that applied"
        )
    }

    var dimensionTable: Markup {
        var table = Table([
            .init("维度", "dimension"), .init("比率", "rate", .number), .init("", ""),
            .init("分子 / 分母", "numerator / denominator", .number), .init("口径", "what is counted"),
        ])
        // The worst first; what has no denominator is at the end.
        let order = dimensions.enumerated().sorted {
            ($0.element.rate.tenThousandths ?? 20_000, $0.offset) < (
                $1.element.rate.tenThousandths ?? 20_000, $1.offset
            )
        }
        for (_, figure) in order {
            table.append([
                Markup.both(figure.dimension.rawValue, "\(figure.dimension)"), "\(figure.rate.percent)",
                meter(figure.rate),
                "\(figure.rate.denominator > 0 ? figure.rate.counts : "—")",
                Markup.both(figure.chinese, figure.english),
            ])
        }
        return "<div class=\"meters\">\(table.markup())</div>\n"
    }

    private func meter(_ rate: Rate) -> Markup {
        guard let value = rate.tenThousandths else { return "" }
        let length = min(10_000, max(0, value))
        return """
            <svg class="meter" viewBox="0 0 10000 100" preserveAspectRatio="none" aria-hidden="true">\
            <rect width="10000" height="100" fill="#e4e8ec"/>\
            <rect width="\(length)" height="100" fill="#0072B2"/></svg>
            """
    }
}
