import Model

/// Finds the label that somebody may have meant.
enum NearestLabel {
    /// The candidate nearest to any of the wanted labels by edit distance, if at least half of it agrees.
    static func find(_ wanted: [String], in candidates: [String]) -> String? {
        var best: (label: String, distance: Double)?
        for candidate in candidates {
            for label in wanted {
                let left = Array(HeaderLabel.normal(label).unicodeScalars.prefix(64))
                let right = Array(HeaderLabel.normal(candidate).unicodeScalars.prefix(64))
                let share = Double(distance(left, right)) / Double(max(left.count, right.count, 1))
                if share <= 0.5, share < best?.distance ?? .infinity { best = (candidate, share) }
            }
        }
        return best?.label
    }

    /// Levenshtein distance; O(n·m), and labels are short.
    private static func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
        var row = Array(0...right.count)
        for (index, scalar) in left.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for (column, other) in right.enumerated() {
                let above = row[column + 1]
                row[column + 1] = min(above + 1, row[column] + 1, diagonal + (scalar == other ? 0 : 1))
                diagonal = above
            }
        }
        return row[right.count]
    }
}
