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
            guard work.currents.contains(where: { $0.item == item }) else {
                // Nothing disclosed: what the government holds is counted without reading it.
                if rules.plans[item].pair?.isEmpty ?? true { continue }
                try write([0, 0, 0, shownCount(of: plan.counterpart, work), 0], item, work)
                continue
            }
            let own = work.currents.filter { $0.item == item }
            let theirs = work.currents.filter { $0.item == plan.counterpart }
            var selfOffsets = try own.compactMap { try offset(of: $0, work) }
            let governmentOffsets = try theirs.compactMap { try offset(of: $0, work) }
            if rules.plans[item].pair?.isEmpty ?? false { selfOffsets = newest(selfOffsets) }
            let enterprise = selfOffsets.map { chunk.record(at: $0) }
            let government = governmentOffsets.map { chunk.record(at: $0) }
            let results = comparison.compare(enterprise: enterprise, government: government)
            try write(results, item, work, enterprise: enterprise, government: government)
        }
    }

    /// Current records of an item that are neither withdrawn nor withheld.
    private func shownCount(of item: Int, _ work: SubjectWork) -> Int {
        work.currents.count { current in
            guard current.item == item else { return false }
            let flags = current.offset.map { chunk.record(at: $0).flags } ?? work.held[current.held ?? 0].flags
            return !flags.contains(.withdrawn) && !flags.contains(.withheld)
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

    private func write(_ counts: [Int], _ item: Int, _ work: SubjectWork) throws {
        try work.subject.withSlice { try session.clearMismatches(subject: $0, item: item) }
        if counts.contains(where: { $0 > 0 }) || session.hasStatements {
            chunk.note(work.offsets[0], item: item, counts: counts)
        }
    }

    private func write(
        _ results: [PairComparison], _ item: Int, _ work: SubjectWork, enterprise: [RecordView],
        government: [RecordView]
    ) throws {
        var counts = [Int](repeating: 0, count: ComparisonKind.allCases.count)
        for result in results {
            counts[ComparisonKind.allCases.firstIndex(of: result.kind) ?? 0] += 1
        }
        try write(counts, item, work)
        func reference(_ record: RecordView) -> StatementReference {
            StatementReference(submission: record.submission, row: record.row)
        }
        for result in results where [.mismatch, .enterpriseOnly, .notComparable].contains(result.kind) {
            try work.subject.withSlice { subject in
                try session.insertMismatch(
                    subject: subject, item: item, result: result.kind.rawValue,
                    enterprise: result.enterprise.map { reference(enterprise[$0]) },
                    government: result.government.map { reference(government[$0]) },
                    fields: text(result.differences, item))
            }
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
