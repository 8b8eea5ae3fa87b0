/// A table of a page, with headings in two languages and, where rows were left out, how many there are in all.
struct Table {
    enum Kind: String {
        case text, number, code
    }

    struct Column {
        var chinese: String
        var english: String
        var kind: Kind

        init(_ chinese: String, _ english: String, _ kind: Kind = .text) {
            self.chinese = chinese
            self.english = english
            self.kind = kind
        }
    }

    private let columns: [Column]
    private var rows: [Markup] = []
    private var shown = 0

    init(_ columns: [Column]) { self.columns = columns }

    mutating func append(_ cells: [Markup], isTotal: Bool = false) {
        var row: Markup = isTotal ? "<tr class=\"total\">" : "<tr>"
        for (column, cell) in zip(columns, cells) {
            row += column.kind == .text ? "<td>\(cell)</td>" : "<td class=\"\(column.kind.rawValue)\">\(cell)</td>"
        }
        row += "</tr>\n"
        rows.append(row)
        if !isTotal { shown += 1 }
    }

    /// A count as a cell; nothing stands back.
    static func count(_ number: Int) -> Markup {
        number == 0 ? "<span class=\"zero\">0</span>" : "\(number.grouped)"
    }

    /// A heading that breaks in its middle rather than anywhere, and only where it is long.
    private static func breakable(_ heading: String) -> Markup {
        guard heading.count > 5, !heading.contains(" ") else { return "\(heading)" }
        let middle = heading.index(heading.startIndex, offsetBy: heading.count / 2)
        return "\(String(heading[..<middle]))<wbr>\(String(heading[middle...]))"
    }

    /// - Parameter total: how many rows there are in all; nil where all are shown.
    func markup(total: Int? = nil) -> Markup {
        let head = columns.map { column -> Markup in
            let kind: Markup = column.kind == .number ? " class=\"number\"" : ""
            let heading =
                "\(Table.breakable(column.chinese))<span class=\"en\" lang=\"en\">\(column.english)</span>" as Markup
            return "<th scope=\"col\"\(kind)>\(heading)</th>"
        }
        var result: Markup =
            "<div class=\"wide\"><table><thead><tr>\(head)</tr></thead>\n<tbody>\n\(rows)</tbody></table></div>\n"
        if let total, total > shown {
            result += """
                <p class="more">共 \(total.grouped) 条，此处列出前 \(shown.grouped) 条。\
                <span class="en" lang="en">\(total.grouped) in all, the first \(shown.grouped) shown.</span></p>\n
                """
        }
        return result
    }
}
