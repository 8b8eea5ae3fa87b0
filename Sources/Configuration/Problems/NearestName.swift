/// Finds the valid name that a wrong one most likely stands for.
enum NearestName {
    /// The candidate with the smallest edit distance, if that is at most a third of its length (one edit at least); ties go to the
    /// one that stands first. O(candidates × length²).
    static func find(_ name: String, in candidates: some Sequence<String>) -> String? {
        let wrong = Array(name.unicodeScalars)
        guard !wrong.isEmpty, wrong.count <= 200 else { return nil }
        var best: (name: String, distance: Int)?
        for candidate in candidates where candidate != name {
            let right = Array(candidate.unicodeScalars)
            let allowed = max(1, max(wrong.count, right.count) / 3)
            // A single character has no likeness to another.
            guard abs(right.count - wrong.count) <= allowed, max(wrong.count, right.count) > 1 else { continue }
            let distance = self.distance(wrong, right)
            if distance <= allowed, distance < best?.distance ?? .max { best = (candidate, distance) }
        }
        return best?.name
    }

    /// Edits (insert, delete, replace, swap of neighbours) between two texts: the optimal string alignment distance.
    static func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
        var beforeLast = [Int](repeating: 0, count: right.count + 1)
        var last = Array(0...right.count)
        for i in left.indices {
            var row = [i + 1]
            row.reserveCapacity(right.count + 1)
            for j in right.indices {
                let replaced = last[j] + (fold(left[i]) == fold(right[j]) ? 0 : 1)
                var least = min(replaced, last[j + 1] + 1, row[j] + 1)
                if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
                    least = min(least, beforeLast[j - 1] + 1)
                }
                row.append(least)
            }
            beforeLast = last
            last = row
        }
        return last[right.count]
    }

    /// Case, and hyphen for underscore, are the mistakes that come most often: they cost nothing.
    private static func fold(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        switch scalar {
        case "A"..."Z": Unicode.Scalar(scalar.value + 32) ?? scalar
        case "-": "_"
        default: scalar
        }
    }
}
