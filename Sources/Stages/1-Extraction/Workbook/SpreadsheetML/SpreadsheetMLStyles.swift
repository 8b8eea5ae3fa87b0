/// What the styles of an XML spreadsheet make of numbers (XML Spreadsheet Reference, Excel 2003: `Style`, `NumberFormat`).
struct SpreadsheetMLStyles {
    /// Excel's most; further ones say nothing.
    private static let limit = 64_000
    /// A style without a parent has what this one has.
    private static let base = "Default"

    private var formats: [String: NumberFormat] = [:]
    private var present = ""
    /// Of the present sheet's columns as far as they were described.
    private var columns: [NumberFormat?] = []
    private var table: NumberFormat?
    private var row: NumberFormat?

    mutating func begin(style id: String, parent: String?) {
        present = id
        guard formats.count < SpreadsheetMLStyles.limit else { return }
        formats[id] = formats[parent ?? SpreadsheetMLStyles.base] ?? .general
    }

    /// Sets the format of the present style.
    mutating func set(format: String) {
        guard formats[present] != nil else { return }
        formats[present] = SpreadsheetMLStyles.format(format)
    }

    mutating func begin(table style: String?) {
        table = style.flatMap { formats[$0] }
        columns = []
    }

    /// - Parameters:
    ///   - place: from 0 on, where it is said.
    ///   - span: columns more that have the style.
    mutating func add(column place: Int?, span: Int, style: String?) {
        let first = max(columns.count, place ?? 0)
        guard first < SheetRow.columnLimit else { return }
        let end = min(first + 1 + span, SheetRow.columnLimit)
        columns += Array(repeating: nil, count: first - columns.count)
        columns += Array(repeating: style.flatMap { formats[$0] }, count: end - first)
    }

    mutating func begin(row style: String?) { row = style.flatMap { formats[$0] } }

    /// A cell's format: its own, its row's, its column's or its table's.
    func format(cell style: String?, column: Int) -> NumberFormat {
        style.flatMap { formats[$0] } ?? row ?? (column < columns.count ? columns[column] : nil) ?? table
            ?? formats[SpreadsheetMLStyles.base] ?? .general
    }

    /// A format by its code or by the name that stands for one.
    private static func format(_ code: String) -> NumberFormat {
        switch code {
        case "Long Date", "Medium Date", "Short Date": .date(hasDay: true, hasTime: false)
        case "General Date": .date(hasDay: true, hasTime: true)
        case "Long Time", "Medium Time", "Short Time": .date(hasDay: false, hasTime: true)
        case "", "General", "General Number", "Currency", "Euro Currency", "Fixed", "Standard", "Percent", "Scientific",
            "Yes/No", "True/False", "On/Off":
            .general
        default: NumberFormat(code: code)
        }
    }
}
