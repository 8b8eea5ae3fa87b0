/// The bulletin's first half: how the month was, and who stands where.
extension MonthlyReport {
    var bulletinLead: String {
        let days = month.days
        return "现将\(dateText(days.lowerBound))至\(dateText(days.upperBound - 1))各部门企业信息归集情况通报如下。"
            + "数据截至\(clock.text(asOf))，口径见文末。"
    }

    var bulletinSummary: [Bulletin.Block] {
        let counts = total.counts
        var volume =
            "本月共收到文件\(number(.deliveries))份、\(number(.received))行，入库\(number(.accepted))行，退回\(number(.rejected))行"
        if counts[.unattributed] > 0 { volume += "，未关联主体\(number(.unattributed))行" }
        if counts[.withdrawn] > 0 { volume += "；入库行中声明撤销、注销\(number(.withdrawn))行" }
        if let before = previous() { volume += "。上月收到\(before[.received].grouped)行，入库\(before[.accepted].grouped)行" }
        var rates = MonthlyRate.ranked.map { rate -> String in
            let value = rate.of(counts)
            guard value.denominator > 0 else { return "\(rate.chinese)没有分母，不计" }
            var text = "\(rate.chinese)\(value.percent)（\(value.ratio)）"
            if let before = previous().map(rate.of), before.denominator > 0 { text += "，上月\(before.percent)" }
            return text
        }.joined(separator: "；")
        rates += "。"
        var owed = "应报\(number(.due))期，按期\(number(.dueOnTime))期，零报送\(number(.dueNil))期，"
        owed += "逾期\(number(.dueLate))期，全部退回\(number(.dueAllRejected))期，漏报\(number(.missed))期；"
        owed += "到月末仍有退回未改\(number(.outstanding))行，未决比对差异\(number(.mismatchesOpen))件，"
        owed += "未决来源冲突\(number(.conflictsOpen))件。"
        let worst = city.worst.map { "\($0.rate.chinese)\($0.value.percent)（\($0.value.ratio)）" }
        var blocks: [Bulletin.Block] = [
            .heading("一、总体情况"), .paragraph(volume + "。"), .paragraph(rates), .paragraph(owed),
        ]
        if !worst.isEmpty {
            blocks.append(
                .paragraph("全市最差的\(worst.count == 3 ? "三" : "\(worst.count)")项是：\(worst.joined(separator: "；"))。"))
        }
        return blocks
    }

    var bulletinRanking: [Bulletin.Block] {
        var table = DataTable(
            "ranking", "排名", "Ranking",
            [.init("名次", "rank", .count), .init("升降", "change"), .init("部门", "department")]
                + MonthlyRate.ranked.map { .init($0.chinese, $0.rawValue, .rate) } + [
                    .init("漏报", "missed", .count), .init("退回未改", "outstanding", .count),
                ])
        for standing in standings {
            guard let rank = standing.rank else { continue }
            table.append(
                [.count(rank), .text(standing.movement), .text(department(standing.source))]
                    + MonthlyRate.ranked.map { .rate($0.of(standing.counts)) } + [
                        .count(standing.counts[.missed]), .count(standing.counts[.outstanding]),
                    ])
        }
        var blocks: [Bulletin.Block] = [
            .heading("二、部门排名"),
            .paragraph("先比最差的一项比率，再比次差、第三差，不以平均数相抵；比率相同的名次相同，没有分母的比率不参加。升降与上月比。"),
        ]
        if !table.rows.isEmpty { blocks.append(.table(table)) }
        let unranked = standings.filter { $0.rank == nil }.map { department($0.source) }
        if !unranked.isEmpty { blocks.append(.paragraph("本月没有可计的比率、不参加排名的：\(unranked.joined(separator: "、"))。")) }
        return blocks
    }

    /// What the figures rest on, so that a department that objects finds the rows.
    var bulletinGrounds: [Bulletin.Block] {
        var text = "口径："
        text += MonthlyRate.ranked.map { "\($0.chinese)＝\($0.formula.chinese)" }.joined(separator: "。") + "。"
        var grounds = "依据：数据截至\(clock.text(asOf))"
        if versions.run > 0 { grounds += "，第\(versions.run)次运行" }
        if !versions.program.isEmpty { grounds += "，程序\(versions.program)" }
        if !versions.rows.isEmpty { grounds += "，明细行SHA-256为\(versions.rows)" }
        grounds += "。每个数字都可打开到行：\(query())。对数字有异议的，请指明部门、事项和数字名称提出。"
        return [.note(text), .note(grounds)]
    }

    private func number(_ figure: Figure) -> String { total.counts[figure].grouped }
}
