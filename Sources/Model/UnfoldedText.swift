/// A worksheet written out as text, UTF-8: one line a row of the sheet, so that a line's number is the row's number.
///
/// Rows of a workbook stand nowhere in the file as bytes of their own; in this form they do, and are read like those of other files. Cells are
/// parted by ``cellEnd``, which no cell of a workbook holds; a line break within a cell is ``breakInCell``. Rows without values are empty
/// lines; what is blank behind the last value is left out. ``tooLong`` and ``broken`` at the start of a line say that the row is damaged.
package enum UnfoldedText {
    package static let cellEnd: UInt8 = 0x1F
    package static let breakInCell: UInt8 = 0x1E
    package static let tooLong: UInt8 = 0x1D
    package static let broken: UInt8 = 0x1C

    /// The cells of a line as people read them; of a damaged one what there is.
    package static func cells(_ line: some Collection<UInt8>) -> [String] {
        line.drop { $0 == tooLong || $0 == broken }.split(separator: cellEnd, omittingEmptySubsequences: false).map {
            cell in
            String(decoding: cell.map { $0 == breakInCell ? UInt8(ascii: "\n") : $0 }, as: UTF8.self)
        }
    }
}
