import Model

extension DataTable {
    /// As a table of a page: the page's columns, at most `limit` rows, the total in any case.
    func markup(limit: Int = .max) -> Markup {
        let shown = columns.indices.filter { columns[$0].place != .sheet }
        var table = Table(
            shown.map { place in
                let column = columns[place]
                let kind: Table.Kind =
                    switch column.kind {
                    case .text, .day: .text
                    case .code: .code
                    case .count, .rate: .number
                    }
                return Table.Column(column.chinese, column.english, kind)
            })
        for row in rows.prefix(limit) { table.append(shown.map { DataTable.markup(row[$0]) }) }
        if let total { table.append(shown.map { DataTable.markup(total[$0]) }, isTotal: true) }
        return table.markup(total: rows.count)
    }

    private static func markup(_ cell: Cell) -> Markup {
        switch cell {
        case .text(let text): TextWidth.of(text) <= 14 ? "<span class=\"nowrap\">\(text)</span>" : "\(text)"
        case .alarm(let text): "<b class=\"nowrap\">✕ \(text)</b>"
        case .count(let count): Table.count(count)
        case .rate(let rate): Rates.markup(rate)
        case .day(let day): "<span class=\"nowrap\">\(CivilDate.iso(day))</span>"
        case .drawing(let drawing): drawing
        case .empty: "—"
        }
    }
}

enum Rates {
    /// The rate, its counts below it; `—` without a denominator.
    static func markup(_ rate: Rate) -> Markup {
        rate.denominator > 0 ? "\(rate.percent)<span class=\"en\">\(rate.counts)</span>" : "—"
    }
}
