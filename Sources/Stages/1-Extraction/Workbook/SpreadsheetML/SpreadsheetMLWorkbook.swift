import Bytes
import Model

/// A workbook in Excel 2003's XML ("XML Spreadsheet"): one document with all sheets.
final class SpreadsheetMLWorkbook: WorkbookSource {
    static let format = FileNature.Format.spreadsheetml

    private let path: String
    private let nature: FileNature
    let sheets: [Worksheet]

    init(path: String, nature: FileNature) throws {
        self.path = path
        self.nature = nature
        let events = SpreadsheetMLEvents(wanted: nil, rowLimit: 0) { _ in true }
        _ = try SpreadsheetMLWorkbook.parse(path, nature, events)
        try XLSXPart.refuseDocumentType(events.hasDocumentType)
        sheets = events.sheets
    }

    func read(_ sheet: Int, rowLimit: Int, _ body: (SheetRow) throws -> Bool) throws -> Bool {
        try withoutActuallyEscaping(body) { body in
            let events = SpreadsheetMLEvents(wanted: sheet, rowLimit: rowLimit, body)
            let isWhole = try SpreadsheetMLWorkbook.parse(path, nature, events)
            if let failure = events.failure { throw failure }
            try XLSXPart.refuseDocumentType(events.hasDocumentType)
            return (isWhole || events.isDone) && !events.isBroken
        }
    }

    private static func parse(_ path: String, _ nature: FileNature, _ events: SpreadsheetMLEvents) throws -> Bool {
        let reader = try XMLReader(
            RawBytes(path: path, from: nature.byteOrderMark), encoding: nature.encoding, from: nature.byteOrderMark,
            chunkSize: 256 << 10, events: events)
        return try reader.run { _, _, _ in
            if events.isDone || events.hasDocumentType { reader.push.stop() }
        }
    }
}

/// Tells sheets, rows and cells of an XML spreadsheet apart (XML Spreadsheet Reference, Excel 2003).
final class SpreadsheetMLEvents: XMLEvents {
    private let wanted: Int?
    private let body: (SheetRow) throws -> Bool
    private let row: SheetRow
    private(set) var sheets: [Worksheet] = []
    private(set) var hasDocumentType = false
    private(set) var isDone = false
    /// Whether a row lies beyond the sheet: what follows is not read.
    private(set) var isBroken = false
    private(set) var failure: (any Error)?
    private var path: [String] = []
    private var number = 0
    private var column = 0
    /// Columns that the present cell is merged over.
    private var span = 1
    private var type = ""
    private var styles = SpreadsheetMLStyles()
    /// What the present cell's style makes of its number.
    private var format = NumberFormat.general
    private var is1904 = false
    /// Whether a part of the present cell's text was left out.
    private var isCut = false
    private let value = ByteBuffer(capacity: 1 << 12)
    private let shown = ByteBuffer(capacity: 1 << 10)

    /// - Parameter wanted: number of the sheet whose rows are handed out; nil looks at the sheets alone.
    init(wanted: Int?, rowLimit: Int, _ body: @escaping (SheetRow) throws -> Bool) {
        self.wanted = wanted
        self.body = body
        row = SheetRow(limit: rowLimit)
    }

    private var isWanted: Bool { wanted == sheets.count - 1 && !isDone }

    func start(_ name: Name, prefix: Name?, attributes: XMLAttributes) {
        let local = String(cString: name)
        func attribute(_ wanted: String) -> String? {
            for index in 0..<attributes.count {
                guard let (name, value) = attributes[index], XMLName.isSame(name, wanted) else { continue }
                return value.string
            }
            return nil
        }
        func place(_ wanted: String, most: Int) -> Int {
            min(max(0, attribute(wanted).flatMap { Int($0) } ?? 0), most)
        }
        switch (local, path.last) {
        case ("Worksheet", "Workbook"):
            guard sheets.count <= WorkbookLimits.sheets else {
                isDone = true
                break
            }
            if wanted == sheets.count - 1 { isDone = true }
            sheets.append(Worksheet(name: attribute("Name") ?? ""))
            number = 0
        case ("Style", "Styles") where wanted != nil:
            styles.begin(style: attribute("ID") ?? "", parent: attribute("Parent"))
        case ("NumberFormat", "Style") where wanted != nil: styles.set(format: attribute("Format") ?? "")
        case ("Date1904", "ExcelWorkbook"): is1904 = true
        case ("Table", "Worksheet") where isWanted: styles.begin(table: attribute("StyleID"))
        case ("Column", "Table") where isWanted:
            styles.add(
                column: attribute("Index").map { _ in place("Index", most: SheetRow.columnLimit + 1) - 1 },
                span: place("Span", most: SheetRow.columnLimit), style: attribute("StyleID"))
        case ("Row", "Table") where isWanted:
            styles.begin(row: attribute("StyleID"))
            number = max(number + 1, place("Index", most: WorkbookLimits.rows + 1))
            if number > WorkbookLimits.rows {
                isBroken = true
                isDone = true
            }
            column = 0
            row.begin(number)
        case ("Cell", "Row") where isWanted:
            column = max(column, place("Index", most: SheetRow.columnLimit + 1) - 1)
            span = 1 + place("MergeAcross", most: SheetRow.columnLimit)
            format = styles.format(cell: attribute("StyleID"), column: column)
        case ("Data", "Cell") where isWanted:
            type = attribute("Type") ?? "String"
            isCut = false
            value.removeAll()
        case ("Visible", "WorksheetOptions"): value.removeAll()
        default: break
        }
        path.append(local)
    }

    func end() {
        switch path.removeLast() {
        case "Data" where path.last == "Cell" && isWanted: put()
        case "Cell" where path.last == "Row" && isWanted: column += span
        case "Row" where path.last == "Table" && isWanted: endRow()
        case "Visible" where path.last == "WorksheetOptions":
            if value.all.string.hasPrefix("SheetHidden") || value.all.string.hasPrefix("SheetVeryHidden"),
                !sheets.isEmpty
            {
                sheets[sheets.count - 1].isHidden = true
            }
        default: break
        }
    }

    func text(_ bytes: ByteSlice) {
        // Rich text stands in HTML's elements within Data.
        guard path.last == "Visible" || (isWanted && path.contains("Data")) else { return }
        if value.count + bytes.count <= SheetRow.cellLimit { value.append(bytes) } else { isCut = true }
    }

    func documentType() { hasDocumentType = true }

    private func put() {
        guard !isCut else { return row.leaveOut() }
        shown.removeAll()
        switch type {
        case "Number": NumberText.append(value.all, as: format, is1904: is1904, to: shown)
        case "DateTime": shown.append(moment(value.all.string))
        case "Boolean": shown.append(value.all.equals("1") || value.all.equals("true") ? "TRUE" : "FALSE")
        default: shown.append(value.all)
        }
        row.put(shown.all, column: column)
    }

    /// `2025-03-07T00:00:00.000` as people see it.
    private func moment(_ text: String) -> String {
        let (day, time) = (text.prefix(10), text.dropFirst(11).prefix(8))
        // The day of what is no day but a time.
        if text.hasPrefix("1899-12-31"), !time.isEmpty { return String(time) }
        if time.isEmpty || time == "00:00:00" { return String(day) }
        return switch format {
        case .date(hasDay: true, hasTime: false): String(day)
        case .date(hasDay: false, hasTime: true): String(time)
        default: "\(day) \(time)"
        }
    }

    private func endRow() {
        guard row.width > 0 || row.isTooLong else { return }
        do {
            if try !body(row) { isDone = true }
        } catch {
            failure = error
            isDone = true
        }
    }
}
