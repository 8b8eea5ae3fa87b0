/// Lines of CSV for lists without a bound: the same cells as ``CSVTable``, handed out one at a time.
package enum CSVLine {
    /// Stands before the first line.
    package static let byteOrderMark = "\u{FEFF}"

    package static func text(_ cells: [String]) -> String {
        // A number below zero is no formula.
        cells.map { Int($0) == nil ? CSVTable.quoted(CSVTable.harmless($0)) : $0 }.joined(separator: ",") + "\r\n"
    }
}
