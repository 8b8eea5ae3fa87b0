import Model

/// Comparison of self-disclosure with government records: what does not agree, and who is to act.
extension QualityReport {
    var comparisonSection: Markup {
        guard !comparisons.isEmpty else { return none }
        var table = Table([
            .init("比对", "comparison"), .init("主体", "subjects", .number), .init("一致", "match", .number),
            .init("不一致", "mismatch", .number), .init("其中未反映变更", "not reflected", .number),
            .init("仅企业", "enterprise only", .number), .init("仅政府", "government only", .number),
            .init("不可比", "not comparable", .number), .init("一致率", "match rate", .number),
        ])
        for row in comparisons.sorted(by: { ($1.mismatches, $0.comparison) < ($0.mismatches, $1.comparison) }) {
            let rate = Rate(row.matches, of: row.matches + row.mismatches)
            let numbers = [
                row.subjects, row.matches, row.mismatches, row.notReflected, row.enterpriseOnly, row.governmentOnly,
                row.notComparable,
            ]
            table.append(
                ["\(vocabulary.comparison(row.comparison))"] + numbers.map(Table.count) + ["\(rate.percent)"])
        }
        var result = table.markup()
        result += """
            <p class="basis">一致率 = 一致 ÷（一致 + 不一致）。以下为未解决的差异；在法定期限内尚可补报的，注明期限。\
            <span class="en" lang="en">Match rate = match ÷ (match + mismatch). Below are cases that are not resolved; where the law \
            still lets a side come, its last day is given.</span></p>

            """
        let kinds = [
            ("mismatch", "不一致", "Mismatch"), ("not_reflected", "变更或撤销未反映", "Change or revocation not reflected"),
            ("enterprise_only", "仅企业公示，政府无记录", "Enterprise only"), ("not_comparable", "不可比", "Not comparable"),
        ]
        for (id, chinese, english) in kinds {
            guard let found = mismatches[id], found.total > 0 else { continue }
            result += "<h3>\(Markup.both(chinese, english))</h3>\n"
            result += mismatchTable(found, hasValues: id == "mismatch" || id == "not_reflected")
        }
        return result
    }

    private func mismatchTable(_ found: Limited<MismatchRow>, hasValues: Bool) -> Markup {
        var columns: [Table.Column] = [.init("主体", "subject"), .init("比对", "comparison")]
        if hasValues { columns.append(.init("不一致的栏目与双方的值", "differing fields with both values")) }
        columns += [
            .init("企业一方", "enterprise"), .init("政府一方", "government"), .init("归因与依据", "attribution, and why"),
            .init("由谁处理", "who is to act"),
        ]
        var table = Table(columns)
        for row in found.rows {
            var cells = [subject(row.subject, row.name), "\(vocabulary.comparison(row.id.comparison))" as Markup]
            if hasValues { cells.append(fields(row.fields, of: row.item, first: "企业", second: "政府")) }
            table.append(
                cells + [
                    side(row.enterprise), side(row.government),
                    Markup.both(vocabulary.term(row.attribution).chinese, vocabulary.term(row.rule).chinese),
                    "\(vocabulary.responsible(row.responsible))\(due(row))",
                ])
        }
        return table.markup(total: found.total)
    }

    private func due(_ row: MismatchRow) -> Markup {
        guard let due = row.due else { return "" }
        return "<span class=\"en\">期限 until \(OpenWindow.text(due: due))</span>"
    }
}
