import Bytes
import Model

/// Values that a mapping gives to every row: their bytes stand once in each batch.
final class Constants {
    private let values: [(field: Int, bytes: [UInt8])]
    private var starts: [Int] = []

    init(_ mapping: Mapping) {
        values = mapping.constants.filter { !$0.value.isEmpty }.map { ($0.field, Array($0.value.utf8)) }
    }

    /// Appends the values' bytes to an empty batch.
    func begin(_ batch: Batch) {
        starts = values.map { value in
            let start = batch.text.count
            value.bytes.withSlice(batch.text.append)
            return start
        }
    }

    /// Points the row being filled at them, before its own cells are put.
    func fillRow(_ batch: Batch) {
        guard !values.isEmpty, !batch.isFull else { return }
        for (index, value) in values.enumerated() {
            batch.put(field: value.field, start: starts[index], length: value.bytes.count)
        }
    }
}
