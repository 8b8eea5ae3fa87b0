import Model

/// The coarser views: each is a sum of the entries, so that no two tables can disagree.
extension MonthlyReport {
    /// Sums by what `key` gives, in order of the key.
    func sums(by key: (MonthlyEntry) -> String) -> [(key: String, entry: MonthlyEntry)] {
        var sums: [String: MonthlyEntry] = [:]
        for entry in entries { sums[key(entry), default: MonthlyEntry.none] += entry }
        return sums.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    package var total: MonthlyEntry { entries.reduce(into: MonthlyEntry.none) { $0 += $1 } }
    var departments: [(key: String, entry: MonthlyEntry)] { sums(by: \.source) }
    var regions: [(key: String, entry: MonthlyEntry)] { sums(by: \.region) }
    var channels: [(key: String, entry: MonthlyEntry)] { sums(by: \.channel) }

    /// By department and item, over regions and channels.
    package var items: [MonthlyEntry] {
        var sums: [MonthlyEntry] = []
        for entry in entries {
            if let last = sums.indices.last, sums[last].source == entry.source, sums[last].item == entry.item {
                sums[last] += entry
            } else {
                var sum = MonthlyEntry(source: entry.source, item: entry.item, region: "", channel: "")
                sum += entry
                sums.append(sum)
            }
        }
        return sums
    }
}

extension MonthlyEntry {
    fileprivate static let none = MonthlyEntry(source: "", item: "", region: "", channel: "")
}
