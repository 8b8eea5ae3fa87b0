import Bytes
package import Model

/// A value is spelt in the layout's own way: it becomes what the mapping says, without a trace.
package struct MappedSpelling: Rule {
    package static let facts: [RuleFacts] = []

    private struct Spellings: Sendable {
        var field: Int
        var table: ByteTable
        var meanings: [[UInt8]]
    }

    private let spellings: [Spellings]

    package init?(_ context: RuleContext) {
        spellings = context.mapping.values.sorted { $0.key < $1.key }.compactMap { field, values in
            let pairs = values.sorted { $0.key < $1.key }
            guard context.item.fields.indices.contains(field), !pairs.isEmpty else { return nil }
            let keys = pairs.enumerated().map { (Array($1.key.utf8), Int32($0)) }
            return Spellings(field: field, table: ByteTable(keys), meanings: pairs.map { Array($0.value.utf8) })
        }
        if spellings.isEmpty { return nil }
    }

    package func check(_ batch: Batch, _ report: FindingReport) {
        for spelling in spellings {
            let cells = batch.cells + spelling.field * batch.capacity
            // Each meaning is written into the batch once.
            var written: [Cell?] = Array(repeating: nil, count: spelling.meanings.count)
            var column = Column(batch, spelling.field)
            for row in 0..<batch.count where column.length(row) > 0 {
                guard let found = spelling.table.find(column[row]) else { continue }
                let number = Int(found)
                if let cell = written[number] {
                    cells[row] = cell
                } else {
                    spelling.meanings[number].withSlice { batch.replace(spelling.field, row, with: $0) }
                    written[number] = cells[row]
                    column = Column(batch, spelling.field)
                }
            }
        }
    }
}
