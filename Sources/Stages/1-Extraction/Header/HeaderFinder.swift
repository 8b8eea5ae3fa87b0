import Model

/// Where a file's header is, and what its columns are.
struct FoundHeader {
    /// The file's own labels.
    var labels: [String]
    /// 1-based line of the header, of two lines the lower one.
    var line: Int
    /// Where the data begins.
    var dataStart: LineSource.Mark
    /// Lines above the header that are not it: titles, blank lines.
    var dropped: Int
}

/// Finds the header below title rows: the line, or the two lines, with the most labels that a mapping knows.
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
        guard let best = mostKnown(in: lines.map(\.cells), resolver) else {
            throw RefusedFile(
                .noHeader, chinese: "前 \(lines.count) 行中没有找到表头（没有一格是已知的列名）",
                english: "no header in the first \(lines.count) lines: no cell is a label that the mapping knows")
        }
        return header(lines, best)
    }

    /// What may be a header: one line or two.
    struct Choice {
        var lines: ClosedRange<Int>
        var labels: [String]
        /// How much speaks for it.
        var score: Int
    }

    /// The first that has the most labels that the mapping knows, scored by their number; nil where no line has one.
    static func mostKnown(in lines: [[String]], _ resolver: ColumnResolver) -> Choice? {
        let known = lines.map { count($0, resolver) }
        return best(of: lines.indices) { index in
            let next = index + 1
            let one = Choice(lines: index...index, labels: lines[index], score: known[index])
            guard next < lines.count, known[index] + known[next] > 0,
                let labels = TwoLineHeader(lines[index], lines[next])?
                    .labels(resolver, known: (upper: known[index], lower: known[next]))
            else { return [one] }
            return [one, Choice(lines: index...next, labels: labels, score: count(labels, resolver))]
        }
    }

    /// How many labels the mapping knows.
    static func count(_ labels: [String], _ resolver: ColumnResolver) -> Int {
        Set(labels.filter(resolver.knows).map(HeaderLabel.normal)).count
    }

    /// What looks like the header of a file without a mapping, and how much so.
    struct Guess {
        var header: FoundHeader
        var score: Int
    }

    /// The header with the most distinct cells that are no numbers; without rows of the same width below they count half. Nil without text.
    static func guess(in lines: [LeadingRecord]) -> Guess? {
        let choice = best(of: lines.indices) { index in
            let cells = lines[index].cells
            let isFollowed = lines[(index + 1)...].prefix(3).contains { $0.cells.count == cells.count }
            let one = Choice(lines: index...index, labels: cells, score: names(cells) * (isFollowed ? 2 : 1))
            guard index + 1 < lines.count,
                let labels = TwoLineHeader(cells, lines[index + 1].cells)?
                    .labels(before: index + 2 < lines.count ? lines[index + 2].cells : nil)
            else { return [one] }
            return [one, Choice(lines: index...(index + 1), labels: labels, score: names(labels) * 2)]
        }
        return choice.map { Guess(header: header(lines, $0), score: $0.score) }
    }

    private static func names(_ cells: [String]) -> Int { Set(cells.filter { !$0.isEmpty && !isNumber($0) }).count }

    static func isNumber(_ cell: String) -> Bool {
        cell.utf8.allSatisfy { ($0 >= 0x30 && $0 <= 0x39) || " .,-+/:%".utf8.contains($0) }
    }

    private static func best(of lines: Range<Int>, _ choices: (Int) -> [Choice]) -> Choice? {
        var best: Choice?
        for choice in lines.lazy.flatMap(choices) where choice.score > best?.score ?? 0 { best = choice }
        return best
    }

    private static func header(_ lines: [LeadingRecord], _ choice: Choice) -> FoundHeader {
        let last = lines[choice.lines.upperBound]
        return FoundHeader(
            labels: choice.labels, line: last.line, dataStart: last.end, dropped: choice.lines.lowerBound)
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
