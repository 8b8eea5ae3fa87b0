import Bytes
import Comparison
import Consolidation
import Ledger
import Model

/// Comparison of one subject's self-disclosure with the government's records, of the items that this run touched.
extension Consolidator {
    func compare(_ work: SubjectWork) throws {
        guard !work.touched.isDisjoint(with: rules.compared) else { return }
        for (item, comparison) in rules.comparisons {
            guard let plan = rules.plans[item].item.comparison else { continue }
            guard work.touched.contains(item) || work.touched.contains(plan.counterpart) else { continue }
            let own = work.currents.filter { $0.item == item }
            let theirs = work.currents.filter { $0.item == plan.counterpart }
            if own.isEmpty {
                // Nothing disclosed: what the government holds is counted without reading it.
                guard rules.plans[item].pair.map({ !$0.isEmpty }) ?? false else { continue }
                let count = theirs.count { current in
                    let flags = current.offset.map { chunk.record(at: $0).flags } ?? work.held[current.held ?? 0].flags
                    return !flags.contains(.withdrawn) && !flags.contains(.withheld)
                }
                try work.subject.withSlice { try write($0, item, [0, 0, 0, count, 0], []) }
                continue
            }
            var selfOffsets = try own.compactMap { try offset(of: $0, work) }
            let governmentOffsets = try theirs.compactMap { try offset(of: $0, work) }
            if rules.plans[item].pair?.isEmpty ?? false { selfOffsets = newest(selfOffsets) }
            let enterprise = selfOffsets.map { chunk.record(at: $0) }
            let government = governmentOffsets.map { chunk.record(at: $0) }
            let results = comparison.compare(enterprise: enterprise, government: government)
            try work.subject.withSlice { subject in
                try write(subject, item, results, enterprise: enterprise, government: government)
            }
        }
    }

    /// Where the subject itself is the pair (annual reports), only the newest is compared.
    private func newest(_ offsets: [Int]) -> [Int] {
        guard let first = offsets.max(by: { chunk.record(at: $0).version < chunk.record(at: $1).version }) else {
            return []
        }
        return [first]
    }

    private func offset(of current: (item: Int, offset: Int?, held: Int?), _ work: SubjectWork) throws -> Int? {
        if let offset = current.offset { return offset }
        guard let index = current.held else { return nil }
        return try held.load(work.held[index], subject: work.subject, into: chunk.buffer)
    }

    private func write(_ subject: ByteSlice, _ item: Int, _ counts: [Int], _ rows: [PairComparison]) throws {
        try session.clearMismatches(subject: subject, item: item)
        if counts.contains(where: { $0 > 0 }) || session.hasStatements {
            try session.writeComparison(subject: subject, item: item, counts: counts)
        }
    }

    private func write(
        _ subject: ByteSlice, _ item: Int, _ results: [PairComparison], enterprise: [RecordView],
        government: [RecordView]
    ) throws {
        var counts = [Int](repeating: 0, count: ComparisonKind.allCases.count)
        for result in results {
            counts[ComparisonKind.allCases.firstIndex(of: result.kind) ?? 0] += 1
        }
        try write(subject, item, counts, results)
        for result in results where [.mismatch, .enterpriseOnly, .notComparable].contains(result.kind) {
            func reference(_ record: RecordView) -> StatementReference {
                StatementReference(submission: record.submission, row: record.row)
            }
            try session.insertMismatch(
                subject: subject, item: item, result: result.kind.rawValue,
                enterprise: result.enterprise.map { reference(enterprise[$0]) },
                government: result.government.map { reference(government[$0]) },
                fields: text(result.differences, item))
        }
    }

    /// The differing fields with both values, as JSON; values are those that may be shown.
    private func text(_ differences: [FieldDifference], _ item: Int) -> String {
        let fields = rules.plans[item].item.fields
        return JSONText.of(
            differences.map {
                ["enterprise": $0.enterprise, "field": fields[$0.field].name, "government": $0.government]
            })
    }
}
