import Model

extension Bulletin {
    /// The bulletin's body in HTML that both a browser and pandoc read: classes for the one, `data-custom-style` for the other.
    var body: Markup {
        var result = Bulletin.styled("p", "issuer", "发文机关标志", "\(issuer)")
        result += Bulletin.styled("p", "number", "发文字号", "\(number)")
        result += Bulletin.styled("h1", "title", "公文标题", "\(title)")
        result += Bulletin.styled("p", "to", "主送机关", "\(addressees)")
        for block in blocks { result += Bulletin.markup(block) }
        result += Bulletin.styled("p", "sign", "落款", "\(issuer)")
        result += Bulletin.styled("p", "sign", "落款", "\(date)")
        result += Bulletin.styled("p", "approve", "签发", "签发人：　　　　　　　　　　　　　（签字、盖章）")
        return result
    }

    private static func markup(_ block: Block) -> Markup {
        switch block {
        case .heading(let text): styled("h2", "", "一级标题", "\(text)")
        case .subheading(let text): styled("h3", "", "二级标题", "\(text)")
        case .paragraph(let text): styled("p", "", "正文段落", "\(text)")
        case .list(let lines):
            "\(lines.enumerated().map { styled("p", "", "正文段落", "\($0 + 1)．\($1)") })"
        case .table(let table): markup(table)
        case .note(let text): styled("p", "note", "附注", "\(text)")
        }
    }

    /// A paragraph of a named style. For pandoc it is a `div` that names the style around a plain paragraph.
    private static func styled(_ element: String, _ kind: String, _ style: String, _ text: Markup) -> Markup {
        let isHeading = element != "p"
        let opening: Markup = isHeading ? "<p class=\"\(element) \(kind)\" role=\"heading\">" : "<p class=\"\(kind)\">"
        return "<div data-custom-style=\"\(style)\">\(opening)\(text)</p></div>\n"
    }

    private static func markup(_ table: DataTable) -> Markup {
        let widths = table.columns.map { column in
            switch column.english {
            case "department": 25
            case "detail": 44
            case "item": 14
            case "outstanding": 12
            default: column.kind == .rate ? 17 : 7
            }
        }
        let sum = widths.reduce(0, +)
        let groups = widths.map { "<col style=\"width: \($0 * 100 / sum)%\">" as Markup }
        let heads = table.columns.map { "<th align=\"center\">\(cell("\($0.chinese)", "表格标题"))</th>" as Markup }
        let rows = table.rows.map { row -> Markup in
            let cells = zip(table.columns, row).map { column, value -> Markup in
                column.english == "department" || column.english == "detail"
                    ? "<td>\(cell(text(value), "表格文字"))</td>" : "<td align=\"center\">\(cell(text(value), "表格数字"))</td>"
            }
            return "<tr>\(cells)</tr>\n"
        }
        return """
            <table><colgroup>\(groups)</colgroup><thead><tr>\(heads)</tr></thead>
            <tbody>
            \(rows)</tbody></table>

            """
    }

    private static func cell(_ text: Markup, _ style: String) -> Markup {
        "<div data-custom-style=\"\(style)\"><p>\(text)</p></div>"
    }

    private static func text(_ cell: DataTable.Cell) -> Markup {
        switch cell {
        case .text(let text), .alarm(let text): "\(text)"
        case .count(let count): "\(count.grouped)"
        case .rate(let rate): rate.denominator > 0 ? "\(rate.percent)<br>\(ratio(rate))" : "—"
        case .day(let day): "\(CivilDate.iso(day))"
        case .drawing, .empty: "—"
        }
    }

    /// Both counts, in two lines where they are long, so that no number is broken.
    private static func ratio(_ rate: Rate) -> Markup {
        rate.ratio.count <= 11 ? "\(rate.ratio)" : "\(rate.numerator.grouped)/<br>\(rate.denominator.grouped)"
    }
}
