import Bytes
package import Model

/// CSV and other delimited text, by libcsv: title rows, footers, damaged rows and foreign encodings included.
package struct CSVExtractor: Extractor {
    package static let type = "csv"
    package static let rowPath = RowPathUse.none

    private let path: String
    private let plan: ExtractionPlan
    private let chunkSize: Int
    private let splitsPlainLines: Bool

    package init(path: String, plan: ExtractionPlan) {
        self.init(path: path, plan: plan, chunkSize: 1 << 20)
    }

    /// - Parameters:
    ///   - chunkSize: bytes read at a time.
    ///   - splitsPlainLines: false sends every line through libcsv, also those without quotes.
    init(path: String, plan: ExtractionPlan, chunkSize: Int, splitsPlainLines: Bool = true) {
        self.path = path
        self.plan = plan
        self.chunkSize = chunkSize
        self.splitsPlainLines = splitsPlainLines
    }

    package func extract(_ sink: (Batch) throws -> Void) throws -> ExtractionSummary {
        let nature = try Sniffer.inspect(path: path, labels: plan.mapping.columns.flatMap(\.labels))
        try nature.require(.csv)
        let resolver = ColumnResolver(plan.mapping)
        var layout = nature.layout(format: CSVExtractor.type)

        let top = try lines(from: LineSource.Mark(offset: nature.byteOrderMark, number: 1), layout)
        let header = try HeaderFinder.find(
            top, delimiter: layout.delimiter, limit: plan.rowLimit, resolver: resolver)
        let match = resolver.match(header.labels)
        try resolver.requireColumns(header.labels, match, of: plan.item)
        layout.headerLine = header.line
        layout.columns = header.labels
        layout.fields = match.fields
        layout.unknown = match.unknown

        var summary = ExtractionSummary(layout: layout)
        summary.dropped = header.dropped
        try readRows(try lines(from: header.dataStart, layout), &summary, sink)
        return summary
    }

    private func lines(from mark: LineSource.Mark, _ layout: Layout) throws -> LineSource {
        LineSource(
            try RawBytes(path: path, from: mark.offset), encoding: layout.encoding, start: mark, limit: plan.rowLimit,
            chunkSize: chunkSize)
    }

    private func readRows(
        _ source: consuming LineSource, _ summary: inout ExtractionSummary, _ sink: (Batch) throws -> Void
    ) throws {
        // A little more than asked for, or the columns of a power of two of rows would compete for the same lines of the cache.
        let batch = Batch(fieldCount: plan.item.fields.count, capacity: plan.batchRows + 8)
        let constants = Constants(plan.mapping)
        var records = CSVRecords(
            source, layout: summary.layout, limit: plan.rowLimit, into: batch, fields: summary.layout.fields,
            splitsPlainLines: splitsPlainLines)
        constants.begin(batch)
        constants.fillRow(batch)
        records.startBatch()
        while let record = try records.next() {
            guard CSVExtractor.isData(record, records.state) else {
                summary.dropped += 1
                batch.clearRow()
                constants.fillRow(batch)
                continue
            }
            summary.rows += 1
            CSVExtractor.endRow(batch, record, number: summary.rows)
            if batch.count == plan.batchRows || batch.text.count > ExtractionPlan.batchBytes {
                records.endBatch()
                try sink(batch)
                batch.removeAll()
                constants.begin(batch)
                records.startBatch()
            }
            constants.fillRow(batch)
        }
        records.endBatch()
        if batch.count > 0 { try sink(batch) }
    }

    /// Whether a record is a row of data rather than a blank line or a footer.
    private static func isData(_ record: CSVRecord, _ state: UnsafeMutablePointer<CellState>) -> Bool {
        switch record.damage {
        case .none, .ragged, .undecodable: break
        default: return true
        }
        if record.nonEmpty == 0 { return record.damage == .undecodable }
        let prefix = UnsafeBufferPointer(start: state.pointee.prefix, count: state.pointee.prefixLength)
        return !Footer.isOne(prefix, nonEmpty: record.nonEmpty, columns: state.pointee.columns)
    }

    private static func endRow(_ batch: Batch, _ record: CSVRecord, number: Int) {
        batch.endRow(
            RowPosition(row: number, line: record.line, offset: record.offset, length: record.length),
            damage: record.damage, detail: record.damage == .ragged ? record.cells : 0)
    }

    package static func reread(
        _ raw: [UInt8], layout: Layout, plan: ExtractionPlan, into batch: Batch
    ) throws -> Bool {
        let source = LineSource(
            RawBytes(memory: raw), encoding: layout.encoding, start: LineSource.Mark(offset: 0, number: 1),
            limit: plan.rowLimit, chunkSize: max(1, min(raw.count, 1 << 20)))
        let constants = Constants(plan.mapping)
        constants.begin(batch)
        constants.fillRow(batch)
        var records = CSVRecords(source, layout: layout, limit: plan.rowLimit, into: batch, fields: layout.fields)
        guard let record = try records.next(), isData(record, records.state) else {
            batch.removeAll()
            return false
        }
        records.endBatch()
        endRow(batch, record, number: 1)
        return true
    }
}
