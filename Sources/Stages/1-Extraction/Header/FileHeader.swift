import Model

/// What the beginning of a file offers as column labels, before it is known which mapping reads it.
package struct FileHeader: Sendable {
    /// CSV: lines that may be the header, by cells; XML, JSON: for each path of ``rowPaths`` the names below it.
    package var candidates: [[String]]
    /// XML: paths of elements that have children or attributes, by local names in lower case, from the root down; JSON: of arrays of objects, of which
    /// a document that is rows and nothing else has one without a name.
    package var rowPaths: [[String]] = []
    /// Whether only the path that a mapping gives leads to rows.
    var needsRowPath = true
    /// Workbooks: the sheets, and for each candidate the number of its sheet, from 0 on.
    var sheets: [Worksheet] = []
    var sheetOfCandidate: [Int] = []

    /// Cells of a workbook's candidates, about: sheets behind those that have as many are not looked at.
    static let cellLimit = 1 << 18

    /// The labels that people are shown: the candidate with the most cells.
    package var sample: [String] { visible.max { filled($0) < filled($1) } ?? [] }

    private var visible: [[String]] {
        sheets.isEmpty
            ? candidates : zip(sheetOfCandidate, candidates).filter { !sheets[$0.0].isHidden }.map(\.1)
    }

    private func filled(_ cells: [String]) -> Int { cells.count { !$0.isEmpty } }

    /// The label lists to hold against a mapping: of nested elements only that of its row element, of a workbook those of the sheet that it names or
    /// of all that are not hidden; none where the mapping cannot read the file.
    func labels(for mapping: Mapping) -> [[String]] {
        if !rowPaths.isEmpty {
            if !needsRowPath, mapping.rowPath.isEmpty { return candidates }
            let wanted = mapping.rowPath.map { $0.lowercased() }
            let named = zip(rowPaths, candidates).filter { $0.0 == wanted }.map(\.1)
            return named.isEmpty && rowPaths[0].isEmpty ? [candidates[0]] : named
        }
        return lines(for: mapping).flatMap { $0 }
    }

    /// The lines that a mapping could read as header, of each sheet apart; none where labels do not stand in lines.
    func lines(for mapping: Mapping) -> [[[String]]] {
        guard rowPaths.isEmpty else { return [] }
        guard !sheets.isEmpty else { return [candidates] }
        let wanted =
            mapping.sheet.map { name in SheetChoice.index(of: name, among: sheets).map { [$0] } ?? [] }
            ?? sheets.indices.filter { !sheets[$0].isHidden }
        return wanted.map { sheet in zip(sheetOfCandidate, candidates).filter { $0.0 == sheet }.map(\.1) }
    }
}
