import Model

extension Receipt {
    package var html: String {
        var facts: [(chinese: String, english: String, value: String)] = [
            delivery.isCheck
                ? ("仅校验，未报送", "a check, nothing delivered", "—") : ("回执", "receipt", String(delivery.id)),
            ("来源", "source", vocabulary.department(delivery.source)),
            ("文件", "file", delivery.file), ("收到", "received", clock.text(delivery.received)),
        ]
        if let item = delivery.item { facts.insert(("事项", "item", vocabulary.item(item)), at: 2) }
        if delivery.times > 1 { facts.append(("送达次数", "times delivered", String(delivery.times))) }
        var page =
            delivery.isCheck
            ? Page(chinese: "数据校验结果", english: "Result of a check", facts: facts)
            : Page(chinese: "数据接收回执", english: "Receipt", facts: facts)
        page.section("result", "处理结果", "Result", result)
        if !rules.isEmpty { page.section("rules", "发现的问题", "What was found", ruleTable) }
        if !findings.rows.isEmpty { page.section("rows", "逐行说明", "Row by row", rowTable) }
        page.section("file", "文件读法", "How the file was read", reading)
        return page.html
    }

    private var result: Markup {
        let outcomes = delivery.outcomes
        var result: Markup = "<p class=\"lead\">\(Markup.both(next.chinese, next.english))</p>\n"
        if let refusal = delivery.refusal {
            result += "<p class=\"sum broken\"><b>原因 reason</b> <span class=\"pre\">\(refusal)</span></p>\n"
        }
        guard delivery.state != "refused" else { return result }
        let rest = outcomes.total - outcomes.accepted - outcomes[.rejected]
        result += "<div class=\"tiles\">"
        result += Page.tile("收到行数", "rows received", delivery.rows.grouped)
        result += Page.tile(
            delivery.isCheck ? "通过校验" : "接收入库", delivery.isCheck ? "pass" : "accepted", outcomes.accepted.grouped,
            Rate(outcomes.accepted, of: outcomes.total).percent,
            mark: "good")
        result += Page.tile(
            "退回", "rejected", outcomes[.rejected].grouped, Rate(outcomes[.rejected], of: outcomes.total).percent,
            mark: outcomes[.rejected] > 0 ? "bad" : "")
        if delivery.heldRows > 0 {
            result += Page.tile("暂停", "held", delivery.heldRows.grouped, "待裁定 for a steward", mark: "wait")
        }
        result += Page.tile("其他", "other", rest.grouped, rest > 0 ? "见下表 see below" : "", mark: rest > 0 ? "wait" : "")
        result += "</div>\n"
        guard outcomes.total > 0 else { return result }
        result += StackedBar.markup(outcomes)
        result += StackedBar.legend(outcomes)
        var table = Table([.init("去向", "outcome"), .init("行数", "rows", .number), .init("含义", "meaning")])
        for outcome in Outcome.allCases where outcomes[outcome] > 0 {
            table.append([
                Markup.both(outcome.chinese, outcome.name), "\(outcomes[outcome].grouped)",
                outcome == .published && delivery.isCheck
                    ? Markup.both("没有错误，尚未报送", "no errors; not delivered yet") : Receipt.meaning(outcome),
            ])
        }
        table.append(["合计 total", "\(outcomes.total.grouped)", ""], isTotal: true)
        result += table.markup()
        return result
    }

    private static func meaning(_ outcome: Outcome) -> Markup {
        switch outcome {
        case .published: .both("首次收到，已接收", "received for the first time and taken")
        case .updated: .both("原有记录的新版本，已接收", "a new version of a record, taken")
        case .unchanged: .both("与贵单位以前报送的内容相同", "the same content as sent before")
        case .duplicate: .both("与其他来源或本文件中另一行内容相同", "the same content as another source's or another row's")
        case .stale: .both("早于已有的版本，留存备查", "older than what is held; kept")
        case .overruled: .both("与权威来源不一致，以权威来源为准，留存备查", "differs from the authoritative source, which prevails; kept")
        case .unattributed:
            .both("暂未找到对应的主体，登记簿补充后自动重试，无需重报", "no subject found yet; retried by itself, need not be sent again")
        case .withheld: .both("不予公示，仅留存", "not for disclosure; kept")
        case .rejected: .both("有错误，请按返修文件改正后重报", "has errors; mend it in the repair file and send it again")
        }
    }

    private var ruleTable: Markup {
        var table = Table([
            .init("程度", "severity"), .init("问题", "what is wrong"), .init("处数", "findings", .number),
            .init("改法", "how to mend it"),
        ])
        for summary in rules {
            let facts = vocabulary.rule(summary.rule)
            table.append([
                Palette.badge(summary.severity),
                Markup.both(vocabulary.chinese(summary.rule), vocabulary.english(summary.rule)),
                "\(summary.findings.grouped)", Markup.both(facts?.mendChinese ?? "", facts?.mendEnglish ?? ""),
            ])
        }
        return table.markup()
    }

    private var rowTable: Markup {
        FindingTable.markup(
            Array(findings.rows.prefix(Receipt.shown)), vocabulary, hasRule: true, total: findings.total)
    }

    private var reading: Markup {
        guard let layout = delivery.layout else {
            return "<p class=\"none\">\(Markup.both("未能读取。", "It could not be read."))</p>\n"
        }
        var table = Table([.init("项目", "what"), .init("读法", "how")])
        table.append([
            Markup.both("格式与编码", "format and encoding"), "\(layout.format.uppercased()) · \(layout.encoding.rawValue)",
        ])
        if layout.format == "csv" {
            let delimiter = layout.delimiter == 9 ? "制表符 tab" : String(UnicodeScalar(layout.delimiter))
            table.append([Markup.both("分隔符", "delimiter"), "\(delimiter)"])
            table.append([Markup.both("表头所在行", "header line"), "\(layout.headerLine)"])
        }
        table.append([Markup.both("列", "columns"), "\(layout.columns.filter { !$0.isEmpty }.joined(separator: "、"))"])
        if !layout.unknown.isEmpty {
            table.append([
                Markup.both("未识别、未归集的列", "unknown columns, not taken"), "\(layout.unknown.joined(separator: "、"))",
            ])
        }
        if delivery.dropped > 0 {
            table.append([Markup.both("非数据行（标题、合计、说明）", "rows that are no data"), "\(delivery.dropped.grouped)"])
        }
        return table.markup()
    }
}
