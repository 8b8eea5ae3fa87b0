import Model

/// Rates of many rows in few columns: dark is bad, in one hue that colour-blind readers and black-and-white prints keep in order; the number
/// stands in the cell, its counts below. A rate without a denominator is hatched and says so.
struct HeatMap {
    struct Row {
        var name: String
        var rates: [Rate]
    }

    var columns: [(chinese: String, english: String)]
    var rows: [Row]

    private static let nameWidth = 204
    private static let cellWidth = 78
    private static let line = 15
    private static let header = 38
    /// Counts wider than so many characters take two lines.
    private static let longest = 15
    /// Rows of one drawing, so that a page break falls between two drawings.
    private static let block = 12

    /// From the worst: up to which rate, in ten-thousandths, and how it looks (ColorBrewer YlOrBr, nine classes).
    static let classes: [(below: Int, name: String, fill: String, ink: String)] = [
        (5_000, "<50", "#662506", "#fff"), (8_000, "50–80", "#993404", "#fff"), (9_000, "80–90", "#CC4C02", "#fff"),
        (9_500, "90–95", "#FE9929", "#000"), (9_900, "95–99", "#FEC44F", "#000"), (10_000, "99–100", "#FEE9A9", "#000"),
        (10_001, "100", "#FFFFF0", "#000"),
    ]

    func markup(title: String) -> Markup {
        var result: Markup = HeatMap.pattern
        result += legend
        var first = 0
        while first < rows.count {
            let last = min(rows.count, first + HeatMap.block)
            result += drawing(rows[first..<last], title: title)
            first = last
        }
        return result
    }

    private static let pattern: Markup = """
        <svg class="defs" width="0" height="0" aria-hidden="true"><defs><pattern id="no-rate" width="7" height="7" \
        patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="7" height="7" fill="#fff"/>\
        <rect width="1.2" height="7" fill="#b1bac4"/></pattern></defs></svg>

        """

    private var legend: Markup {
        let swatches = HeatMap.classes.map { one -> Markup in
            """
            <li><svg width="26" height="14" aria-hidden="true"><rect x=".5" y=".5" width="25" height="13" fill="\(one.fill)" \
            stroke="#57606a"/></svg>\(one.name)%</li>
            """
        }
        return """
            <ul class="legend">\(swatches)<li><svg width="26" height="14" aria-hidden="true"><rect x=".5" y=".5" width="25" \
            height="13" fill="url(#no-rate)" stroke="#57606a"/></svg>无分母，不计比率 no denominator</li></ul>

            """
    }

    private func drawing(_ rows: ArraySlice<Row>, title: String) -> Markup {
        let width = HeatMap.nameWidth + columns.count * HeatMap.cellWidth
        var y = HeatMap.header
        var body: Markup = ""
        for row in rows {
            let lines = TextWidth.lines(row.name, width: 31)
            let isLong = row.rates.contains { TextWidth.of($0.counts) > HeatMap.longest }
            let height = max(isLong ? 44 : 33, lines.count * HeatMap.line + 6)
            for (place, text) in lines.enumerated() {
                let middle = y + (height - lines.count * HeatMap.line) / 2 + place * HeatMap.line + 12
                body += "<text x=\"\(HeatMap.nameWidth - 6)\" y=\"\(middle)\" text-anchor=\"end\">\(text)</text>"
            }
            for (place, rate) in row.rates.enumerated() { body += cell(rate, place, y, height, row.name) }
            body += "\n"
            y += height
        }
        let heads = columns.enumerated().map { place, column -> Markup in
            let x = HeatMap.nameWidth + place * HeatMap.cellWidth + HeatMap.cellWidth / 2
            return """
                <text x="\(x)" y="15" text-anchor="middle" class="name">\(column.chinese)</text>\
                <text x="\(x)" y="30" text-anchor="middle" class="soft small" lang="en">\(column.english)</text>

                """
        }
        return """
            <svg class="chart heat" viewBox="0 0 \(width) \(y + 2)" role="img" aria-label="\(title)">
            \(heads)\(body)</svg>

            """
    }

    private func cell(_ rate: Rate, _ place: Int, _ y: Int, _ height: Int, _ name: String) -> Markup {
        let x = HeatMap.nameWidth + place * HeatMap.cellWidth
        let middle = x + HeatMap.cellWidth / 2
        guard let value = rate.tenThousandths else {
            return """
                <g><rect x="\(x)" y="\(y)" width="\(HeatMap.cellWidth)" height="\(height)" fill="url(#no-rate)" class="cell"/>\
                <text x="\(middle)" y="\(y + height / 2 + 5)" text-anchor="middle">—</text>\
                <title>\(name) \(columns[place].chinese)：没有分母</title></g>
                """
        }
        let look = HeatMap.classes.first { value < $0.below } ?? HeatMap.classes[HeatMap.classes.count - 1]
        let counts = rate.counts
        let lines =
            TextWidth.of(counts) > HeatMap.longest
            ? ["\(rate.numerator.grouped) /", rate.denominator.grouped] : [counts]
        let top = y + (height - 33 - (lines.count - 1) * 11) / 2
        let below = lines.enumerated().map { line, text -> Markup in
            "<text x=\"\(middle)\" y=\"\(top + 28 + line * 11)\" text-anchor=\"middle\" class=\"small\">\(text)</text>"
        }
        return """
            <g fill="\(look.ink)"><rect x="\(x)" y="\(y)" width="\(HeatMap.cellWidth)" height="\(height)" fill="\(look.fill)" \
            class="cell"/><text x="\(middle)" y="\(top + 16)" text-anchor="middle" class="figure">\(rate.percent)</text>\(below)\
            <title>\(name) \(columns[place].chinese)：\(rate.percent)（\(counts)）</title></g>
            """
    }
}
