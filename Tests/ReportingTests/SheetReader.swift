import Foundation

/// A workbook read back: the cells of each sheet as Excel would see them.
struct SheetReader {
    struct Cell: Equatable {
        /// `s` a shared text, `n` a number, `f` a formula.
        var kind: String
        var text: String
        /// The number format of the cell's style.
        var format: String
    }

    private(set) var names: [String] = []
    /// By sheet: cells by reference, such as `B3`.
    private(set) var cells: [String: [String: Cell]] = [:]
    private(set) var parts: Unpacked

    init?(_ bytes: [UInt8]) {
        guard let parts = Unpacked(bytes), let book = parts["xl/workbook.xml"],
            let strings = parts["xl/sharedStrings.xml"],
            let styles = parts["xl/styles.xml"]
        else { return nil }
        self.parts = parts
        let shared = SheetReader.matches(strings, "<si>(.*?)</si>").map { item in
            SheetReader.matches(item[1], "<t[^>]*>([^<]*)</t>").map { SheetReader.plain($0[1]) }.joined()
        }
        var numbers = [0: "General", 10: "0.00%", 3: "#,##0", 49: "@"]
        for one in SheetReader.matches(styles, "<numFmt numFmtId=\"([0-9]+)\" formatCode=\"([^\"]*)\"") {
            numbers[Int(one[1]) ?? -1] = one[2]
        }
        let cellStyles = SheetReader.matches(styles, "<cellXfs.*?</cellXfs>").first?[0] ?? ""
        let formats = SheetReader.matches(cellStyles, "<xf numFmtId=\"([0-9]+)\"").map {
            numbers[Int($0[1]) ?? -1] ?? "?"
        }
        names = SheetReader.matches(book, "<sheet name=\"([^\"]*)\"").map { SheetReader.plain($0[1]) }
        for (index, name) in names.enumerated() {
            let sheet = parts["xl/worksheets/sheet\(index + 1).xml"] ?? ""
            var found: [String: Cell] = [:]
            for cell in SheetReader.matches(sheet, "<c r=\"([A-Z]+[0-9]+)\"([^>]*?)(/>|>(.*?)</c>)") {
                let inner = cell[4]
                let isShared = cell[2].contains("t=\"s\"")
                let value = SheetReader.matches(inner, "<v>([^<]*)</v>").first?[1] ?? ""
                let style = SheetReader.matches(cell[2], "s=\"([0-9]+)\"").first.flatMap { Int($0[1]) } ?? 0
                guard !inner.isEmpty else { continue }
                found[cell[1]] = Cell(
                    kind: inner.contains("<f") ? "f" : isShared ? "s" : "n",
                    text: isShared ? shared[Int(value) ?? 0] : value, format: formats[style])
            }
            cells[name] = found
        }
    }

    func sheet(_ name: String) -> String {
        parts["xl/worksheets/sheet\((names.firstIndex(of: name) ?? -1) + 1).xml"] ?? ""
    }

    /// The cells of a row, counted from 1, by column letters.
    func row(_ number: Int, of sheet: String) -> [String: Cell] {
        var row: [String: Cell] = [:]
        for (place, cell) in cells[sheet] ?? [:] where place.drop(while: \.isLetter) == "\(number)" {
            row[String(place.prefix(while: \.isLetter))] = cell
        }
        return row
    }

    /// A column by its heading's first line; the numbers below it, without the last row, the total.
    func column(_ heading: String, of sheet: String) -> [Int] {
        let head = row(1, of: sheet).first { $0.value.text.hasPrefix(heading + "\n") }
        guard let letters = head?.key else { return [] }
        var values: [Int] = []
        var number = 2
        while let cell = cells[sheet]?["\(letters)\(number)"] {
            values.append(Int(cell.text) ?? .min)
            number += 1
        }
        return values
    }

    private static func matches(_ text: String, _ pattern: String) -> [[String]] {
        guard let expression = try? NSRegularExpression(pattern: pattern, options: .dotMatchesLineSeparators) else {
            return []
        }
        let whole = text as NSString
        return expression.matches(in: text, range: NSRange(location: 0, length: whole.length)).map { match in
            (0..<match.numberOfRanges).map {
                let range = match.range(at: $0)
                return range.location == NSNotFound ? "" : whole.substring(with: range)
            }
        }
    }

    private static func plain(_ text: String) -> String {
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&amp;", "&")].reduce(text) { $0.replacing($1.0, with: $1.1) }
    }
}
