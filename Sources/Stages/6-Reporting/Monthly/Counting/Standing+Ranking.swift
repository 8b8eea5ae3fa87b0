extension Standing {
    /// Departments in the order of their worst rate, then of the second and third worst; the best first, those without a rate last.
    ///
    /// The ranked rates are compared as they are printed, in ten-thousandths; a rate without a denominator is as good as can be, and equal ones
    /// share a rank.
    package static func ranked(
        _ counts: [String: FigureCounts], previous: [String: FigureCounts] = [:]
    ) -> [Standing] {
        let before = ranks(previous)
        let now = ranks(counts)
        return counts.map { source, counts in
            Standing(source: source, rank: now[source], previousRank: before[source], counts: counts)
        }.sorted { ($0.rank ?? .max, $0.source) < ($1.rank ?? .max, $1.source) }
    }

    private static func ranks(_ counts: [String: FigureCounts]) -> [String: Int] {
        let rated = counts.compactMap { source, counts -> (source: String, rates: [Int])? in
            let rates = MonthlyRate.ranked.compactMap { $0.of(counts).tenThousandths }.sorted()
            guard !rates.isEmpty else { return nil }
            return (source, rates + [Int](repeating: 10_000, count: MonthlyRate.ranked.count - rates.count))
        }
        let order = rated.sorted { $1.rates.lexicographicallyPrecedes($0.rates) }
        var ranks: [String: Int] = [:]
        for (place, department) in order.enumerated() {
            let isEqual = place > 0 && order[place - 1].rates == department.rates
            ranks[department.source] = isEqual ? ranks[order[place - 1].source] : place + 1
        }
        return ranks
    }
}
