import Bytes
import Model

/// Compares the slots of two records field by field: no text is read.
struct SlotComparison {
    private let fields: [ComparisonPlan.Pair]
    /// Bytes of one value of each slot.
    private let widths: [Int]
    private let isNumber: [Bool]
    private let isList: [Bool]

    /// - Parameter role: the enterprise's; the counterpart's slots of the same fields are of the same kinds.
    init(_ plan: ComparisonPlan, role: ComparisonRole) {
        fields = plan.fields
        let slots = role.slots.prefix(plan.fields.count)
        widths = slots.map(\.kind.width)
        isNumber = slots.map { slot in if case .hashes = slot.kind { false } else { true } }
        isList = slots.map { slot in if case .hashes(_, isList: true) = slot.kind { true } else { false } }
    }

    /// Appends the fields that differ.
    /// - Returns: how many fields both sides fill in; what one side does not say cannot be compared.
    func compare(_ one: RoleView, _ other: RoleView, into differences: inout [SlotDifference]) -> Int {
        guard one.bytes.count > 0, other.bytes.count > 0 else { return 0 }
        var left = one.firstSlot
        var right = other.firstSlot
        var compared = 0
        for field in fields.indices {
            let (leftCount, rightCount) = (one.count(at: left), other.count(at: right))
            defer {
                left += Comparables.countSize + leftCount * widths[field]
                right += Comparables.countSize + rightCount * widths[field]
            }
            guard leftCount > 0, rightCount > 0 else { continue }
            compared += 1
            let (mine, theirs) = (left + Comparables.countSize, right + Comparables.countSize)
            if isNumber[field] {
                let (said, held) = (
                    one.number(at: mine, width: widths[field]), other.number(at: theirs, width: widths[field])
                )
                if !SlotComparison.agree(said, held, tolerance: fields[field].tolerance) {
                    differences.append(SlotDifference(field: field, enterprise: said, government: held))
                }
            } else if !agree(one, mine, leftCount, other, theirs, rightCount, isList: isList[field]) {
                differences.append(SlotDifference(field: field))
            }
        }
        return compared
    }

    /// Equal within the tolerance; two ends that are open agree, one alone does not.
    static func agree(_ one: Int64, _ other: Int64, tolerance: Int64) -> Bool {
        if one == other { return true }
        let (difference, overflows) = one.subtractingReportingOverflow(other)
        return !overflows && difference.magnitude <= UInt64(tolerance)
    }

    /// Members up to which looking through them is quicker than a table.
    private static let few = 16

    /// A single value is met by any on the other side (a name by a former name); of lists the members are the same.
    private func agree(
        _ one: RoleView, _ left: Int, _ leftCount: Int, _ other: RoleView, _ right: Int, _ rightCount: Int, isList: Bool
    ) -> Bool {
        if !isList {
            let value = one.hash(left, 0)
            return (0..<rightCount).contains { other.hash(right, $0) == value }
        }
        if leftCount > SlotComparison.few || rightCount > SlotComparison.few {
            return one.members(at: left, leftCount) == other.members(at: right, rightCount)
        }
        func isCovered(_ one: RoleView, _ left: Int, _ leftCount: Int, by other: RoleView, _ right: Int, _ count: Int)
            -> Bool
        {
            (0..<leftCount).allSatisfy { index in
                let value = one.hash(left, index)
                return (0..<count).contains { other.hash(right, $0) == value }
            }
        }
        return isCovered(one, left, leftCount, by: other, right, rightCount)
            && isCovered(other, right, rightCount, by: one, left, leftCount)
    }
}
