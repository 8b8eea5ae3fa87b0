import Model

extension MonthlyReport {
    var summarySection: Markup {
        let counts = total.counts
        var result: Markup = "<div class=\"tiles\">"
        result += Page.tile(
            "收到行数", "rows received", counts[.received].grouped, "\(counts[.deliveries].grouped) 份文件\(change(.received))"
        )
        for rate in [MonthlyRate.timeliness, .update, .compliance] {
            let value = rate.of(counts)
            let note = value.denominator > 0 ? "\(value.counts)\(change(rate))" : "没有分母"
            result += Page.tile(rate.chinese, rate.rawValue, value.percent, note)
        }
        let marks: [(Figure, String)] = [
            (.missed, "期，应报 \(counts[.due].grouped) 期"), (.dueAllRejected, "期，不算已报"),
            (.late, "条，计时 \(counts[.dated].grouped) 条"), (.outstanding, "行"),
            (.mismatchesOpen, "件，新增 \(counts[.mismatchesOpened].grouped)，办结 \(counts[.mismatchesClosed].grouped)"),
            (.conflictsOpen, "件，新增 \(counts[.conflictsOpened].grouped)，消除 \(counts[.conflictsClosed].grouped)"),
        ]
        for (figure, note) in marks {
            result += Page.tile(
                figure.chinese, figure.english, counts[figure].grouped, note, mark: counts[figure] > 0 ? "bad" : "good")
        }
        result += "</div>\n"
        result += conservation(counts)
        return result
    }

    /// received = the sum of the outcomes, said and checked.
    private func conservation(_ counts: FigureCounts) -> Markup {
        let outcomes: [Figure] = [
            .published, .updated, .unchanged, .duplicate, .stale, .overruled, .unattributed, .withheld, .rejected,
        ]
        let sum = outcomes.reduce(0) { $0 + counts[$1] }
        let isConserved = sum == counts[.received]
        let terms = outcomes.filter { counts[$0] > 0 }
            .map { "<span class=\"term\">\($0.chinese) \(counts[$0].grouped)</span> " as Markup }
        let verdict = isConserved ? "守恒：每一行都有去向" : "不守恒：请先查明，再用本报告"
        return """
            <p class="sum\(isConserved ? "" : " broken" as Markup)"><b>收到 \(counts[.received].grouped) = \(sum.grouped)</b>：\(terms)\
            <b>\(verdict)</b></p>

            """
    }

    /// Against the month before: `，上月 1,234`.
    private func change(_ figure: Figure) -> String {
        previous().map { "，上月 \($0[figure].grouped)" } ?? ""
    }

    private func change(_ rate: MonthlyRate) -> String {
        guard let before = previous().map(rate.of), before.denominator > 0 else { return "" }
        return "，上月 \(before.percent)"
    }

    var maturitySection: Markup {
        """
        <p>平均数掩盖不了的：全市和每个部门最差的三项，指名列出，最差的部门在前。\
        <span class="en" lang="en">What no average hides: the three worst figures of the city and of each department.</span></p>
        \(maturityTable.markup())
        """
    }
}
