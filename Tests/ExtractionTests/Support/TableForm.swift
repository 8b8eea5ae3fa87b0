import Model

@testable import Extraction

/// A table of texts in each of the forms that have lines; an empty text is no cell.
enum TableForm: String, CaseIterable {
    case csv, xlsx, xls, spreadsheetml

    func bytes(_ rows: [[String]]) throws -> [UInt8] {
        switch self {
        case .csv:
            let width = rows.map(\.count).max() ?? 0
            let lines = rows.map { ($0 + Array(repeating: "", count: width - $0.count)).joined(separator: ",") }
            return Array((lines.joined(separator: "\n") + "\n").utf8)
        case .xlsx: return try WorkbookFile(rows).bytes
        case .xls:
            let texts = rows.flatMap { $0 }.filter { !$0.isEmpty }
            let table = texts.flatMap { text -> [UInt8] in XLSFile.word(text.utf16.count) + [1] + XLSFile.utf16(text) }
            var cells: [XLSFile.Record] = []
            for (row, columns) in rows.enumerated() {
                for (column, text) in columns.enumerated() where !text.isEmpty {
                    cells.append(XLSFile.shared(row, column, cells.count))
                }
            }
            return XLSFile(globals: [XLSFile.sharedStrings(texts.count, table)], sheet: cells).bytes
        case .spreadsheetml:
            let written = rows.map { columns in
                let cells = columns.enumerated().filter { !$1.isEmpty }.map { column, text in
                    "<Cell ss:Index=\"\(column + 1)\"><Data ss:Type=\"String\">\(text)</Data></Cell>"
                }
                return "<Row>\(cells.joined())</Row>"
            }
            let names = "xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\""
            return Array(
                "<?xml version=\"1.0\"?><Workbook \(names) xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\"><Worksheet ss:Name=\"表\"><Table>\(written.joined())</Table></Worksheet></Workbook>"
                    .utf8)
        }
    }

    func extract(_ rows: [[String]], _ plan: ExtractionPlan) throws -> Extracted {
        let bytes = try bytes(rows)
        return switch self {
        case .csv: try extractCSV(bytes, plan)
        case .xlsx: try extractWorkbook(WorkbookExtractor<XLSXWorkbook>.self, bytes, plan).extracted
        case .xls: try extractWorkbook(WorkbookExtractor<XLSWorkbook>.self, bytes, plan).extracted
        case .spreadsheetml: try extractWorkbook(WorkbookExtractor<SpreadsheetMLWorkbook>.self, bytes, plan).extracted
        }
    }
}
