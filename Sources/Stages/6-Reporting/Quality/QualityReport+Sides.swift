import Model

/// What has two sides: conflicts between sources, and comparison of self-disclosure with government records.
extension QualityReport {
    var conflictSection: Markup {
        guard conflicts.total > 0 else { return none }
        let kinds = [
            ("content", "同一记录内容不同", "same key, different content"), ("names", "一码多名", "one code, two names"),
            ("codes", "一名多码", "one name, two codes"),
        ]
        let counts = kinds.filter { (conflictCounts[$0.0] ?? 0) > 0 }
            .map { "\($0.1) \((conflictCounts[$0.0] ?? 0).grouped)" }.joined(separator: "，")
        var result: Markup = """
            <p>双方的记录均已保留，由数据管理员裁定；目前公示的是“现行”一方。\(counts.isEmpty ? "" : "共计：\(counts)。")\
            <span class="en" lang="en">Both sides are kept and a steward decides; the one marked current is disclosed.</span></p>

            """
        var table = Table([
            .init("类型", "kind"), .init("主体", "subject"), .init("事项", "item"), .init("不一致的栏目", "differing fields"),
            .init("现行一方", "current"), .init("另一方", "the other"),
        ])
        for row in conflicts.rows {
            let kind = kinds.first { $0.0 == row.kind }
            table.append([
                kind.map { Markup.both($0.1, $0.2) } ?? "\(row.kind)",
                subject(row.subject, row.name, other: row.otherSubject), "\(vocabulary.item(row.item))",
                fields(row.fields, of: row.item, first: "现行", second: "另一方"), side(row.winner), side(row.loser),
            ])
        }
        result += table.markup(total: conflicts.total)
        return result
    }

    var comparisonSection: Markup {
        guard !comparisons.isEmpty else { return none }
        var table = Table([
            .init("事项", "item"), .init("主体", "subjects", .number), .init("一致", "match", .number),
            .init("不一致", "mismatch", .number), .init("仅企业", "enterprise only", .number),
            .init("仅政府", "government only", .number), .init("不可比", "not comparable", .number),
            .init("一致率", "match rate", .number),
        ])
        for row in comparisons.sorted(by: { ($1.mismatches, $0.item) < ($0.mismatches, $1.item) }) {
            let rate = Rate(row.matches, of: row.matches + row.mismatches)
            let numbers = [
                row.subjects, row.matches, row.mismatches, row.enterpriseOnly, row.governmentOnly, row.notComparable,
            ]
            table.append(["\(vocabulary.item(row.item))"] + numbers.map(Table.count) + ["\(rate.percent)"])
        }
        var result = table.markup()
        result += """
            <p class="basis">一致率 = 一致 ÷（一致 + 不一致）。<span class="en" lang="en">Match rate = match ÷ (match + mismatch).\
            </span></p>

            """
        let kinds = [
            ("mismatch", "不一致", "Mismatch"), ("enterprise_only", "仅企业公示，政府无记录", "Enterprise only"),
            ("government_only", "仅政府有记录，企业未公示", "Government only"), ("not_comparable", "不可比", "Not comparable"),
        ]
        for (id, chinese, english) in kinds {
            guard let found = mismatches[id], found.total > 0 else { continue }
            result += "<h3>\(Markup.both(chinese, english))</h3>\n"
            result += mismatchTable(found, hasValues: id == "mismatch")
        }
        return result
    }

    private func mismatchTable(_ found: Limited<MismatchRow>, hasValues: Bool) -> Markup {
        var columns: [Table.Column] = [.init("主体", "subject"), .init("事项", "item")]
        if hasValues { columns.append(.init("不一致的栏目与双方的值", "differing fields with both values")) }
        columns += [.init("企业一方", "enterprise"), .init("政府一方", "government")]
        var table = Table(columns)
        for row in found.rows {
            var cells = [subject(row.subject, row.name), "\(vocabulary.item(row.item))" as Markup]
            if hasValues {
                cells.append(
                    row.fields.isEmpty
                        ? Markup.both("政府已撤销或注销，企业仍公示为有效", "withdrawn by the government, still disclosed as valid")
                        : fields(row.fields, of: row.item, first: "企业", second: "政府"))
            }
            table.append(cells + [side(row.enterprise), side(row.government)])
        }
        return table.markup(total: found.total)
    }

    private func subject(_ code: String, _ name: String, other: String = "") -> Markup {
        let also: Markup = other.isEmpty ? "" : "<br><span class=\"code\">\(other)</span>"
        return "\(name)<br><span class=\"code\">\(code)</span>\(also)"
    }

    private func side(_ source: StatementSource?) -> Markup {
        guard let source else { return "<span class=\"none\">—</span>" }
        return """
            \(vocabulary.department(source.source))<span class="en">\(source.file)<br>第 \(source.row.grouped) 行</span>
            """
    }

    private func fields(_ fields: [DifferingField], of item: String, first: String, second: String) -> Markup {
        let parts = fields.enumerated().map { index, field -> Markup in
            let title: Markup = "\(index == 0 ? "" : "<br>" as Markup)<b>\(vocabulary.field(field.field, of: item))</b>"
            if field.first.isEmpty && field.second.isEmpty { return title }
            return "\(title)<br>\(first)：\(field.first)<br>\(second)：\(field.second)"
        }
        return "\(parts)"
    }
}
