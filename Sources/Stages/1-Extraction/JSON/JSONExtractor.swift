import Bytes
package import Model

/// JSON, by our own scanner: an array of objects, one object a line (NDJSON), or a document with such an array in it. An object is a row
/// and its members the cells (``JSONCells``).
package struct JSONExtractor: Extractor {
    package static let type = "json"
    package static let rowPath = RowPathUse.optional

    private let source: JSONSource

    package init(path: String, plan: ExtractionPlan) {
        self.init(path: path, plan: plan, chunkSize: 1 << 20)
    }

    /// - Parameter chunkSize: bytes read at a time.
    init(path: String, plan: ExtractionPlan, chunkSize: Int) {
        source = JSONSource(path: path, nature: FileNature(format: .json), plan: plan, chunkSize: chunkSize)
    }

    package func extract(_ sink: (Batch) throws -> Void) throws -> ExtractionSummary {
        var source = source
        source.nature = try Sniffer.inspect(path: source.path)
        try source.nature.require(.json)
        let plan = source.plan
        let resolver = ColumnResolver(plan.mapping)
        let (place, labels) = try source.place(resolver)
        let match = resolver.match(labels)
        try resolver.requireColumns(labels, match, of: plan.item)

        var layout = source.nature.layout(format: JSONExtractor.type)
        layout.rowPath = place.path
        layout.isLines = place.path.isEmpty && (place.shape == .lines || place.shape == .values)
        var summary = ExtractionSummary(layout: layout)
        // See CSVExtractor for the rows more.
        let batch = Batch(fieldCount: plan.item.fields.count, capacity: plan.batchRows + 8)
        let constants = Constants(plan.mapping)
        var cells = JSONCells(
            JSONColumns(labels: labels, fields: match.fields, mapping: plan.mapping), into: batch.text)
        var rows = try source.rows(at: place)
        constants.begin(batch)
        while var row = try rows.next(&cells) {
            row.position.row = summary.rows + 1
            guard JSONExtractor.fill(batch, row, cells, constants) else {
                summary.dropped += 1
                continue
            }
            summary.rows += 1
            if batch.count == plan.batchRows || batch.text.count > ExtractionPlan.batchBytes {
                try sink(batch)
                batch.removeAll()
                constants.begin(batch)
            }
        }
        if batch.count > 0 { try sink(batch) }
        summary.layout.columns = cells.columns.labels
        summary.layout.fields = cells.columns.fields
        summary.layout.unknown = zip(summary.layout.columns, summary.layout.fields)
            .filter { $0.1 == nil && !resolver.leavesOut($0.0) }.map(\.0)
        return summary
    }

    /// Puts a row into the batch; false where it says nothing at all.
    private static func fill(_ batch: Batch, _ row: JSONRow, _ cells: JSONCells, _ constants: Constants) -> Bool {
        if row.damage == .none {
            if cells.nonEmpty == 0 { return false }
            constants.fillRow(batch)
            for cell in cells.cells {
                guard let field = cells.columns.fields[cell.column] else { continue }
                batch.put(field: field, start: cell.start, length: cell.length)
            }
        }
        batch.endRow(row.position, damage: row.damage)
        return true
    }

    package static func reread(
        _ raw: [UInt8], layout: Layout, plan: ExtractionPlan, into batch: Batch
    ) throws -> Bool {
        var nature = FileNature(format: .json)
        nature.encoding = layout.encoding
        let place = JSONPlace(shape: .values, start: LineSource.Mark(offset: 0, number: 1))
        var rows = JSONRows(RawBytes(memory: raw), nature, place, plan, chunkSize: max(1, min(raw.count, 1 << 20)))
        let constants = Constants(plan.mapping)
        constants.begin(batch)
        let columns = JSONColumns(labels: layout.columns, fields: layout.fields, mapping: plan.mapping)
        var cells = JSONCells(columns, into: batch.text)
        guard let row = try rows.next(&cells), fill(batch, row, cells, constants) else {
            batch.removeAll()
            return false
        }
        return true
    }
}
