import Bytes
import GuijiConfiguration
import Ledger
import Loading
import Model
import Reporting

/// What may be an omission: gaps in document numbers, volumes far from the usual. Not part of what is published: it says what the stores say now.
extension MonthlyFigures {
    /// - Parameter entries: of each month of the trend.
    func suspicions(_ entries: [[EntryKey: MonthlyEntry]]) throws -> [Suspicion] {
        try enterpriseOnly() + serialGaps() + unusualVolumes(entries)
    }

    /// What enterprises disclosed and the department that would have made it never delivered.
    private func enterpriseOnly() throws -> [Suspicion] {
        let span = month.seconds(clock)
        var counts: [EntryKey: Int] = [:]
        try forEachMismatch { mismatch in
            guard mismatch.result == "enterprise_only", !MonthlyFigures.noDepartment.contains(mismatch.responsible),
                Figure.mismatchesOpen.counts(mismatch, in: span)
            else { return }
            counts[key(mismatch.responsible, mismatch.item, ""), default: 0] += 1
        }
        return counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { key, count in
            Suspicion(
                kind: .enterpriseOnly, source: key.source, item: key.item,
                chinese: "企业已公示 \(count) 条，部门没有相应记录",
                english: "\(count) disclosed by enterprises and unknown to the department",
                count: count)
        }
    }

    private func serialGaps() throws -> [Suspicion] {
        var gaps = SerialGaps(year: month.year, density: instance.settings.suspicions.serialDensity)
        for item in instance.context.catalogue.items where !item.isSelfDisclosed {
            guard let field = item.key.flatMap(\.self).first(where: { item.fields[$0].type == .documentNumber }),
                item.fields[field].disclosure == .yes
            else { continue }
            try instance.disclosure.forEachValue(of: item.table, columns: [item.fields[field].name, "source"]) {
                gaps.add($0[0], source: $0[1], item: item.id)
            }
        }
        let ids = Dictionary(
            instance.context.departments.map { ($0.title, $0.id) }, uniquingKeysWith: { first, _ in first })
        return gaps.suspicions { ids[$0] ?? $0 }
    }

    private func unusualVolumes(_ entries: [[EntryKey: MonthlyEntry]]) -> [Suspicion] {
        struct Series: Hashable {
            var source: String
            var item: String
        }
        var volumes: [Series: [Int]] = [:]
        for (place, month) in entries.enumerated() {
            for (key, entry) in month where entry.counts[.received] > 0 {
                volumes[
                    Series(source: key.source, item: key.item), default: [Int](repeating: 0, count: entries.count)
                ][place] += entry.counts[.received]
            }
        }
        let isOver = month.seconds(clock).upperBound <= asOf
        return volumes.sorted { ($0.key.source, $0.key.item) < ($1.key.source, $1.key.item) }.compactMap {
            // The month of the first delivery may have begun before it.
            let known = $0.value.drop { $0 == 0 }
            return UnusualVolume.suspicion(
                source: $0.key.source, item: $0.key.item, before: Array(known.dropLast()), now: $0.value.last ?? 0,
                isOver: isOver, instance.settings.suspicions)
        }
    }
}
