import Bytes
package import Model

/// Finds the stored content fields in which two records of one item contradict each other.
package final class FieldDifferences {
    private let plan: RecordPlan
    private let left: UnsafeMutablePointer<Cell>
    private let right: UnsafeMutablePointer<Cell>
    private let scratch = ByteBuffer()

    package init(_ plan: RecordPlan) {
        self.plan = plan
        left = .allocate(capacity: max(1, plan.stored.count))
        right = .allocate(capacity: max(1, plan.stored.count))
    }

    deinit {
        left.deallocate()
        right.deallocate()
    }

    /// Field numbers of the item; a value that one side lacks is no contradiction.
    package func between(_ first: RecordView, _ second: RecordView) -> [Int] {
        first.readCells(plan.stored.count, into: left)
        second.readCells(plan.stored.count, into: right)
        var fields: [Int] = []
        for (place, field) in plan.stored.enumerated() where plan.item.fields[field].isContent {
            let one = first.value(left[place])
            let other = second.value(right[place])
            guard !one.isEmpty, !other.isEmpty, one != other else { continue }
            if plan.item.fields[field].type == .name,
                nameKeyHash(one, scratch: scratch) == nameKeyHash(other, scratch: scratch)
            {
                continue
            }
            fields.append(field)
        }
        return fields
    }
}
