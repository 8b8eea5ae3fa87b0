/// A table of a report as values, apart from its looks. The page's table and the workbook's sheet are made from the same value, so that
/// they cannot disagree.
struct DataTable {
    enum Kind {
        case text, code, count, rate, day
    }

    /// Where a column is shown: a page has room for few, a sheet for all.
    enum Place {
        case everywhere, page, sheet
    }

    struct Column {
        var chinese: String
        var english: String
        var kind: Kind
        var place: Place

        init(_ chinese: String, _ english: String, _ kind: Kind = .text, _ place: Place = .everywhere) {
            self.chinese = chinese
            self.english = english
            self.kind = kind
            self.place = place
        }
    }

    enum Cell {
        case text(String)
        /// A text with a mark before it that says that somebody is to act.
        case alarm(String)
        case count(Int)
        /// Shown with both its counts; without a denominator `—` on a page, an empty cell in a sheet.
        case rate(Rate)
        /// Days since 1970-01-01.
        case day(Int)
        /// For pages only.
        case drawing(Markup)
        case empty
    }

    /// ASCII, for anchors.
    var id: String
    /// At most 31 characters: the sheet's name.
    var chinese: String
    var english: String
    var columns: [Column]
    var rows: [[Cell]] = []
    var total: [Cell]?

    init(_ id: String, _ chinese: String, _ english: String, _ columns: [Column]) {
        self.id = id
        self.chinese = chinese
        self.english = english
        self.columns = columns
    }

    mutating func append(_ cells: [Cell]) {
        precondition(cells.count == columns.count, "\(id): \(cells.count) cells for \(columns.count) columns")
        rows.append(cells)
    }
}
