import Model

/// Where a file's header is, and what its columns are.
struct FoundHeader {
    /// The file's own labels.
    var labels: [String]
    /// 1-based line of the header.
    var line: Int
    /// Where the data begins.
    var dataStart: LineSource.Mark
    /// Lines above the header that are not it: titles, blank lines.
    var dropped: Int
}

/// Finds the header below title rows: the line with the most labels that a mapping knows.
enum HeaderFinder {
    /// Records looked at.
    static let reach = 30

    static func find(
        _ source: consuming LineSource, delimiter: UInt8, limit: Int, resolver: ColumnResolver
    ) throws -> FoundHeader {
        let lines = try LeadingRecords.read(source, delimiter: delimiter, limit: limit, count: reach)
        var best = (index: 0, known: 0)
        for (index, line) in lines.enumerated() {
            let known = Set(line.cells.filter(resolver.knows).map(HeaderLabel.normal)).count
            if known > best.known { best = (index, known) }
        }
        guard best.known > 0 else {
            throw RefusedFile(
                .noHeader, chinese: "前 \(lines.count) 行中没有找到表头（没有一格是已知的列名）",
                english: "no header in the first \(lines.count) lines: no cell is a label that the mapping knows")
        }
        return header(lines, best.index)
    }

    static func header(_ lines: [LeadingRecord], _ index: Int) -> FoundHeader {
        FoundHeader(
            labels: withMergedLabels(lines, index), line: lines[index].line, dataStart: lines[index].end, dropped: index
        )
    }

    /// A cell merged over two header lines has its label in the upper one only.
    private static func withMergedLabels(_ lines: [LeadingRecord], _ index: Int) -> [String] {
        var labels = lines[index].cells
        guard index > 0 else { return labels }
        let above = lines[index - 1].cells
        guard above.count == labels.count, above.count(where: { !$0.isEmpty }) > 1 else { return labels }
        for column in labels.indices where labels[column].isEmpty { labels[column] = above[column] }
        return labels
    }
}

/// A record of the beginning of a file, as text.
struct LeadingRecord {
    var cells: [String]
    var line: Int
    var damage: Damage
    /// Where the next one begins.
    var end: LineSource.Mark
}

/// Reads the first records of a CSV file.
enum LeadingRecords {
    static func read(_ source: consuming LineSource, delimiter: UInt8, limit: Int, count: Int) throws -> [LeadingRecord]
    {
        var records = CSVRecords(collecting: source, delimiter: delimiter, limit: limit)
        var lines: [LeadingRecord] = []
        while lines.count < count, let record = try records.next() {
            let isText = record.damage == .none || record.damage == .undecodable
            lines.append(
                LeadingRecord(
                    cells: isText ? records.state.pointee.strings : [], line: record.line, damage: record.damage,
                    end: records.mark))
        }
        return lines
    }
}
