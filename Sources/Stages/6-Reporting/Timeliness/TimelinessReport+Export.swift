import Model

/// The month for spreadsheets and for programs.
extension TimelinessReport {
    /// One line for each department and item, in order; rates are empty without a denominator.
    package var csv: String {
        var table = CSVTable(
            header: [
                "月份 month", "部门 department", "部门编号 source", "事项 item", "事项编号 item_id", "报送频率 frequency",
                "应报 due", "状态 state", "文件数 deliveries", "收到行数 received",
            ] + Outcome.allCases.map { "\($0.chinese) \($0.name)" } + [
                "有事件日期 dated", "按时 on_time", "无事件日期 undated", "及时率 timeliness", "及时率分子", "及时率分母", "更新率 update",
                "更新率分子", "更新率分母", "合规率 compliance", "合规率分子", "合规率分母",
            ])
        for row in rows {
            let volume = row.volume
            var cells = [
                month.text, vocabulary.department(row.source), row.source, vocabulary.item(row.item), row.item,
            ]
            cells += [row.frequency?.chinese ?? "", row.isDue ? "是" : "否", row.state.chinese]
            cells += [String(volume.deliveries), String(volume.outcomes.total)]
            cells += Outcome.allCases.map { String(volume.outcomes[$0]) }
            cells += [String(volume.dated), String(volume.onTime), String(volume.undated)]
            for rate in [row.timeliness, row.update, row.compliance] {
                cells += [rate.decimal ?? "", String(rate.numerator), String(rate.denominator)]
            }
            table.append(cells)
        }
        return table.text
    }

    /// Rows, sums by department and the sum of all, with what each rate counts.
    package var json: String {
        JSONValue.object([
            ("report", .string("timeliness")), ("instance", .string(instance)), ("month", .string(month.text)),
            ("as_of", .string(clock.iso(asOf))),
            ("formulas", .object(TimelinessReport.formulas.map { ($0.name, .string($0.english)) })),
            ("rows", .array(rows.map(value))), ("departments", .array(departments.map { value($0, hasSource: true) })),
            ("total", value(total, hasSource: false)),
        ]).text
    }

    /// What each figure is, exactly.
    static let formulas: [(name: String, title: String, chinese: String, english: String)] = [
        (
            "volume", "信息数量", "本月首次收到的各批次行数，按去向分列",
            "rows of deliveries first received in the month, by outcome; received = the sum of the outcomes"
        ),
        (
            "timeliness", "及时率", "在规定工作日内到达的行 ÷ 有事件日期的行；无事件日期的行单列",
            "rows that arrived within the item's deadline in working days ÷ rows with an event date; undated rows are apart"
        ),
        (
            "update", "更新率", "已报送的应报事项 ÷ 本月应报事项；全部退回的报送不算",
            "items due in the month with a delivery in their period of which at least one row was accepted ÷ items due; "
                + "daily, weekly and monthly items are due every month, others in the last month of their calendar period"
        ),
        (
            "compliance", "合规率", "接收入库（首次发布 + 更新 + 无变化 + 重复）÷ 收到",
            "rows accepted into the store (published + updated + unchanged + duplicate) ÷ rows received; stale, overruled, "
                + "unattributed, withheld and rejected rows are in the denominator only"
        ),
    ]

    private func value(_ row: TimelinessRow) -> JSONValue {
        let volume = row.volume
        return .object([
            ("source", .string(row.source)), ("department", .string(vocabulary.department(row.source))),
            ("item", .string(row.item)), ("item_title", .string(vocabulary.item(row.item))),
            ("frequency", .optional(row.frequency?.rawValue)), ("due", .bool(row.isDue)),
            ("state", .string(row.state.rawValue)), ("deliveries", .int(volume.deliveries)),
            ("refused_files", .int(volume.refused)), ("volume", TimelinessReport.value(volume.outcomes)),
            ("dated", .int(volume.dated)), ("on_time", .int(volume.onTime)), ("undated", .int(volume.undated)),
            ("timeliness", .rate(row.timeliness)), ("update", .rate(row.update)), ("compliance", .rate(row.compliance)),
        ])
    }

    private func value(_ total: TimelinessTotal, hasSource: Bool) -> JSONValue {
        let name: [(key: String, value: JSONValue)] =
            hasSource
            ? [("source", .string(total.source)), ("department", .string(vocabulary.department(total.source)))] : []
        return .object(
            name + [
                ("deliveries", .int(total.deliveries)), ("volume", TimelinessReport.value(total.outcomes)),
                ("undated", .int(total.undated)), ("timeliness", .rate(total.timeliness)),
                ("update", .rate(total.update)), ("compliance", .rate(total.compliance)),
            ])
    }

    static func value(_ outcomes: OutcomeCounts) -> JSONValue {
        .object(
            [("received", .int(outcomes.total)), ("accepted", .int(outcomes.accepted))]
                + Outcome.allCases.map { ($0.name, .int(outcomes[$0])) })
    }
}

extension TimelinessRow.State {
    var chinese: String {
        switch self {
        case .delivered: "已报送"
        case .empty: "空文件"
        case .missed: "漏报"
        case .allRejected: "全部退回"
        case .notDue: "本月不应报"
        }
    }
}
