import Model

/// A CSV file without a mapping.
enum PeekedCSV {
    /// Nil for a file without text.
    static func header(_ file: PeekedFile) throws -> FoundHeader? {
        let start = LineSource.Mark(offset: file.nature.byteOrderMark, number: 1)
        return HeaderFinder.guess(
            in: try LeadingRecords.read(
                source(file, start), delimiter: file.nature.delimiter, limit: PeekedFile.rowLimit,
                count: HeaderFinder.reach))?.header
    }

    static func rows(
        _ file: PeekedFile, _ start: LineSource.Mark, _ body: (PeekedRow) throws -> Bool
    ) throws {
        let first = start.offset == 0 ? LineSource.Mark(offset: file.nature.byteOrderMark, number: 1) : start
        var records = CSVRecords(
            collecting: try source(file, first), delimiter: file.nature.delimiter, limit: PeekedFile.rowLimit)
        var number = 0
        while let record = try records.next() {
            if record.nonEmpty == 0 && record.damage == .none { continue }
            number += 1
            let cells = record.damage == .tooLong ? [] : records.state.pointee.strings
            let width = file.labels.count
            let isRagged = cells.count < width || cells.dropFirst(width).contains { !$0.isEmpty }
            let damage = record.damage == .none && isRagged && width > 0 ? Damage.ragged : record.damage
            let position = RowPosition(row: number, line: record.line, offset: record.offset, length: record.length)
            if try !body(PeekedRow(position: position, cells: cells, damage: damage)) { return }
        }
    }

    private static func source(_ file: PeekedFile, _ start: LineSource.Mark) throws -> LineSource {
        LineSource(
            try RawBytes(path: file.path, from: start.offset), encoding: file.nature.encoding, start: start,
            limit: PeekedFile.rowLimit, chunkSize: 1 << 20)
    }
}
