import Bytes
import Model

/// Workbooks of one format: a worksheet is written out as text and read from there (``UnfoldedText``).
struct WorkbookExtractor<Source: WorkbookSource>: UnfoldingExtractor {
    static var type: String { Source.format.rawValue }
    static var rowPath: RowPathUse { .none }

    private let path: String
    private let plan: ExtractionPlan

    /// - Parameter path: the worksheet that was written out.
    init(path: String, plan: ExtractionPlan) {
        self.path = path
        self.plan = plan
    }

    static func unfold(path: String, plan: ExtractionPlan, to target: String) throws -> UnfoldedSheet {
        let workbook = try open(path, try nature(of: path))
        let choice = try SheetChoice.forMapping(plan.mapping, in: workbook)
        let writer = try SheetTextWriter(path: target)
        var last = 0
        let isWhole = try workbook.read(choice.sheet, rowLimit: plan.rowLimit) { row in
            last = row.number
            try writer.append(row)
            return true
        }
        if !isWhole { try writer.appendBroken(row: last + 1) }
        try writer.finish()
        return UnfoldedSheet(name: SheetChoice.shortened(workbook.sheets[choice.sheet].name), unread: choice.others)
    }

    func extract(_ sink: (Batch) throws -> Void) throws -> ExtractionSummary {
        let resolver = ColumnResolver(plan.mapping)
        var header = try HeaderFinder.find(in: try leadingRows(), resolver: resolver)
        // What stands beside the table is not the header's.
        while header.labels.last?.isEmpty == true { header.labels.removeLast() }
        let match = resolver.match(header.labels)
        try resolver.requireColumns(header.labels, match, of: plan.item)
        var layout = Layout(format: Self.type, encoding: .utf8, byteOrderMark: 0)
        layout.headerLine = header.line
        layout.columns = header.labels
        layout.fields = match.fields
        layout.unknown = match.unknown
        var summary = ExtractionSummary(layout: layout)
        summary.dropped = header.dropped

        // See CSVExtractor for the rows more.
        let batch = Batch(fieldCount: plan.item.fields.count, capacity: plan.batchRows + 8)
        let filler = SheetTextFiller(batch, layout, plan)
        var rows = SheetTextRows(try RawBytes(path: path, from: header.dataStart.offset), from: header.dataStart)
        while let line = try rows.next() {
            guard filler.take(line, number: summary.rows + 1) else {
                summary.dropped += 1
                continue
            }
            summary.rows += 1
            if batch.count == plan.batchRows || batch.text.count > ExtractionPlan.batchBytes {
                try sink(batch)
                batch.removeAll()
                filler.startBatch()
            } else {
                filler.nextRow()
            }
        }
        if batch.count > 0 { try sink(batch) }
        return summary
    }

    private func leadingRows() throws -> [LeadingRecord] {
        var rows = SheetTextRows(try RawBytes(path: path))
        var lines: [LeadingRecord] = []
        while lines.count < HeaderFinder.reach, let line = try rows.next() {
            lines.append(
                LeadingRecord(
                    cells: line.damage == .none ? line.strings : [], line: line.position.line, damage: line.damage,
                    end: rows.mark))
        }
        return SheetChoice.padded(lines)
    }

    static func reread(_ raw: [UInt8], layout: Layout, plan: ExtractionPlan, into batch: Batch) throws -> Bool {
        var rows = SheetTextRows(RawBytes(memory: raw))
        guard let line = try rows.next() else { return false }
        let filler = SheetTextFiller(batch, layout, plan)
        guard filler.take(line, number: 1) else {
            batch.removeAll()
            return false
        }
        return true
    }

    /// - Throws: ``RefusedFile`` also where there are more sheets than are looked at.
    private static func open(_ path: String, _ nature: FileNature) throws -> Source {
        let workbook = try Source(path: path, nature: nature)
        guard workbook.sheets.count <= WorkbookLimits.sheets else {
            throw RefusedFile(
                .unreadable, chinese: "工作簿的工作表多于 \(WorkbookLimits.sheets) 张；请只报送要用的工作表",
                english: "the workbook has more than \(WorkbookLimits.sheets) sheets; send only those that matter")
        }
        return workbook
    }

    private static func nature(of path: String) throws -> FileNature {
        let nature = try Sniffer.inspect(path: path)
        try nature.require(Source.format)
        return nature
    }
}

/// Workbooks that no mapping describes yet.
extension WorkbookExtractor: FileExtractor {
    static func header(path: String, nature: FileNature, limit: Int) throws -> FileHeader {
        let workbook = try open(path, nature)
        var header = FileHeader(candidates: [], sheets: workbook.sheets)
        var cells = 0
        for sheet in workbook.sheets.indices where cells < FileHeader.cellLimit {
            for row in try SheetChoice.leadingRows(of: sheet, in: workbook) {
                header.candidates.append(row.cells)
                header.sheetOfCandidate.append(sheet)
                cells += row.cells.count
            }
        }
        return header
    }

    static func describe(_ file: inout PeekedFile) throws {
        let workbook = try open(file.path, file.nature)
        guard let (sheet, header) = try SheetChoice.guess(in: workbook) else { return }
        file.sheet = sheet
        file.sheets = workbook.sheets.map(\.name)
        file.headerLine = header.line
        file.labels = header.labels
    }

    static func rows(of file: PeekedFile, _ body: (PeekedRow) throws -> Bool) throws {
        let workbook = try open(file.path, file.nature)
        guard workbook.sheets.indices.contains(file.sheet) else { return }
        var number = 0
        var last = 0
        let isWhole = try workbook.read(file.sheet, rowLimit: PeekedFile.rowLimit) { row in
            last = row.number
            guard row.number > file.headerLine else { return true }
            number += 1
            let cells = row.strings
            let isRagged = cells.dropFirst(file.labels.count).contains { !$0.isEmpty } && !file.labels.isEmpty
            let width = max(file.labels.count, cells.count)
            return try body(
                PeekedRow(
                    position: RowPosition(row: number, line: row.number, offset: 0, length: 0),
                    cells: cells + Array(repeating: "", count: width - cells.count),
                    damage: row.isTooLong ? .tooLong : isRagged ? .ragged : .none))
        }
        if !isWhole {
            let position = RowPosition(row: number + 1, line: last + 1, offset: 0, length: 0)
            _ = try body(PeekedRow(position: position, cells: [], damage: .malformed))
        }
    }
}
