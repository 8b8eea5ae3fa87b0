import Model

extension RehearsalReport {
    /// The report as a page of its own.
    package var html: String {
        var page = Page(
            chinese: "规则排演报告", english: "Rehearsal of changed rules",
            facts: [
                ("实例", "instance", instance), ("范围", "deliveries", "\(period.chinese)（\(period.english)）"),
                ("今天的规则", "today's rules", "\(today.mappings)（\(today.fingerprint.prefix(12))）"),
                ("改动的规则", "changed rules", "\(changed.mappings)（\(changed.fingerprint.prefix(12))）"),
            ])
        page.section("summary", "结论", "What would change", summary)
        page.section("departments", "各来源的数字", "Figures by source", departmentTable)
        guard hasChanges else { return page.html }
        for (index, department) in departments.filter(\.hasChanges).enumerated() {
            page.section(
                "department-\(index + 1)", source(department.source),
                department.source.isEmpty ? "—" : department.source,
                section(department))
        }
        if !figures.isEmpty { page.section("figures", "月报会变的数字", "Monthly figures that change", figureTable) }
        if files.total > 0 { page.section("files", "受理有变化的文件", "Files taken otherwise", fileTable) }
        if !conflicts.isEmpty { page.section("conflicts", "来源冲突", "Conflicts between sources", countTable(conflicts)) }
        if !comparisons.isEmpty {
            page.section(
                "comparison", "企业自主公示与政府信息比对", "Self-disclosure against government records", countTable(comparisons))
        }
        return page.html
    }

    private var summary: Markup {
        var result: Markup = "<p class=\"lead\">\(Markup.both(verdict.chinese, verdict.english))</p>\n"
        let refused = files.rows.count { $0.before.state != .refused && $0.after.state == .refused }
        result += "<div class=\"tiles\">"
        result += Page.tile("比较的文件", "files compared", deliveries.grouped)
        result += Page.tile("会变的行", "rows that change", changedRows.grouped, mark: changedRows > 0 ? "wait" : "good")
        result += Page.tile(
            "合规率下降过多", "compliance falls too far", falls.count.grouped, "超过 more than \(threshold) 点 points",
            mark: falls.isEmpty ? "good" : "bad")
        result += Page.tile(
            "受理有变化的文件", "files taken otherwise", files.total.grouped,
            refused > 0 ? "不再受理 refused \(refused.grouped)" : "",
            mark: refused > 0 ? "bad" : "")
        result += "</div>\n"
        result += note
        return result
    }

    private var note: Markup {
        """
        <p class="basis">\(Markup.both(
            "归档中的报送按今天的规则和改动的规则各重放一遍，没有发布任何内容。合规率＝接收入库的行÷收到的行；今天读到、改动后不再读到的行按收到而未接收计。",
            "What was received was replayed with today's and with the changed rules; nothing was published. Compliance = rows accepted ÷ rows received; rows that are read today and no longer would be count as received and not accepted."
        ))</p>

        """
    }

    private var departmentTable: Markup {
        var table = Table([
            .init("来源", "source"), .init("收到", "received", .number), .init("合规率 今天", "compliance today", .number),
            .init("合规率 改动后", "changed", .number), .init("变化（百分点）", "points", .number),
            .init("及时率 今天", "timeliness today", .number), .init("及时率 改动后", "changed", .number),
            .init("变化（百分点）", "points", .number), .init("会变的行", "rows that change", .number),
        ])
        for department in departments {
            let (old, new) = (department.before, department.after)
            let total = (old.outcomes.total, new.outcomes.total)
            table.append([
                "\(source(department.source))",
                total.0 == total.1 ? "\(total.0.grouped)" : "\(total.0.grouped) → \(total.1.grouped)",
                rate(old.compliance), rate(new.compliance), points(department.compliance, hasLimit: true),
                rate(old.timeliness), rate(new.timeliness), points(department.timeliness, hasLimit: false),
                Table.count(department.changedRows),
            ])
        }
        return table.markup()
    }

    private var figureTable: Markup {
        var table = Table([
            .init("来源", "source"), .init("月份", "month"), .init("指标", "figure"), .init("今天", "today", .number),
            .init("改动后", "with the change", .number), .init("变化", "change", .number),
        ])
        for rate in rates {
            table.append([
                "\(source(rate.source))", "\(rate.month.text)",
                "\(rate.rate.chinese) <span class=\"id\">\(rate.rate.rawValue)</span>", self.rate(rate.change.before),
                self.rate(rate.change.after), points(rate.change, hasLimit: false),
            ])
        }
        for figure in figures {
            table.append([
                "\(source(figure.source))", "\(figure.month.text)",
                "\(figure.figure.chinese) <span class=\"id\">\(figure.figure.rawValue)</span>",
                Table.count(figure.before), Table.count(figure.after),
                "\(RehearsalReport.signed(figure.after - figure.before))",
            ])
        }
        return table.markup()
    }

    private func rate(_ rate: Rate) -> Markup {
        guard rate.denominator > 0 else { return "—" }
        return "\(rate.percent)<span class=\"en\">\(rate.counts)</span>"
    }

    private func points(_ change: RateChange, hasLimit: Bool) -> Markup {
        guard hasLimit, change.falls(byMoreThan: maximumFall) else {
            return change.hundredths == 0 ? "<span class=\"zero\">\(change.points)</span>" : "\(change.points)"
        }
        return "<span class=\"badge error\">✕ \(change.points)</span>"
    }

    private func section(_ department: RehearsedDepartment) -> Markup {
        var result: Markup = ""
        for item in department.items where item.hasChanges {
            result +=
                "<article class=\"rehearsed\"><h3>\(self.item(item.item)) <span class=\"id\">\(item.item)</span></h3>\n"
            result += bars(item)
            if !item.transitions.isEmpty { result += transitions(item) }
            if !item.rules.isEmpty { result += ruleTable(item) }
            result += "</article>\n"
        }
        return result
    }

    private func bars(_ item: RehearsedItem) -> Markup {
        var both = item.before.outcomes
        both += item.after.outcomes
        let lost: Markup =
            item.after.lost > 0
            ? "<p class=\"more\">\(Markup.both("另有 \(item.after.lost.grouped) 行不再读到。", "\(item.after.lost.grouped) rows are no longer read."))</p>\n"
            : ""
        return """
            <table class="bars"><tbody><tr><td class="label">今天 today · \(item.before.outcomes.total.grouped)</td>\
            <td>\(StackedBar.markup(item.before.outcomes))</td></tr><tr><td class="label">改动后 changed · \
            \(item.after.outcomes.total.grouped)</td><td>\(StackedBar.markup(item.after.outcomes))</td></tr></tbody></table>
            \(StackedBar.legend(both))\(lost)
            """
    }

    private func transitions(_ item: RehearsedItem) -> Markup {
        var result: Markup = ""
        for transition in item.transitions {
            let (from, to) = (RehearsalReport.outcome(transition.before), RehearsalReport.outcome(transition.after))
            result += """
                <p class="change"><b>\(from.chinese) → \(to.chinese)</b>：\(transition.rows.grouped) 行\
                <span class="en" lang="en">\(from.english) → \(to.english): \(transition.rows.grouped) rows</span></p>

                """
            result += examples(transition.examples, total: transition.rows)
        }
        return result
    }

    private func ruleTable(_ item: RehearsedItem) -> Markup {
        var result: Markup = ""
        for rule in item.rules {
            result += """
                <p class="change"><b>\(vocabulary.chinese(rule.rule))</b> <span class="code">\(rule.rule)</span>：\
                \(RehearsalReport.severities(rule.before)) → \(RehearsalReport.severities(rule.after))\
                <span class="en" lang="en">\(vocabulary.english(rule.rule)); \(rule.rows.grouped) places differ</span></p>

                """
            result += examples(rule.examples, total: nil, of: rule.rule)
        }
        return result
    }

    private func examples(_ examples: [RehearsedExample], total: Int?, of rule: String? = nil) -> Markup {
        guard !examples.isEmpty else { return "" }
        var table = Table([
            .init("文件", "file"), .init("行号", "row", .number), .init("文件行", "line", .number),
            .init("今天的发现", "found today"), .init("改动后的发现", "found with the change"),
        ])
        for example in examples {
            table.append([
                "\(example.file)<span class=\"en\">\(clock.text(example.received))</span>",
                example.row > 0 ? "\(example.row.grouped)" : "—", "\(example.line.grouped)",
                cell(example.before, of: rule), cell(example.after, of: rule),
            ])
        }
        return table.markup(total: total)
    }

    private func cell(_ findings: [RehearsedExample.Finding], of rule: String?) -> Markup {
        let shown = findings.filter { (rule ?? $0.rule) == $0.rule }
        guard !shown.isEmpty else { return "<span class=\"none\">—</span>" }
        return
            "\(shown.map { finding -> Markup in "<div>\(Palette.badge(finding.severity)) \(Markup.both(finding.chinese, finding.english))</div>" })"
    }

    private var fileTable: Markup {
        var table = Table([
            .init("来源", "source"), .init("文件", "file"), .init("今天", "today"), .init("改动后", "with the change"),
            .init("拒收的原因", "reason of the refusal"),
        ])
        for file in files.rows {
            let (old, new) = (words(file.before), words(file.after))
            let sender = file.after.source.isEmpty ? file.before.source : file.after.source
            table.append([
                "\(source(sender))", "\(file.file)<span class=\"en\">\(clock.text(file.received))</span>",
                Markup.both(old.chinese, old.english), Markup.both(new.chinese, new.english),
                "<span class=\"pre\">\([file.before.refusal, file.after.refusal].compactMap(\.self).last ?? "—")</span>",
            ])
        }
        return table.markup(total: files.total)
    }

    private func countTable(_ counts: [RehearsedCount]) -> Markup {
        // Only comparisons are told apart.
        let hasItems = counts.contains { $0.item != nil }
        var table = Table(
            (hasItems ? [.init("比对", "comparison")] : []) + [
                .init("种类", "kind"), .init("今天", "today", .number), .init("改动后", "with the change", .number),
                .init("变化", "change", .number),
            ])
        for count in counts {
            let change = count.after - count.before
            let cells: [Markup] = [
                Markup.both(RehearsalReport.kind(count.kind), count.kind), Table.count(count.before),
                Table.count(count.after),
                change == 0 ? "<span class=\"zero\">0</span>" : "\(RehearsalReport.signed(change))",
            ]
            table.append((hasItems ? ["\(vocabulary.comparison(count.item ?? ""))"] : []) + cells)
        }
        return table.markup()
    }
}
