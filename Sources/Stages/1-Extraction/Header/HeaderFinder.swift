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
        try find(
            in: LeadingRecords.read(source, delimiter: delimiter, limit: limit, count: reach), resolver: resolver)
    }

    static func find(in lines: [LeadingRecord], resolver: ColumnResolver) throws(RefusedFile) -> FoundHeader {
        guard let best = mostKnown(in: lines, resolver) else {
            throw RefusedFile(
                .noHeader, chinese: "前 \(lines.count) 行中没有找到表头（没有一格是已知的列名）",
                english: "no header in the first \(lines.count) lines: no cell is a label that the mapping knows")
        }
        return header(lines, best.index)
    }

    /// The first line with the most labels that the mapping knows; nil where no line has one.
    static func mostKnown(in lines: [LeadingRecord], _ resolver: ColumnResolver) -> (index: Int, known: Int)? {
        var best: (index: Int, known: Int)?
        for (index, line) in lines.enumerated() {
            let known = Set(line.cells.filter(resolver.knows).map(HeaderLabel.normal)).count
            if known > best?.known ?? 0 { best = (index, known) }
        }
        return best
    }

    /// What looks like the header of a file without a mapping, and how much so.
    struct Guess {
        var header: FoundHeader
        var score: Int
    }

    /// The line with the most distinct cells that are no numbers; without rows of the same width below they count half. Nil without text.
    static func guess(in lines: [LeadingRecord]) -> Guess? {
        var best: (index: Int, score: Int)?
        for (index, line) in lines.enumerated() {
            let names = Set(line.cells.filter { !$0.isEmpty && !isNumber($0) }).count
            let isFollowed = lines[(index + 1)...].prefix(3).contains { $0.cells.count == line.cells.count }
            let score = names * (isFollowed ? 2 : 1)
            if score > best?.score ?? 0 { best = (index, score) }
        }
        return best.map { Guess(header: header(lines, $0.index), score: $0.score) }
    }

    private static func isNumber(_ cell: String) -> Bool {
        cell.utf8.allSatisfy { ($0 >= 0x30 && $0 <= 0x39) || " .,-+/:%".utf8.contains($0) }
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
