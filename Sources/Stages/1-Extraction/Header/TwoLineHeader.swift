/// Two lines that may be one header, with cells merged over rows and columns: what a merged cell says stands in its first cell, the rest is empty.
///
/// | 名称 | 代码 | 有效期 |   |
/// |---|---|---|---|
/// |   |   | 自 | 至 |
struct TwoLineHeader {
    private let upper: [String]
    private let lower: [String]
    /// For each column the label that the lower line's stands below, across or straight; nil where the lower line says nothing.
    private let groups: [String?]
    /// Whether the lower line speaks only below labels that span columns, and where the upper one says nothing. Rows of data below a full header do not.
    private let isNested: Bool
    /// Columns whose label spans both lines.
    private let single: [Int]

    /// Nil where the lines cannot be one table's.
    init?(_ upper: [String], _ lower: [String]) {
        // A title has a line to itself.
        guard upper.count == lower.count, upper.count(where: { !$0.isEmpty }) > 1, !lower.allSatisfy(\.isEmpty) else {
            return nil
        }
        self.upper = upper
        self.lower = lower
        var groups: [String?] = []
        var isNested = true
        var group: String?
        for column in upper.indices {
            if lower[column].isEmpty {
                group = nil
                groups.append(nil)
                continue
            }
            if !upper[column].isEmpty {
                group = upper[column]
                let next = column + 1
                if next == upper.count || !upper[next].isEmpty || lower[next].isEmpty { isNested = false }
            }
            groups.append(group)
        }
        self.groups = groups
        self.isNested = isNested
        single = upper.indices.filter { !upper[$0].isEmpty && lower[$0].isEmpty }
    }

    /// The labels where both lines are the header by a mapping; nil where they are not.
    /// - Parameter known: how many labels the mapping knows of each line.
    func labels(_ resolver: ColumnResolver, known: (upper: Int, lower: Int)) -> [String]? {
        let labels = labels(resolver.knows)
        guard labels != lower else { return nil }
        // The lower line is the header whatever stands above; the upper one fills its gaps.
        if known.lower > known.upper { return labels }
        // A row of data is taken for none unless it says what the mapping knows, adds to the line above, and little else.
        let added = HeaderFinder.count(labels, resolver) - known.upper
        guard added > 0 else { return nil }
        let spoken = labels.indices.filter { !lower[$0].isEmpty }
        let fitting = spoken.count { labels[$0] != upper[$0] && resolver.knows(labels[$0]) }
        let isHeader = isNested ? fitting * 2 >= spoken.count : fitting == spoken.count && added > 1
        return isHeader ? labels : nil
    }

    /// The labels where the lines look like a header by their form alone: below each label that spans no column nothing, below the others
    /// texts that differ; and something below the former in the line that follows.
    func labels(before following: [String]?) -> [String]? {
        let labelled = upper.indices.filter { !upper[$0].isEmpty || !lower[$0].isEmpty }
        let width = (labelled.last ?? -1) + 1
        let spoken = lower.filter { !$0.isEmpty }
        guard isNested, labelled.count == width, !single.isEmpty, spoken.count > 1, Set(spoken).count == spoken.count,
            !spoken.contains(where: HeaderFinder.isNumber), let following, following.count == upper.count,
            single.contains(where: { !following[$0].isEmpty })
        else { return nil }
        return labels { _ in false }
    }

    /// In each column the lower label, or with the group's before it where only both together say something: 有效期 above 自 is 有效期自.
    private func labels(_ knows: (String) -> Bool) -> [String] {
        upper.indices.map { column in
            let (above, label) = (upper[column], lower[column])
            guard !label.isEmpty else { return above }
            let isAlone = knows(label)
            // Above a header that has a label in each column stand titles rather than groups.
            if let group = groups[column], !isAlone || !single.isEmpty,
                knows(group + label) || (label.count == 1 && !isAlone && !single.isEmpty)
            {
                return group + label
            }
            return knows(above) && !isAlone ? above : label
        }
    }
}
