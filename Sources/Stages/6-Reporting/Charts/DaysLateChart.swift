/// How many records came how late.
struct DaysLateChart {
    var late: DaysLate

    private static let left = 16
    private static let top = 24
    private static let plotHeight = 140
    private static let step = 56

    func markup(title: String) -> Markup {
        let base = DaysLateChart.top + DaysLateChart.plotHeight
        let width = DaysLateChart.left * 2 + DaysLate.bins.count * DaysLateChart.step
        let most = max(1, late.counts.max() ?? 0)
        let bars = DaysLate.bins.indices.map { bar($0, most: most) }
        return """
            <svg class="chart" viewBox="0 0 \(width) \(base + 44)" role="img" aria-label="\(title)">
            <line class="axis" x1="\(DaysLateChart.left)" x2="\(width - DaysLateChart.left)" y1="\(base)" y2="\(base)"/>
            \(bars)<text x="\(width / 2)" y="\(base + 38)" text-anchor="middle" class="soft">期限之后的工作日数 \
            working days after the deadline</text></svg>

            """
    }

    private func bar(_ place: Int, most: Int) -> Markup {
        let bin = DaysLate.bins[place]
        let count = late.counts[place]
        let base = DaysLateChart.top + DaysLateChart.plotHeight
        let height =
            count == 0
            ? 0 : max(2, Int((Double(count) / Double(most) * Double(DaysLateChart.plotHeight)).rounded()))
        let x = DaysLateChart.left + place * DaysLateChart.step
        let fill = bin.range.count == 1 ? "#0072B2" : "#D55E00"
        return """
            <g><title>\(bin.chinese)：\(count.grouped)</title><rect x="\(x + 8)" y="\(base - height)" width="\(DaysLateChart.step - 16)" \
            height="\(height)" fill="\(fill)"/><text x="\(x + DaysLateChart.step / 2)" y="\(base - height - 5)" \
            text-anchor="middle"\(count == 0 ? " class=\"soft\"" : "" as Markup)>\(Compact.text(count))</text>\
            <text x="\(x + DaysLateChart.step / 2)" y="\(base + 17)" text-anchor="middle">\(bin.label)</text></g>

            """
    }
}

/// Late records by working days after the deadline: single days to ten, then three ranges.
struct DaysLate {
    struct Bin {
        var range: ClosedRange<Int>
        var label: String
        var chinese: String { "迟 \(label) 个工作日" }
        /// `1`, `11_20`, `61_`
        var id: String {
            range.count == 1
                ? "\(range.lowerBound)"
                : "\(range.lowerBound)_" + (range.upperBound < 1_000 ? "\(range.upperBound)" : "")
        }
    }

    static let bins: [Bin] =
        (1...10).map { Bin(range: $0...$0, label: String($0)) } + [
            Bin(range: 11...20, label: "11–20"), Bin(range: 21...60, label: "21–60"),
            Bin(range: 61...1_000_000, label: ">60"),
        ]

    /// By bin.
    private(set) var counts: [Int]

    /// - Parameter days: records by working days late, from 1.
    init(_ days: [Int: Int]) {
        counts = DaysLate.bins.map { bin in
            days.reduce(0) { bin.range.contains($1.key) ? $0 + $1.value : $0 }
        }
    }
}
