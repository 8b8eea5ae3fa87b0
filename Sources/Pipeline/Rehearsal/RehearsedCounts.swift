import Ledger
import Model
import Reporting

/// Conflicts of the deliveries compared, and results of comparison as they stand at the end, on both sides.
struct RehearsedCounts {
    let conflicts: [RehearsedCount]
    let comparisons: [RehearsedCount]

    init(_ before: LedgerReader, _ after: LedgerReader, _ scope: LedgerScope) throws {
        let (old, new) = (try before.conflictCounts(scope), try after.conflictCounts(scope))
        conflicts = Set(old.keys).union(new.keys).sorted().map { kind in
            RehearsedCount(kind: kind, before: old[kind] ?? 0, after: new[kind] ?? 0)
        }
        let (first, second) = (
            RehearsedCounts.results(try before.comparisons()), RehearsedCounts.results(try after.comparisons())
        )
        comparisons = Set(first.keys).union(second.keys).sorted().flatMap { item in
            RehearsedCounts.kinds.map { kind in
                RehearsedCount(
                    item: item, kind: kind, before: first[item]?[kind] ?? 0, after: second[item]?[kind] ?? 0)
            }
        }
    }

    private static let kinds = [
        "match", "mismatch", "not_reflected", "enterprise_only", "government_only", "not_comparable",
    ]

    private static func results(_ rows: [ComparisonRow]) -> [String: [String: Int]] {
        var results: [String: [String: Int]] = [:]
        for row in rows {
            let counts = [
                row.matches, row.mismatches, row.notReflected, row.enterpriseOnly, row.governmentOnly,
                row.notComparable,
            ]
            results[row.comparison] = Dictionary(uniqueKeysWithValues: zip(kinds, counts))
        }
        return results
    }
}
