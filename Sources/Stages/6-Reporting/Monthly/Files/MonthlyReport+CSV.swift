extension MonthlyReport {
    /// One line for each entry (department, item, region, channel), in order: all figures, and each rate with both its counts; a rate without a
    /// denominator is empty. Sums are the reader's: every figure adds up, no rate does.
    package var csv: String {
        var table = CSVTable(
            header: [
                "月份 month", "部门 department", "部门编号 source", "事项 item", "事项编号 item_id", "地区 region", "渠道 channel",
            ] + Figure.allCases.map { "\($0.chinese) \($0.rawValue)" }
                + MonthlyRate.allCases.flatMap {
                    [
                        "\($0.chinese) \($0.rawValue)", "\($0.chinese)分子 \($0.rawValue)_numerator",
                        "\($0.chinese)分母 \($0.rawValue)_denominator",
                    ]
                } + DaysLate.bins.map { "\($0.chinese) days_late_\($0.id)" }
                + MonthlyReport.ages.map { "退回未改 \($0.label) outstanding_\($0.range.lowerBound)" })
        for entry in entries {
            var cells = [
                month.text, vocabulary.department(entry.source), entry.source, vocabulary.item(entry.item), entry.item,
                entry.region, entry.channel,
            ]
            cells += Figure.allCases.map { String(entry.counts[$0]) }
            for rate in MonthlyRate.allCases.map({ $0.of(entry.counts) }) {
                cells += [rate.decimal ?? "", String(rate.numerator), String(rate.denominator)]
            }
            cells += DaysLate(entry.daysLate).counts.map(String.init)
            cells += MonthlyReport.ages.map { String(entry.outstanding($0.range)) }
            table.append(cells)
        }
        return table.text
    }
}
