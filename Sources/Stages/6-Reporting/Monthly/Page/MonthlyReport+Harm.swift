/// Sections about what somebody has to put right.
extension MonthlyReport {
    var periodSection: Markup {
        let harmful = periods.filter { $0.state != .onTime && $0.state != .nilReturn }
        var result = periodSumTable.markup()
        result += """
            <p>下表为漏报、全部退回和逾期的期次，最重的在前；期末最后一天属于该期。按期和零报送的只计数，逐期见同名 XLSX 的“应报期次”。\
            <span class="en" lang="en">Missed, all-rejected and late periods, worst first; a period's last day belongs to it. All periods are in the \
            workbook.</span></p>

            """
        guard !harmful.isEmpty else {
            result += Page.nothing("本月应报的各期都按期报送。", "All periods due were delivered in time.")
            return result
        }
        result += periodTable(harmful).markup(limit: MonthlyReport.pageRows)
        return result
    }

    var daysLateSection: Markup {
        let total = total
        let counts = total.counts
        guard counts[.dated] > 0 else { return Page.nothing("本月没有计时的记录。", "No record was measured in the month.") }
        return """
            <p>计时 \(counts[.dated].grouped) 条：按时 \(counts[.onTime].grouped)，迟报 \(counts[.late].grouped)。\
            无事件日期 \(counts[.undated].grouped) 条，再次报送 \(counts[.again].grouped) 行，都不在其中。\
            退回后改正的 \(counts[.mended].grouped) 条按首次到达计时；假如从改正件到达时重新计时，按时将为 \
            \(counts[.onTimeRestarted].grouped) 条。\
            <span class="en" lang="en">A mended row keeps the clock of its first arrival; restarted clocks are given for comparison only.</span></p>
            <figure><figcaption>\(Markup.both("迟报记录，按期限之后的工作日数", "late records by working days"))</figcaption>
            \(DaysLateChart(late: DaysLate(total.daysLate)).markup(title: "迟报天数分布"))</figure>
            <div class="dense">\(daysLateTable.markup())</div>
            """
    }

    var outstandingSection: Markup {
        guard total.counts[.outstanding] > 0 else {
            return Page.nothing("退回的行都已改正报来。", "Every rejected row has come back mended.")
        }
        return """
            <p>历月退回、到月末仍未改正报来的行；天数从退回之日起按日历天计，拖得最久的在前。\
            <span class="en" lang="en">Rejected rows of any month not mended by the month's end, by calendar days since they were sent back.</span></p>
            \(outstandingTable.markup(limit: MonthlyReport.pageRows))
            """
    }

    var caseSection: Markup {
        guard !caseTable.rows.isEmpty else {
            return Page.nothing("没有差异，也没有冲突。", "Neither mismatches nor conflicts.")
        }
        return """
            <p>比对差异指企业自行公示与部门记录不一致，来源冲突指两个来源说法不同；按应处理的部门列，未决多的在前。\
            <span class="en" lang="en">By the department that is to act, most open cases first.</span></p>
            \(caseTable.markup())
            """
    }
}
