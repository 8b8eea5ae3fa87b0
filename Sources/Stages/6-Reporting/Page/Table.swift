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

    /// - Parameter total: how many rows there are in all; nil where all are shown.
    func markup(total: Int? = nil) -> Markup {
        let head = columns.map { column -> Markup in
            column.kind == .number
                ? "<th scope=\"col\" class=\"number\">\(Markup.both(column.chinese, column.english))</th>"
                : "<th scope=\"col\">\(Markup.both(column.chinese, column.english))</th>"
        }
        var result: Markup = "<div class=\"wide\"><table><thead><tr>\(head)</tr></thead>\n<tbody>\n\(rows)</tbody></table></div>\n"
        if let total, total > shown {
            result += """
                <p class="more">共 \(total.grouped) 条，此处列出前 \(shown.grouped) 条。\
                <span class="en" lang="en">\(total.grouped) in all, the first \(shown.grouped) shown.</span></p>\n
                """
        }
        return result
    }
}
