import Bytes
package import Model

/// XML, by libxml2's SAX2 push parser: one element a row, its attributes and child elements the cells.
package struct XMLExtractor: Extractor {
    package static let type = "xml"
    package static let rowPath = RowPathUse.required

    /// Rows from which the columns are known before the first batch is handed on.
    private static let probedRows = 256

    private let path: String
    private let plan: ExtractionPlan
    private let chunkSize: Int

    package init(path: String, plan: ExtractionPlan) {
        self.init(path: path, plan: plan, chunkSize: 1 << 20)
    }

    /// - Parameter chunkSize: bytes read at a time.
    init(path: String, plan: ExtractionPlan, chunkSize: Int) {
        self.path = path
        self.plan = plan
        self.chunkSize = chunkSize
    }

    package func extract(_ sink: (Batch) throws -> Void) throws -> ExtractionSummary {
        let nature = try Sniffer.inspect(path: path)
        try nature.require(.xml)
        let resolver = ColumnResolver(plan.mapping)
        let rowPath =
            plan.mapping.rowPath.isEmpty ? try XMLOutline.guess(path: path, nature: nature) : plan.mapping.rowPath
        let source = XMLSource(path: path, nature: nature, rowPath: rowPath, plan: plan, chunkSize: chunkSize)
        let labels = try source.labels(rows: XMLExtractor.probedRows)
        let match = resolver.match(labels)
        try resolver.requireColumns(labels, match, of: plan.item)

        let columns = XMLColumns(labels: labels, fields: match.fields, resolver: resolver)
        return try withoutActuallyEscaping(sink) { sink in
            let filler = XMLBatchFiller(plan, sink)
            let result = try source.read(columns, into: filler.batch.text, storesAll: false, filler.take)
            try filler.rethrow()
            if let rest = result.brokenRest { filler.takeBroken(rest) }
            try filler.finish()

            var layout = nature.layout(format: XMLExtractor.type)
            layout.columns = result.columns.labels
            layout.fields = result.columns.fields
            layout.unknown = zip(layout.columns, layout.fields)
                .filter { $0.1 == nil && !resolver.leavesOut($0.0) }.map(\.0)
            layout.rowPath = result.rowPath
            layout.usesAttributes = filler.attributeCells > filler.elementCells
            var summary = ExtractionSummary(layout: layout)
            summary.rows = filler.rows
            summary.dropped = filler.dropped
            return summary
        }
    }

    package static func reread(
        _ raw: [UInt8], layout: Layout, plan: ExtractionPlan, into batch: Batch
    ) throws -> Bool {
        let filler = XMLBatchFiller(plan, into: batch)
        let columns = XMLColumns(labels: layout.columns, fields: layout.fields, resolver: ColumnResolver(plan.mapping))
        let start = LineSource.Mark(offset: 0, number: 1)
        let events = XMLRowEvents(
            XMLRows(
                place: .root(depth: max(0, layout.rowPath.count - 1)),
                limits: XMLRows.Limits(rowBytes: plan.rowLimit, depth: plan.depthLimit), start: start,
                positions: XMLPositions(start: start, encoding: layout.encoding, lineBreak: .lf), columns: columns,
                text: batch.text, storesAll: false, onRow: filler.take))
        let reader = try XMLReader(
            RawBytes(memory: raw), encoding: layout.encoding, from: 0, chunkSize: 1 << 20, limit: plan.rowLimit,
            events: events)
        let isWell = try events.parse(with: reader)
        if filler.rows + filler.dropped == 0 || !isWell {
            batch.removeAll()
            batch.endRow(RowPosition(row: 1, line: 1, offset: 0, length: raw.count), damage: .malformed)
            return true
        }
        return filler.rows > 0
    }
}
