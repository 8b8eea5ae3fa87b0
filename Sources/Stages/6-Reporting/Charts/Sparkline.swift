import Model

/// A rate over months, small enough for a table; a month without a denominator is a gap, the last value a dot.
enum Sparkline {
    private static let height = 22

    static func markup(_ rates: [Rate], name: String) -> Markup {
        let values = rates.map(\.tenThousandths)
        guard values.contains(where: { $0 != nil }), values.count > 1 else { return "—" }
        let width = 8 * (values.count - 1) + 8
        // From a whole tenth below the lowest, so that small differences are seen.
        let floor = min(9_000, (values.compactMap(\.self).min() ?? 0) / 1_000 * 1_000)
        func y(_ value: Int) -> Int { 3 + (10_000 - value) * (height - 6) / (10_000 - floor) }
        var path = ""
        var isDrawing = false
        var last: (x: Int, y: Int)?
        for (place, value) in values.enumerated() {
            guard let value else {
                isDrawing = false
                continue
            }
            let point = (x: 4 + place * 8, y: y(value))
            path += "\(isDrawing ? "L" : "M")\(point.x) \(point.y)"
            // A month between two gaps is a line without length, which round ends make a dot.
            if !isDrawing { path += "h0" }
            isDrawing = true
            last = point
        }
        let dot: Markup = last.map { "<circle cx=\"\($0.x)\" cy=\"\($0.y)\" r=\"2.6\" fill=\"#D55E00\"/>" } ?? ""
        let label = rates.map(\.percent).joined(separator: " ")
        return """
            <svg class="spark" viewBox="0 0 \(width) \(height)" width="\(width)" height="\(height)" role="img" \
            aria-label="\(name) \(label)"><line x1="2" x2="\(width - 2)" y1="3" y2="3" stroke="#d0d7de"/><path d="\(path)" fill="none" \
            stroke="#0072B2" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round"/>\(dot)</svg>
            """
    }
}
