import Model

/// The bulletin's second half: who is named, what is suspected, what is to be done.
extension MonthlyReport {
    var bulletinLaggards: [Bulletin.Block] {
        var blocks: [Bulletin.Block] = [.heading("三、点名通报")]
        let states: [(PeriodRow.State, String)] = [
            (.missed, "漏报"), (.allRejected, "报送全部退回，不算已报"), (.late, "逾期报送"),
        ]
        var parts: [(title: String, block: Bulletin.Block)] = states.compactMap { state, title in
            laggards(state).map { (title, $0) }
        }
        if !worstDepartments.isEmpty { parts.append(("比率最差", .list(worstDepartments))) }
        if !latest.isEmpty { parts.append(("迟报记录最多", .list(latest))) }
        guard !parts.isEmpty else { return blocks + [.paragraph("本月没有应予点名的部门。")] }
        for (place, part) in parts.enumerated() {
            blocks += [.subheading("（\(ChineseNumber.text(place + 1))）\(part.title)"), part.block]
        }
        return blocks
    }

    /// Lists longer than this are set as tables.
    private static let longestList = 12

    /// By department and item, those with most periods first; nil where there are none.
    private func laggards(_ state: PeriodRow.State) -> Bulletin.Block? {
        var groups: [(source: String, item: String, periods: [PeriodRow])] = []
        for period in periods where period.state == state {
            if let place = groups.firstIndex(where: { $0.source == period.source && $0.item == period.item }) {
                groups[place].periods.append(period)
            } else {
                groups.append((period.source, period.item, [period]))
            }
        }
        let order = groups.sorted {
            ($1.periods.count, $0.source, $0.item) < ($0.periods.count, $1.source, $1.item)
        }
        guard !order.isEmpty else { return nil }
        func names(_ periods: [PeriodRow]) -> String {
            let names = periods.sorted { $0.first < $1.first }.prefix(4).map { period in
                var text = span(period)
                if state != .missed, let arrived = period.arrived { text += "，\(shortDate(arrived))收到" }
                if state == .late { text += "，应于\(shortDate(period.due))前" }
                return text
            }
            return names.joined(separator: "；") + (periods.count > names.count ? "等" : "")
        }
        guard order.count > MonthlyReport.longestList else {
            return .list(
                order.map {
                    "\(department($0.source))：\(vocabulary.item($0.item))\($0.periods.count)期（\(names($0.periods))）。"
                })
        }
        var table = DataTable(
            state.rawValue, state.chinese, state.rawValue,
            [
                .init("部门", "department"), .init("事项", "item"), .init("期数", "periods", .count),
                .init("期次", "detail"),
            ])
        for group in order {
            table.append([
                .text(department(group.source)), .text(vocabulary.item(group.item)), .count(group.periods.count),
                .text(names(group.periods)),
            ])
        }
        return .table(table)
    }

    /// The three last of the ranking, each with its three worst figures.
    private var worstDepartments: [String] {
        worstFirst.filter { $0.rank != nil && $0.worst.contains { $0.value.numerator < $0.value.denominator } }.prefix(
            3
        ).map {
            standing in
            let worst = standing.worst.filter { $0.value.numerator < $0.value.denominator }
                .map { "\($0.rate.chinese)\($0.value.percent)（\($0.value.ratio)）" }
            return "\(department(standing.source))：\(worst.joined(separator: "，"))。"
        }
    }

    private var latest: [String] {
        departments.filter { $0.entry.counts[.late] > 0 }.sorted {
            ($1.entry.counts[.late], $0.key) < ($0.entry.counts[.late], $1.key)
        }.prefix(3).map { source, entry in
            let longest = entry.daysLate.keys.max() ?? 0
            return "\(department(source))：计时\(entry.counts[.dated].grouped)条，迟报\(entry.counts[.late].grouped)条，"
                + "最长迟\(longest.grouped)个工作日。"
        }
    }

    var bulletinSuspicions: [Bulletin.Block] {
        guard !suspicions.isEmpty else { return [] }
        let lines = suspicions.sorted { ($1.count, $0.source) < ($0.count, $1.source) }.map {
            "\(department($0.source))：疑似\($0.kind.chinese)（\(vocabulary.item($0.item))）：\(trimmed($0.chinese))。"
        }
        return [
            .heading("四、疑似漏报"),
            .paragraph("下列情况只是疑似，未经核实，不作为漏报认定，不计入本通报的任何数字和名次，请有关部门核实。"), .list(lines),
        ]
    }

    var bulletinRequests: [Bulletin.Block] {
        let title = suspicions.isEmpty ? "四、工作要求" : "五、工作要求"
        let all = worstFirst.map { (name: department($0.source), tasks: tasks(of: $0)) }.filter { !$0.tasks.isEmpty }
        guard !all.isEmpty else {
            return [.heading(title), .paragraph("各部门没有待办事项，请继续按期报送。")]
        }
        var blocks: [Bulletin.Block] = [.heading(title), .paragraph("请下列部门于收到本通报后立即办理，并在下次报送时一并报来：")]
        if all.count > MonthlyReport.longestList {
            var table = DataTable(
                "requests", "工作要求", "requests", [.init("部门", "department"), .init("请办理", "detail")])
            for one in all { table.append([.text(one.name), .text(one.tasks.joined(separator: "；"))]) }
            blocks.append(.table(table))
        } else {
            blocks.append(.list(all.map { "\($0.name)：\($0.tasks.joined(separator: "；"))。" }))
        }
        blocks.append(.paragraph("退回的行见本部门发件箱中的返修文件，改正后报来，及时性仍按首次到达计。本月确无数据的，请报零报送文件，不报按漏报计。"))
        return blocks
    }

    /// What a department has to do.
    private func tasks(of standing: Standing) -> [String] {
        let counts = standing.counts
        var tasks: [String] = []
        func add(_ figure: Figure, _ text: (String) -> String) {
            if counts[figure] > 0 { tasks.append(text(counts[figure].grouped)) }
        }
        add(.missed) { "补报漏报的\($0)期" }
        add(.dueAllRejected) { "改正并重新报送全部退回的\($0)期" }
        let oldest = items.filter { $0.source == standing.source }.flatMap { $0.outstandingAge.keys }.max()
        add(.outstanding) { count in
            "改正退回未改的\(count)行\(oldest.map { "（最久的已\($0)天）" } ?? "")"
        }
        add(.mismatchesOpen) { "办理未决比对差异\($0)件" }
        add(.conflictsOpen) { "办理未决来源冲突\($0)件" }
        let suspected = suspicions.count { $0.source == standing.source }
        if suspected > 0 { tasks.append("核实疑似漏报\(suspected)项") }
        return tasks
    }

    /// `7月7日至7月13日`, `7月7日`; with its year where that is another.
    private func span(_ period: PeriodRow) -> String {
        period.first == period.last ? shortDate(period.first) : "\(shortDate(period.first))至\(shortDate(period.last))"
    }

    private func shortDate(_ day: Int) -> String {
        let civil = CivilDate.civil(day)
        return civil.year == month.year ? "\(civil.month)月\(civil.day)日" : dateText(day)
    }

    private func trimmed(_ text: String) -> String { text.hasSuffix("。") ? String(text.dropLast()) : text }
}

/// 一、二、三 for headings.
enum ChineseNumber {
    private static let digits = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"]

    /// 1…99
    static func text(_ number: Int) -> String {
        let tens = number / 10
        let head = tens == 0 ? "" : tens == 1 ? "十" : digits[tens] + "十"
        return head + digits[number % 10]
    }
}
