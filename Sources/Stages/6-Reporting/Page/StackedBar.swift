import Model

/// One bar of all outcomes of some rows; its length is always the whole, its parts are shares.
enum StackedBar {
    private static let width = 600
    private static let height = 18

    static func markup(_ outcomes: OutcomeCounts) -> Markup {
        let total = outcomes.total
        guard total > 0 else { return "<span class=\"none\">—</span>" }
        var parts: [Markup] = []
        var done = 0
        for outcome in Outcome.allCases where outcomes[outcome] > 0 {
            let count = outcomes[outcome]
            let from = place(done, of: total)
            done += count
            // A part that is there is seen, however small.
            let length = max(15, place(done, of: total) - from)
            let share = Rate(count, of: total).percent
            parts.append(
                """
                <rect x="\(tenths(min(from, width * 10 - length)))" width="\(tenths(length))" height="\(height)" \
                fill="\(Palette.fill(outcome))"><title>\(outcome.chinese) \(outcome.name): \(count.grouped)\
                 (\(share))</title></rect>
                """)
        }
        let summary = Outcome.allCases.filter { outcomes[$0] > 0 }
            .map { "\($0.chinese) \(outcomes[$0].grouped)" }.joined(separator: "，")
        return """
            <svg class="bar" viewBox="0 0 \(width) \(height)" preserveAspectRatio="none" role="img" \
            aria-label="\(summary)">\(parts)</svg>
            """
    }

    /// The outcomes that occur, with their colours.
    static func legend(_ outcomes: OutcomeCounts) -> Markup {
        let entries = Outcome.allCases.filter { outcomes[$0] > 0 }.map { outcome -> Markup in
            """
            <li><svg width="14" height="14" aria-hidden="true"><rect width="14" height="14" \
            fill="\(Palette.fill(outcome))"/></svg>\(Markup.both(outcome.chinese, outcome.name))</li>
            """
        }
        return "<ul class=\"legend\">\(entries)</ul>\n"
    }

    /// In tenths of a unit.
    private static func place(_ count: Int, of total: Int) -> Int { count * width * 10 / total }
    private static func tenths(_ value: Int) -> String { "\(value / 10).\(value % 10)" }
}
