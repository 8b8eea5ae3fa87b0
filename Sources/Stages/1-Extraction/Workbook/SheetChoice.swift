import Bytes
import Model

/// Which sheet of a workbook is read.
struct SheetChoice {
    var sheet: Int
    /// Names of other sheets that are not hidden and hold something, shortened.
    var others: [String]

    /// The sheet that the mapping names, or the one among those that are not hidden whose header has most of its labels; of several the first.
    /// - Throws: ``RefusedFile`` where there is none.
    static func forMapping(_ mapping: Mapping, in workbook: some WorkbookSource) throws -> SheetChoice {
        let names = workbook.sheets.map(\.name)
        if let wanted = mapping.sheet {
            guard let sheet = index(of: wanted, among: workbook.sheets) else {
                let shown = names.prefix(shownNames).map { PersonalNumbers.hidden(in: shortened($0)) }
                let more = names.count > shownNames
                throw RefusedFile(
                    .noHeader,
                    chinese:
                        "工作簿中没有工作表“\(wanted)”；现有：\(shown.joined(separator: "、"))\(more ? "等 \(names.count) 张" : "")",
                    english:
                        "the workbook has no sheet “\(wanted)”; it has \(shown.joined(separator: ", "))\(more ? " and others, \(names.count) in all" : "")"
                )
            }
            // Whoever names one sheet knows of the others.
            return SheetChoice(sheet: sheet, others: [])
        }
        let resolver = ColumnResolver(mapping)
        var best: (sheet: Int, known: Int)?
        var filled: [Int] = []
        for sheet in names.indices where !workbook.sheets[sheet].isHidden {
            let rows = try leadingRows(of: sheet, in: workbook)
            guard !rows.isEmpty else { continue }
            filled.append(sheet)
            let known = HeaderFinder.mostKnown(in: rows.map(\.cells), resolver)?.score ?? 0
            if known > best?.known ?? -1 { best = (sheet, known) }
        }
        guard let best else {
            throw RefusedFile(
                .empty, chinese: "工作簿中没有可见的、有内容的工作表", english: "no visible sheet of the workbook holds anything")
        }
        return SheetChoice(sheet: best.sheet, others: filled.filter { $0 != best.sheet }.map { shortened(names[$0]) })
    }

    /// Names in a message.
    private static let shownNames = 10
    /// Bytes of a cell that are enough to tell headers.
    private static let labelBytes = 600

    /// A sheet's name for messages and reports; Excel's have 31 characters.
    static func shortened(_ name: String) -> String { String(name.prefix(80)) }

    /// A sheet by its name or its number from 1 on; where there is none, the only one that is not hidden: repair files have one sheet.
    static func index(of wanted: String, among sheets: [Worksheet]) -> Int? {
        if let index = sheets.firstIndex(where: { HeaderLabel.normal($0.name) == HeaderLabel.normal(wanted) }) {
            return index
        }
        if let number = Int(wanted), number > 0, number <= sheets.count { return number - 1 }
        let visible = sheets.indices.filter { !sheets[$0].isHidden }
        return visible.count == 1 ? visible.first : nil
    }

    /// Without a mapping: the sheet with the likeliest header.
    static func guess(in workbook: some WorkbookSource) throws -> (sheet: Int, header: FoundHeader)? {
        var best: (sheet: Int, guess: HeaderFinder.Guess)?
        for sheet in workbook.sheets.indices where !workbook.sheets[sheet].isHidden {
            guard let guess = HeaderFinder.guess(in: try leadingRows(of: sheet, in: workbook)) else { continue }
            if guess.score > best?.guess.score ?? 0 { best = (sheet, guess) }
        }
        return best.map { ($0.sheet, $0.guess.header) }
    }

    /// Rows as wide as the widest: a sheet has no end of a row.
    static func padded(_ rows: [LeadingRecord]) -> [LeadingRecord] {
        let width = rows.map(\.cells.count).max() ?? 0
        return rows.map { row in
            var row = row
            row.cells += Array(repeating: "", count: width - row.cells.count)
            return row
        }
    }

    /// The first rows that hold something.
    static func leadingRows(of sheet: Int, in workbook: some WorkbookSource) throws -> [LeadingRecord] {
        var rows: [LeadingRecord] = []
        _ = try workbook.read(sheet, rowLimit: PeekedFile.rowLimit) { row in
            rows.append(
                LeadingRecord(
                    cells: row.strings(bytes: labelBytes), line: row.number, damage: .none,
                    end: LineSource.Mark(offset: 0, number: row.number + 1)))
            return rows.count < HeaderFinder.reach
        }
        return padded(rows)
    }
}
