import Model

extension MonthlyReport {
    /// The whole month on one page that needs nothing but itself, for a screen and for A4.
    package var html: String {
        var page = Page(
            chinese: "归集月报", english: "Monthly report of aggregation",
            facts: [
                ("实例", "instance", instance), ("月份", "month", month.chinese), ("数据截至", "as of", clock.text(asOf)),
            ])
        if let publishedPlace {
            page.facts.append(
                (
                    "已定稿", "published",
                    "这是现在的数字，定稿见 \(publishedPlace)；these are today's figures, as published: \(publishedPlace)"
                ))
        }
        page.section("summary", "概况", "Summary", summarySection)
        page.section("maturity", "短板：最差的三项", "Maturity: the three worst figures, by name", maturitySection)
        page.section("ranking", "排名", "Ranking", rankingSection)
        page.section("trend", "十二个月趋势", "Twelve months", trendSection)
        page.section("heat-map", "部门与维度", "Departments and dimensions", heatMapSection)
        page.section("periods", "应报与实报", "Periods owed, and how they stand", periodSection)
        page.section("days-late", "迟报天数", "How late", daysLateSection)
        page.section("departments", "各部门", "By department", departmentTable.markup())
        page.section("items", "各部门各事项", "By department and item", itemTable.markup(limit: MonthlyReport.pageRows))
        page.section("regions", "各地区", "By region", regionTable.markup())
        page.section("channels", "各渠道", "By channel", channelTable.markup())
        page.section("outstanding", "退回未改", "Rejected and not yet mended", outstandingSection)
        page.section("cases", "比对差异与来源冲突", "Mismatches and conflicts", caseSection)
        page.section("rules", "问题最多的规则", "Worst rules", ruleSection)
        page.section("suspicions", "疑似漏报", "Suspected omissions", suspicionSection)
        page.section("restatements", "重述", "Restatements", restatementSection)
        page.section("formulas", "口径", "What is counted", formulaSection)
        page.section("versions", "版本", "Versions", versionTable.markup())
        return page.html
    }

    /// What a page shows of a long table; sheets hold all of it.
    static let pageRows = 300

    var rankingSection: Markup {
        """
        <p>名次先比最差的一项比率，再比次差、第三差；没有分母的比率不参加。比率相同名次相同。升降与上月比：↑ 上升，↓ 下降，= 不变，新 为上月无名次。\
        <span class="en" lang="en">Ranked by the worst rate, then the second and third worst; equal rates share a rank. ↑ up, ↓ down, = as before, 新 new.\
        </span></p>
        \(rankingTable.markup())
        """
    }

    var trendSection: Markup {
        let points = points()
        let series = zip(MonthlyRate.ranked, [LineStyle.dottedTriangle, .solidCircle, .dashedSquare]).map {
            rate, style in
            TrendChart.Series(name: rate.chinese, values: points.map { rate.of($0.counts) }, style: style)
        }
        let bars = points.map {
            VolumeChart.Bar(
                month: $0.month, accepted: $0.counts[.accepted], rejected: $0.counts[.rejected],
                received: $0.counts[.received])
        }
        return """
            <figure><figcaption>\(Markup.both("及时率、更新率、合规率", "timeliness, update, compliance"))</figcaption>
            \(TrendChart(months: points.map(\.month), series: series).markup(title: "十二个月的及时率、更新率、合规率"))</figure>
            <figure><figcaption>\(Markup.both("收到行数", "rows received"))</figcaption>
            \(VolumeChart(bars: bars).markup(title: "十二个月的收到行数"))</figure>
            \(trendTable(all: false).markup())
            """
    }

    var heatMapSection: Markup {
        var rows = [HeatMap.Row(name: "全市", rates: MonthlyRate.dimensions.map { $0.of(total.counts) })]
        rows += worstFirst.map { standing in
            HeatMap.Row(
                name: department(standing.source), rates: MonthlyRate.dimensions.map { $0.of(standing.counts) })
        }
        let map = HeatMap(columns: MonthlyRate.dimensions.map { ($0.dimension, $0.rawValue) }, rows: rows)
        return """
            <p>越深越差，最差的部门在前。格内上为比率，下为分子 / 分母。\
            <span class="en" lang="en">Darker is worse, the worst department first; below each rate its counts.</span></p>
            \(map.markup(title: "部门与维度"))
            """
    }

    var ruleSection: Markup {
        worstRules.isEmpty
            ? Page.nothing("本月没有发现。", "No findings in the month.") : ruleTable.markup(limit: MonthlyReport.pageRows)
    }

    var suspicionSection: Markup {
        let warning: Markup = """
            <p><b>以下只是疑似，有待核实，不计入本报告的任何数字、比率和名次。</b>\
            <span class="en" lang="en">Suspicions to be looked into, never facts: they are in no figure, rate or rank.</span></p>

            """
        if suspicions.isEmpty { return Page.nothing("本月没有疑点。", "No suspicions.") }
        return "\(warning)\(suspicionTable.markup(limit: MonthlyReport.pageRows))"
    }

    var restatementSection: Markup {
        if restatements.isEmpty { return Page.nothing("定稿各月没有变化。", "No frozen month has changed.") }
        return """
            <p>定稿之后，迟来的数据和更正使下列数字有变。定稿的报告不改，新旧并列于此。\
            <span class="en" lang="en">Later arrivals and corrections changed these figures; what was frozen stays as it was.</span></p>
            \(restatementTable.markup(limit: MonthlyReport.pageRows))
            """
    }

    var formulaSection: Markup {
        """
        \(rateTable.markup())<p><b>—</b>：没有分母，不计比率。<span class="en" lang="en">No denominator, no rate.</span></p>
        <p>每个数字都能打开到行：<span class="code">\(query())</span>，FIGURE 为下表的代号，DEPARTMENT、ITEM 为部门和事项的编号；\
        列出的行数等于该数字。<span class="en" lang="en">Every figure opens to its rows; their number is the figure.</span></p>
        \(figureTable.markup())
        """
    }
}

extension Page {
    static func nothing(_ chinese: String, _ english: String) -> Markup {
        "<p class=\"none\">\(Markup.both(chinese, english))</p>\n"
    }
}
