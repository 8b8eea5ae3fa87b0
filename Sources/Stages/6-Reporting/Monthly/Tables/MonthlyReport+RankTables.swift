/// Who stands where, and the worst that each has: what no average hides.
extension MonthlyReport {
    var rankingTable: DataTable {
        var table = DataTable(
            "ranking", "排名", "Ranking",
            [
                .init("名次", "rank", .count), .init("升降", "change"), .init("上月名次", "last month", .count, .sheet),
                .init("部门", "department"), .init("部门编号", "source", .code, .sheet),
            ]
                + MonthlyRate.ranked.map { .init($0.chinese, $0.rawValue, .rate) } + [
                    .init("漏报", "missed", .count), .init("退回未改", "outstanding", .count),
                    .init("十二个月及时率", "timeliness, 12 months", .text, .page),
                ])
        for standing in standings {
            let line = points(standing.source).map { MonthlyRate.timeliness.of($0.counts) }
            table.append(
                [
                    standing.rank.map(DataTable.Cell.count) ?? .empty, .text(standing.movement),
                    standing.previousRank.map(DataTable.Cell.count) ?? .empty, .text(department(standing.source)),
                    .text(standing.source),
                ]
                    + MonthlyRate.ranked.map { .rate($0.of(standing.counts)) } + [
                        .count(standing.counts[.missed]), .count(standing.counts[.outstanding]),
                        .drawing(Sparkline.markup(line, name: department(standing.source))),
                    ])
        }
        return table
    }

    /// The three worst rates of the city and of each department, by name, the worst department first.
    var maturityTable: DataTable {
        var columns: [DataTable.Column] = [.init("部门", "department"), .init("部门编号", "source", .code, .sheet)]
        for place in ["最差", "次差", "第三差"] {
            columns += [.init("\(place)项", "figure", .text), .init("\(place)值", "value", .rate)]
        }
        var table = DataTable("maturity", "短板", "Maturity: the three worst figures", columns)
        for standing in [city] + worstFirst {
            var cells: [DataTable.Cell] = [.text(department(standing.source)), .text(standing.source)]
            for (rate, value) in standing.worst { cells += [.text(rate.chinese), .rate(value)] }
            while cells.count < columns.count { cells.append(.empty) }
            table.append(cells)
        }
        return table
    }

    var dimensionTable: DataTable {
        var table = DataTable(
            "dimensions", "七维度", "Seven dimensions",
            [.init("部门", "department"), .init("部门编号", "source", .code, .sheet)]
                + MonthlyRate.dimensions.map { .init($0.dimension, $0.rawValue, .rate) })
        for standing in worstFirst {
            table.append(
                [.text(department(standing.source)), .text(standing.source)]
                    + MonthlyRate.dimensions.map { .rate($0.of(standing.counts)) })
        }
        table.total = [.text("全市 all"), .empty] + MonthlyRate.dimensions.map { .rate($0.of(total.counts)) }
        return table
    }

    /// Months of the city on the page; in the sheet those of every department.
    func trendTable(all: Bool) -> DataTable {
        var table = DataTable(
            "trend-figures", "趋势", "Trend",
            [.init("部门", "department", .text, .sheet), .init("月份", "month")]
                + [Figure.received, .accepted, .rejected].map { .init($0.chinese, $0.english, .count) }
                + MonthlyRate.ranked.map { .init($0.chinese, $0.rawValue, .rate) })
        let sources = all ? [""] + standings.map(\.source) : [""]
        for source in sources {
            for point in points(source) {
                table.append(
                    [.text(department(source)), .text(point.month.text)]
                        + [Figure.received, .accepted, .rejected].map { .count(point.counts[$0]) }
                        + MonthlyRate.ranked.map { .rate($0.of(point.counts)) })
            }
        }
        return table
    }
}
