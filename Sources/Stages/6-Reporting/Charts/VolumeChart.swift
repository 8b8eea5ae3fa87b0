import Model

/// Rows received by month as stacked bars: what was taken, what waits or gave way, what was sent back. The number stands above the bar.
struct VolumeChart {
    struct Bar {
        var month: ReportMonth
        var accepted: Int
        var rejected: Int
        var received: Int
    }

    var bars: [Bar]

    private static let left = 46
    private static let top = 26
    private static let plotWidth = 560
    private static let plotHeight = 130

    func markup(title: String) -> Markup {
        let height = VolumeChart.top + VolumeChart.plotHeight + 40
        let base = VolumeChart.top + VolumeChart.plotHeight
        let most = max(1, bars.map(\.received).max() ?? 0)
        let columns = bars.indices.map { bar(bars[$0], x(place: $0), most: most) }
        return """
            <svg class="chart" viewBox="0 0 760 \(height)" role="img" aria-label="\(title)">
            <line class="axis" x1="\(VolumeChart.left)" x2="\(VolumeChart.left + VolumeChart.plotWidth)" y1="\(base)" y2="\(base)"/>
            \(columns)\(MonthAxis.markup(bars.map(\.month), x: x, y: base))\(legend)</svg>

            """
    }

    private func x(place: Int) -> Int {
        let count = max(2, bars.count)
        return VolumeChart.left + 12 + place * (VolumeChart.plotWidth - 24) / (count - 1)
    }

    private static let fills = [
        (name: "入库", fill: "#0072B2"), (name: "其余", fill: "#B8C4CE"), (name: "退回", fill: "url(#hatch-rejected)"),
    ]

    private func bar(_ bar: Bar, _ x: Int, most: Int) -> Markup {
        let parts = [bar.accepted, bar.received - bar.accepted - bar.rejected, bar.rejected]
        var done = 0
        var result: Markup = "<g><title>\(bar.month.chinese) 收到 \(bar.received.grouped)，入库 \(bar.accepted.grouped)，"
        result += "退回 \(bar.rejected.grouped)</title>"
        for (count, style) in zip(parts, VolumeChart.fills) where count > 0 {
            let from = height(done, most)
            done += count
            let length = max(1, height(done, most) - from)
            result += """
                <rect x="\(x - 15)" y="\(VolumeChart.top + VolumeChart.plotHeight - from - length)" width="30" height="\(length)" \
                fill="\(style.fill)" stroke="#fff" stroke-width=".5"/>
                """
        }
        let top = VolumeChart.top + VolumeChart.plotHeight - height(bar.received, most)
        result += "<text x=\"\(x)\" y=\"\(top - 5)\" text-anchor=\"middle\">\(Compact.text(bar.received))</text></g>\n"
        return result
    }

    private func height(_ count: Int, _ most: Int) -> Int {
        Int((Double(count) / Double(most) * Double(VolumeChart.plotHeight)).rounded())
    }

    private var legend: Markup {
        let x = VolumeChart.left + VolumeChart.plotWidth + 8
        let lines = VolumeChart.fills.enumerated().map { place, style -> Markup in
            """
            <rect x="\(x)" y="\(VolumeChart.top + place * 22)" width="14" height="14" fill="\(style.fill)" stroke="#57606a" \
            stroke-width=".5"/><text x="\(x + 20)" y="\(VolumeChart.top + place * 22 + 12)">\(style.name)</text>

            """
        }
        return "\(lines)"
    }
}

/// Numbers that must fit above a bar.
enum Compact {
    /// `12,345`, from ten million on `1,234万`.
    static func text(_ count: Int) -> String {
        count < 10_000_000 ? count.grouped : "\((count / 10_000).grouped)万"
    }
}
