import Model

/// Rates over months as lines that differ in colour, dash and marker; each is named at its end. A month without a denominator is a gap.
struct TrendChart {
    struct Series {
        var name: String
        var values: [Rate]
        var style: LineStyle
    }

    var months: [ReportMonth]
    var series: [Series]

    private static let left = 46
    private static let top = 14
    private static let plotWidth = 560
    private static let plotHeight = 200
    private static let labelWidth = 154

    func markup(title: String) -> Markup {
        let width = TrendChart.left + TrendChart.plotWidth + TrendChart.labelWidth
        let height = TrendChart.top + TrendChart.plotHeight + 40
        return """
            <svg class="chart" viewBox="0 0 \(width) \(height)" role="img" aria-label="\(title)">
            \(grid)\(MonthAxis.markup(months, x: x, y: TrendChart.top + TrendChart.plotHeight))\
            \(series.map(line))\(endLabels)</svg>

            """
    }

    /// The lowest value shown, in ten-thousandths: a whole tenth below everything, so that small differences are seen; the axis says so.
    private var floor: Int {
        let lowest = series.flatMap(\.values).compactMap(\.tenThousandths).min() ?? 0
        return min(9_000, lowest / 1_000 * 1_000)
    }

    private func x(_ place: Int) -> Int {
        let count = max(2, months.count)
        return TrendChart.left + 12 + place * (TrendChart.plotWidth - 24) / (count - 1)
    }

    private func y(_ value: Int) -> Int {
        let share = (value - floor) * TrendChart.plotHeight / (10_000 - floor)
        return TrendChart.top + TrendChart.plotHeight - share
    }

    private var grid: Markup {
        var result: Markup = ""
        let step = 10_000 - floor > 5_000 ? 2_000 : 10_000 - floor > 2_000 ? 1_000 : 500
        for value in stride(from: 10_000, through: floor, by: -step) {
            result += """
                <line class="grid" x1="\(TrendChart.left)" x2="\(TrendChart.left + TrendChart.plotWidth)" y1="\(y(value))" \
                y2="\(y(value))"/><text x="\(TrendChart.left - 6)" y="\(y(value) + 4)" text-anchor="end">\(value / 100)%</text>

                """
        }
        return result
    }

    private func line(_ one: Series) -> Markup {
        var result: Markup = ""
        var run: [(x: Int, y: Int)] = []
        func finish() {
            let points = run.map { "\($0.x),\($0.y)" }.joined(separator: " ")
            if run.count > 1 {
                result += """
                    <polyline points="\(points)" fill="none" stroke="\(one.style.colour)" stroke-width="2.2" \
                    stroke-dasharray="\(one.style.dash)"/>

                    """
            }
            run = []
        }
        for (place, rate) in one.values.enumerated() {
            guard let value = rate.tenThousandths else {
                finish()
                continue
            }
            run.append((x(place), y(value)))
        }
        finish()
        for (place, rate) in one.values.enumerated() {
            guard let value = rate.tenThousandths else { continue }
            result += """
                <g>\(one.style.marker(x(place), y(value)))<title>\(months[place].chinese) \(one.name) \(rate.percent) \
                (\(rate.counts))</title></g>

                """
        }
        return result
    }

    /// Names at the lines' ends, pushed apart where they would cover each other.
    private var endLabels: Markup {
        let labels = series.map { one -> (y: Int, one: Series, last: Rate) in
            let last = one.values.last ?? Rate(0, of: 0)
            return (y(last.tenThousandths ?? floor), one, last)
        }.sorted { ($0.y, $0.one.name) < ($1.y, $1.one.name) }
        var places = labels.map(\.y)
        for index in places.indices.dropFirst() { places[index] = max(places[index], places[index - 1] + 18) }
        let excess = max(0, (places.last ?? 0) - (TrendChart.top + TrendChart.plotHeight))
        var result: Markup = ""
        for (place, label) in zip(places, labels) {
            let x = TrendChart.left + TrendChart.plotWidth
            result += """
                <g>\(label.one.style.marker(x + 12, place - excess))<text x="\(x + 22)" y="\(place - excess + 4)" \
                class="name">\(label.one.name) \(label.last.percent)</text></g>

                """
        }
        return result
    }
}

/// Colour (Okabe and Ito, 2008), dash and marker of a line: any one of them tells it apart.
enum LineStyle: CaseIterable {
    case solidCircle, dashedSquare, dottedTriangle

    var colour: String {
        switch self {
        case .solidCircle: "#0072B2"
        case .dashedSquare: "#D55E00"
        case .dottedTriangle: "#007A5A"
        }
    }

    var dash: String {
        switch self {
        case .solidCircle: "none"
        case .dashedSquare: "9 4"
        case .dottedTriangle: "2 4"
        }
    }

    func marker(_ x: Int, _ y: Int) -> Markup {
        switch self {
        case .solidCircle: "<circle cx=\"\(x)\" cy=\"\(y)\" r=\"4\" fill=\"\(colour)\"/>"
        case .dashedSquare:
            "<rect x=\"\(x - 4)\" y=\"\(y - 4)\" width=\"8\" height=\"8\" fill=\"#fff\" stroke=\"\(colour)\" stroke-width=\"2\"/>"
        case .dottedTriangle: "<path d=\"M\(x) \(y - 5)l5 9h-10z\" fill=\"\(colour)\"/>"
        }
    }
}

/// Months below a chart: the number of each, the year where it begins.
enum MonthAxis {
    static func markup(_ months: [ReportMonth], x: (Int) -> Int, y: Int) -> Markup {
        var result: Markup = ""
        for (place, month) in months.enumerated() {
            result += "<text x=\"\(x(place))\" y=\"\(y + 17)\" text-anchor=\"middle\">\(month.month)月</text>"
            if place == 0 || month.month == 1 {
                result += """
                    <text x="\(x(place))" y="\(y + 33)" text-anchor="middle" class="soft">\(month.year)年</text>

                    """
            }
        }
        return result
    }
}
