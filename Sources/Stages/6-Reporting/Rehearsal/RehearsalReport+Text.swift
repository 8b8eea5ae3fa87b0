import Model

extension RehearsalReport {
    /// The report for a terminal.
    package var text: String {
        var lines = ["排演 Rehearsal：\(instance)，\(period.chinese)（\(period.english)），\(deliveries.grouped) 个文件 files"]
        lines.append("今天 today：\(today.mappings)（\(today.fingerprint.prefix(12))）")
        lines.append("改动 changed：\(changed.mappings)（\(changed.fingerprint.prefix(12))）")
        lines += ["", verdict.chinese, verdict.english]
        guard hasChanges else { return finished(lines) }
        lines += [""] + departmentLines
        for department in departments where department.hasChanges {
            lines.append("")
            lines.append("【\(source(department.source))】\(department.source)")
            for item in department.items where item.hasChanges { lines += self.lines(item) }
        }
        lines += figureLines
        if files.total > 0 { lines += ["", "受理有变化的文件 files taken otherwise：\(files.total.grouped)"] + fileLines }
        lines += counts("冲突 conflicts", conflicts) + counts("比对 comparison", comparisons)
        return finished(lines)
    }

    private func finished(_ lines: [String]) -> String {
        lines.map(TextColumns.harmless).joined(separator: "\n") + "\n"
    }

    private var departmentLines: [String] {
        var table = TextColumns(
            ["来源 source", "收到 received", "合规率 compliance", "变化 points", "及时率 timeliness", "变化 points", "变行 rows", ""],
            numbers: [1, 3, 5, 6])
        for department in departments {
            let (old, new) = (department.before, department.after)
            table.append([
                department.source.isEmpty ? "—" : department.source,
                RehearsalReport.change(old.outcomes.total.grouped, new.outcomes.total.grouped),
                RehearsalReport.change(old.compliance.percent, new.compliance.percent), department.compliance.points,
                RehearsalReport.change(old.timeliness.percent, new.timeliness.percent), department.timeliness.points,
                department.changedRows.grouped,
                department.compliance.falls(byMoreThan: maximumFall) ? "✕ 超限 too far" : "",
            ])
        }
        return table.lines
    }

    private static func change(_ old: String, _ new: String) -> String { old == new ? old : "\(old) → \(new)" }

    private func lines(_ item: RehearsedItem) -> [String] {
        let (old, new) = (item.before, item.after)
        var lines = [
            "  \(self.item(item.item)) \(item.item)：合规 compliance \(old.compliance.counts) → \(new.compliance.counts)"
                + (new.lost > 0 ? "（含未读到的 \(new.lost.grouped) 行 rows not read）" : "")
        ]
        for transition in item.transitions {
            let (from, to) = (RehearsalReport.outcome(transition.before), RehearsalReport.outcome(transition.after))
            lines.append(
                "    \(from.chinese) → \(to.chinese)（\(from.english) → \(to.english)）：\(transition.rows.grouped) 行 rows"
            )
            for example in transition.examples { lines += self.lines(example) }
        }
        for rule in item.rules {
            lines.append(
                "    发现 \(rule.rule) \(vocabulary.chinese(rule.rule))：\(RehearsalReport.severities(rule.before)) → \(RehearsalReport.severities(rule.after))，涉及 \(rule.rows.grouped) 处 places"
            )
            for example in rule.examples { lines += self.lines(example, of: rule.rule) }
        }
        return lines
    }

    /// - Parameter rule: only what this rule says.
    private func lines(_ example: RehearsedExample, of rule: String? = nil) -> [String] {
        let row = example.row > 0 ? "第 \(example.row) 行 row（文件行 line \(example.line)）" : "整个文件 the file"
        var lines = ["      · \(example.file) \(row)，\(clock.text(example.received)) 收到"]
        func add(_ findings: [RehearsedExample.Finding], _ others: [RehearsedExample.Finding], _ mark: String) {
            for finding in findings where !others.contains(finding) && (rule ?? finding.rule) == finding.rule {
                lines.append(
                    "        \(mark) \(Palette.name(finding.severity).chinese) \(finding.chinese) / \(finding.english)")
            }
        }
        add(example.before, example.after, "−")
        add(example.after, example.before, "+")
        return lines
    }

    private var figureLines: [String] {
        guard !figures.isEmpty else { return [] }
        var table = TextColumns(
            ["来源 source", "月份 month", "指标 figure", "今天 today", "改动后 changed", "变化 change"], numbers: [3, 4, 5])
        for rate in rates {
            table.append([
                rate.source, rate.month.text, "\(rate.rate.chinese) \(rate.rate.rawValue)", rate.change.before.percent,
                rate.change.after.percent, rate.change.points,
            ])
        }
        for figure in figures {
            table.append([
                figure.source, figure.month.text, "\(figure.figure.chinese) \(figure.figure.rawValue)",
                figure.before.grouped, figure.after.grouped, RehearsalReport.signed(figure.after - figure.before),
            ])
        }
        return ["", "月报会变的数字 monthly figures that change："] + table.lines
    }

    private var fileLines: [String] {
        var lines = files.rows.map { file in
            let (old, new) = (words(file.before), words(file.after))
            let reason = [file.before.refusal, file.after.refusal].compactMap(\.self).last.map { "：\($0)" } ?? ""
            let sender = file.after.source.isEmpty ? file.before.source : file.after.source
            return "  \(sender)/\(file.file)：\(old.chinese) → \(new.chinese)（\(old.english) → \(new.english)）\(reason)"
        }
        if files.total > files.rows.count {
            lines.append("  … 共 \(files.total.grouped) 个，列出前 \(files.rows.count.grouped) 个 the first are listed")
        }
        return lines
    }

    private func counts(_ title: String, _ counts: [RehearsedCount]) -> [String] {
        let changed = counts.filter { $0.before != $0.after }
        guard !changed.isEmpty else { return [] }
        return ["", "\(title)："]
            + changed.map { count in
                "  \(count.item.map { "\(vocabulary.comparison($0)) \($0)：" } ?? "")\(RehearsalReport.kind(count.kind)) \(count.kind) \(count.before.grouped) → \(count.after.grouped)"
            }
    }
}
