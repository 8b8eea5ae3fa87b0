import Bytes
package import Model

/// The five results of comparing self-disclosure with government records (domain §8).
package enum ComparisonKind: String, Sendable, CaseIterable {
    case match, mismatch
    case enterpriseOnly = "enterprise_only"
    case governmentOnly = "government_only"
    case notComparable = "not_comparable"

    package var chinese: String {
        switch self {
        case .match: "一致"
        case .mismatch: "不一致"
        case .enterpriseOnly: "仅企业"
        case .governmentOnly: "仅政府"
        case .notComparable: "不可比"
        }
    }
}

/// A field in which the two sides differ, with both values as they may be shown.
package struct FieldDifference: Sendable, Equatable {
    package var field: Int
    package var enterprise: String
    package var government: String
}

/// One comparison of one pair, or of a record without a counterpart.
package struct PairComparison {
    package var kind: ComparisonKind
    /// Index into the enterprise's records.
    package var enterprise: Int?
    /// Index into the government's records.
    package var government: Int?
    package var differences: [FieldDifference] = []
}

/// A current record and the places of the fields that its side compares.
package struct ComparedRecord {
    package var view: RecordView
    package init(view: RecordView) { self.view = view }
}

/// Compares one subject's current self-disclosed records of an item with the government's current records of its counterpart.
///
/// A pure function of the records, which carry the hash they are paired by.
package final class SubjectComparison {
    private let plan: ComparisonPlan
    private let selfPlaces: [Int]
    private let governmentPlaces: [Int]
    private let selfCount: Int
    private let governmentCount: Int
    private let selfCells: UnsafeMutablePointer<Cell>
    private let governmentCells: UnsafeMutablePointer<Cell>
    private let scratch = ByteBuffer()
    private let otherScratch = ByteBuffer()

    /// - Parameters:
    ///   - selfPlaces: for each compared field its place among the stored cells of the enterprise's records.
    ///   - governmentPlaces: the same for the government's records.
    package init(
        plan: ComparisonPlan, selfPlaces: [Int], selfCount: Int, governmentPlaces: [Int], governmentCount: Int
    ) {
        self.plan = plan
        self.selfPlaces = selfPlaces
        self.governmentPlaces = governmentPlaces
        self.selfCount = selfCount
        self.governmentCount = governmentCount
        selfCells = .allocate(capacity: max(1, selfCount))
        governmentCells = .allocate(capacity: max(1, governmentCount))
    }

    deinit {
        selfCells.deallocate()
        governmentCells.deallocate()
    }

    /// - Complexity: O(enterprise × government) of one subject, which has few of either; records of one key are unique.
    package func compare(enterprise: [RecordView], government: [RecordView]) -> [PairComparison] {
        var results: [PairComparison] = []
        var isPaired = [Bool](repeating: false, count: government.count)
        for (index, record) in enterprise.enumerated() {
            guard record.pair != 0 else {
                results.append(PairComparison(kind: .notComparable, enterprise: index))
                continue
            }
            guard let match = government.indices.first(where: { !isPaired[$0] && government[$0].pair == record.pair })
            else {
                results.append(PairComparison(kind: .enterpriseOnly, enterprise: index))
                continue
            }
            isPaired[match] = true
            results.append(pair(record, government[match], enterprise: index, government: match))
        }
        for index in government.indices where !isPaired[index] {
            let flags = government[index].flags
            if flags.contains(.withdrawn) || flags.contains(.withheld) { continue }
            results.append(PairComparison(kind: .governmentOnly, government: index))
        }
        return results
    }

    private func pair(
        _ one: RecordView, _ other: RecordView, enterprise: Int, government: Int
    ) -> PairComparison {
        var result = PairComparison(kind: .match, enterprise: enterprise, government: government)
        if other.flags.contains(.withheld) {
            result.kind = .notComparable
            return result
        }
        one.readCells(selfCount, into: selfCells)
        other.readCells(governmentCount, into: governmentCells)
        var compared = 0
        for (index, pair) in plan.fields.enumerated() {
            let left = one.value(selfCells[selfPlaces[index]])
            let right = other.value(governmentCells[governmentPlaces[index]])
            // What one side does not say cannot be compared.
            guard !left.isEmpty, !right.isEmpty else { continue }
            compared += 1
            if !agree(left, right, by: pair.comparator) {
                result.differences.append(
                    FieldDifference(field: pair.selfField, enterprise: left.string, government: right.string))
            }
        }
        // Revoked or cancelled by the government, still valid in the enterprise's disclosure.
        let isWithdrawn = other.flags.contains(.withdrawn) && !one.flags.contains(.withdrawn)
        if !result.differences.isEmpty || isWithdrawn {
            result.kind = .mismatch
        } else if compared == 0 {
            result.kind = .notComparable
        }
        return result
    }

    private func agree(_ left: ByteSlice, _ right: ByteSlice, by comparator: Comparator) -> Bool {
        if left == right { return true }
        switch comparator {
        case .exact, .date: return false
        case .name: return nameKeyHash(left, scratch: scratch) == nameKeyHash(right, scratch: scratch)
        case .text:
            scratch.removeAll()
            otherScratch.removeAll()
            appendTextKey(left, to: scratch)
            appendTextKey(right, to: otherScratch)
            return scratch.all == otherScratch.all
        case .money:
            guard case .value(let one, _) = NumberText.parseDecimal(left),
                case .value(let other, _) = NumberText.parseDecimal(right)
            else { return false }
            // Millionths of 元 or of 万元: 0.01 元 is 10,000 or 1.
            return abs(one - other) <= 1
        }
    }
}
