import Bytes
import Comparison
import Ledger
import Model

/// What one comparison of one subject came to: a pure function of its current statements.
struct MadeComparison {
    let own: [CurrentStatement]
    let theirs: [CurrentStatement]
    let results: [ComparisonResult]
    /// By the order of ``ComparisonKind``; what is not reflected is among the mismatches too.
    private(set) var counts = [Int](repeating: 0, count: ComparisonKind.allCases.count)

    init(_ prepared: PreparedComparison, _ currents: [CurrentStatement], registry: RegistrySlot?) {
        let comparison = prepared.comparison
        func ordered(_ item: Int) -> [CurrentStatement] {
            var found = currents.filter { $0.item == item }
            if found.count > 1 { found.sort { $0.precedes($1) } }
            return found
        }
        own = ordered(comparison.plan.item)
        theirs = ordered(comparison.plan.counterpart)
        guard !own.isEmpty else {
            // Nothing disclosed: what the government holds is counted.
            results = []
            if prepared.countsWithoutDisclosure {
                counts[MadeComparison.governmentOnly] = theirs.count(where: \.isShown)
            }
            return
        }
        let name = registry.flatMap { slot in
            currents.first { $0.item == slot.item && $0.comparables.count > 0 }.map { slot.name($0.comparables) }
        }
        results = comparison.compare(
            enterprise: own.map { $0.compared(comparison.own) },
            government: theirs.map { $0.compared(comparison.other) },
            registry: name)
        for result in results where !result.isOnPayment {
            counts[MadeComparison.place(result.kind)] += 1
            if result.kind == .notReflected { counts[MadeComparison.place(.mismatch)] += 1 }
        }
    }

    /// The cases it makes, one for each pair, as far as they follow from the statements alone.
    var cases: [MismatchCase] {
        var seen: Set<Int64> = []
        return results.compactMap { result in
            guard result.kind.makesCase, seen.insert(result.pair).inserted else { return nil }
            return result.mismatchCase(
                result.enterprise.map { own[$0] }, result.government.map { theirs[$0] }, item: 0)
        }
    }

    /// What the enterprise does not disclose, one for each that is counted.
    var governmentOnly: [CurrentStatement] {
        if own.isEmpty { return counts[MadeComparison.governmentOnly] > 0 ? theirs.filter(\.isShown) : [] }
        return results.compactMap { $0.kind == .governmentOnly ? $0.government.map { theirs[$0] } : nil }
    }

    private static func place(_ kind: ComparisonKind) -> Int { ComparisonKind.allCases.firstIndex(of: kind) ?? 0 }
    private static let governmentOnly = place(.governmentOnly)
}

extension ComparisonResult {
    /// The case as it follows from the two statements; who is to act and the values come on top.
    func mismatchCase(_ one: CurrentStatement?, _ other: CurrentStatement?, item: Int) -> MismatchCase {
        func reference(_ statement: CurrentStatement?) -> StatementReference? {
            statement.map { StatementReference(submission: $0.submission, row: $0.row) }
        }
        let rule = rule ?? .noCommonField
        return MismatchCase(
            pair: pair, item: item, result: kind.rawValue, attribution: rule.attribution.rawValue, rule: rule.rawValue,
            responsible: "", due: due.map(Int.init), enterprise: reference(one), government: reference(other))
    }
}
