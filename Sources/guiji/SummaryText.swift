import Model
import Pipeline

/// The summary of a run for a terminal.
enum SummaryText {
    static func text(_ summary: RunSummary) -> String {
        var lines: [String] = []
        let notTaken = summary.notTaken.map { "未能取件 not taken: \($0)" }
        if summary.submissions.isEmpty, summary.attributedLate == 0 {
            return (["没有待处理的文件。 Nothing waits."] + notTaken).joined(separator: "\n")
        }
        var bySource: [String: (received: Int, outcomes: OutcomeCounts, files: Int, refused: Int)] = [:]
        for line in summary.submissions {
            var entry = bySource["\(line.source)\u{1F}\(line.item)"] ?? (0, OutcomeCounts(), 0, 0)
            entry.received += line.received
            entry.outcomes += line.outcomes
            entry.files += 1
            if line.state == "refused" { entry.refused += 1 }
            bySource["\(line.source)\u{1F}\(line.item)"] = entry
        }
        lines.append(
            ([pad("来源 source", 22), pad("事项 item", 20)] + ["文件", "收到"].map { padLeft($0, 8) }
                + Outcome.allCases.map { padLeft(short($0), 8) }).joined(separator: " "))
        for (key, entry) in bySource.sorted(by: { $0.key < $1.key }) {
            let names = key.split(separator: "\u{1F}", omittingEmptySubsequences: false).map(String.init)
            lines.append(row(names[0], names[1], entry.files, entry.received, entry.outcomes))
        }
        lines.append(row("合计 total", "", summary.submissions.count, summary.received, summary.totals))
        lines.append("")
        lines.append(
            "收到 \(summary.received) = 各结果之和 \(summary.totals.total)\(summary.held > 0 ? " + 暂停 held \(summary.held)" : "")（守恒 conserved: \(summary.isConserved ? "是 yes" : "否 NO")）"
        )
        for line in summary.submissions where line.state == "refused" {
            lines.append("未收 refused: \(line.source)/\(line.file)：\(line.refusal ?? "")")
        }
        for line in summary.submissions where line.state == "held" && !line.isRepeated {
            lines.append(
                "暂停 held: \(line.source)/\(line.file)：\(line.refusal ?? "")；guiji submission release|refuse \(line.id) --reason …"
            )
        }
        let severities = ["error", "warning", "notice"].map { "\($0) \(summary.findingsBySeverity[$0] ?? 0)" }
        lines.append("发现 findings: \(severities.joined(separator: ", "))；冲突 conflicts: \(summary.conflicts)")
        let mismatches = summary.mismatches.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
        lines.append("比对 comparison: \(mismatches.joined(separator: ", "))")
        if summary.attributedLate > 0 { lines.append("补关联 attributed late: \(summary.attributedLate)") }
        let rate = summary.seconds > 0 ? Int(Double(summary.received) / summary.seconds) : 0
        lines.append("用时 \((summary.seconds * 100).rounded() / 100) s，\(rate) 行/秒 rows/s")
        for year in summary.missingYears {
            lines.append(
                "警告 warning: 日历缺少 \(year) 年，期限算不出的先留空；请添加 Mappings/calendar/\(year).yml，再运行 guiji compare。"
                    + " The calendar lacks \(year), deadlines that reach into it are left open: add that file, then guiji compare."
            )
        }
        lines += notTaken
        for report in summary.reports { lines.append("报告 report: \(report)") }
        return lines.joined(separator: "\n")
    }

    private static func row(
        _ source: String, _ item: String, _ files: Int, _ received: Int, _ outcomes: OutcomeCounts
    ) -> String {
        ([pad(source, 22), pad(item, 20)] + [files, received].map { padLeft("\($0)", 8) }
            + Outcome.allCases.map { padLeft("\(outcomes[$0])", 8) }).joined(separator: " ")
    }

    private static func short(_ outcome: Outcome) -> String {
        switch outcome {
        case .overruled: "让位"
        case .unattributed: "未关联"
        case .withheld: "不公示"
        default: outcome.chinese
        }
    }

    /// Columns that a terminal gives a text: Chinese characters take two.
    static func width(_ text: String) -> Int {
        text.unicodeScalars.reduce(0) { $0 + ($1.value >= 0x1100 ? 2 : 1) }
    }

    static func pad(_ text: String, _ columns: Int) -> String {
        text + String(repeating: " ", count: max(0, columns - width(text)))
    }

    private static func padLeft(_ text: String, _ columns: Int) -> String {
        String(repeating: " ", count: max(0, columns - width(text))) + text
    }
}
