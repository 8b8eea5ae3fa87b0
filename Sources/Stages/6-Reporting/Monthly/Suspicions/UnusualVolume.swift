package import Model

/// Whether a month's volume lies far from what is usual: robust statistics, so that one odd month does not hide the next.
package enum UnusualVolume {
    /// - Parameters:
    ///   - before: rows received in the months before, from the first delivery on.
    ///   - isOver: whether the month is over; before that too few rows say nothing.
    package static func suspicion(
        source: String, item: String, before: [Int], now: Int, isOver: Bool, _ settings: SuspicionSettings
    ) -> Suspicion? {
        guard before.count >= settings.volumeMonths else { return nil }
        let median = median(before)
        // Volumes that hardly ever change still vary a little: at least by a tenth, and by a row.
        let spread = max(self.median(before.map { abs($0 - median) }), median / 10, 1)
        let distance = now - median
        guard abs(distance) > settings.volumeDeviations * spread, distance > 0 || isOver else { return nil }
        return Suspicion(
            kind: .volume, source: source, item: item,
            chinese: "本月 \(now) 行，前 \(before.count) 个月的中位数为 \(median) 行（绝对中位差 \(spread)）",
            english:
                "\(now) rows this month; the median of the \(before.count) months before is \(median) (MAD \(spread))",
            count: max(0, -distance))
    }

    /// The lower of the two in the middle where there are two.
    private static func median(_ values: [Int]) -> Int {
        let sorted = values.sorted()
        return sorted.isEmpty ? 0 : sorted[(sorted.count - 1) / 2]
    }
}
