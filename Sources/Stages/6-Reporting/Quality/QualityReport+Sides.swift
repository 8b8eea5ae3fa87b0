import Model

/// Conflicts between sources, and how the two sides of anything are shown.
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

    func subject(_ code: String, _ name: String, other: String = "") -> Markup {
        let also: Markup = other.isEmpty ? "" : "<br><span class=\"code\">\(other)</span>"
        return "\(name)<br><span class=\"code\">\(code)</span>\(also)"
    }

    func side(_ source: StatementSource?) -> Markup {
        guard let source else { return "<span class=\"none\">—</span>" }
        return """
            \(vocabulary.department(source.source))<span class="en">\(source.file)<br>第 \(source.row.grouped) 行</span>
            """
    }

    func fields(_ fields: [DifferingField], of item: String, first: String, second: String) -> Markup {
        let parts = fields.enumerated().map { index, field -> Markup in
            let title: Markup = "\(index == 0 ? "" : "<br>" as Markup)<b>\(vocabulary.field(field.field, of: item))</b>"
            if field.first.isEmpty && field.second.isEmpty { return title }
            let gap: Markup = field.difference.isEmpty ? "" : "<br>相差：\(field.difference)"
            return "\(title)<br>\(first)：\(field.first)<br>\(second)：\(field.second)\(gap)"
        }
        return "\(parts)"
    }
}
