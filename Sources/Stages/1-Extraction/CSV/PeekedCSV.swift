import Model

/// A CSV file without a mapping.
enum PeekedCSV {
    /// The line with the most distinct cells that are no numbers; without rows of the same width below they count half. Nil for a
    /// file without text.
    static func header(_ file: PeekedFile) throws -> FoundHeader? {
        let start = LineSource.Mark(offset: file.nature.byteOrderMark, number: 1)
        let lines = try LeadingRecords.read(
            source(file, start), delimiter: file.nature.delimiter, limit: PeekedFile.rowLimit,
            count: HeaderFinder.reach)
        var best: (index: Int, score: Int)?
        for (index, line) in lines.enumerated() {
            let names = Set(line.cells.filter { !$0.isEmpty && !isNumber($0) }).count
            let isFollowed = lines[(index + 1)...].prefix(3).contains { $0.cells.count == line.cells.count }
            let score = names * (isFollowed ? 2 : 1)
            if score > best?.score ?? 0 { best = (index, score) }
        }
        return best.map { HeaderFinder.header(lines, $0.index) }
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

    private static func isNumber(_ cell: String) -> Bool {
        cell.utf8.allSatisfy { ($0 >= 0x30 && $0 <= 0x39) || " .,-+/:%".utf8.contains($0) }
    }
}
