import Model

/// Failed rows of a CSV file: sound ones byte for byte as received, damaged ones quoted anew so that the file can be read.
struct CSVRepair: RepairForm {
    static let type = "csv"

    private let layout: Layout
    private let codec: TextCodec
    /// Columns of the file that are not an earlier repair file's own.
    private let kept: [Int]
    private let delimiter: [UInt8]
    private let lineBreak: [UInt8]

    init(_ layout: Layout, _ codec: TextCodec) {
        self.layout = layout
        self.codec = codec
        kept = layout.columns.indices.filter { !RepairColumn.isOne(layout.columns[$0]) }
        delimiter = codec.encode(String(UnicodeScalar(layout.delimiter)))
        lineBreak = codec.encode(layout.lineBreak)
    }

    var start: [UInt8] {
        encoded(kept.map { layout.columns[$0] } + [RepairColumn.reason, RepairColumn.suggestion]) + lineBreak
    }

    var end: [UInt8] { [] }

    func row(_ raw: [UInt8], isDamaged: Bool, isCut: Bool, reasons: String, suggestions: String) -> [UInt8] {
        let added = delimiter + encoded([reasons, suggestions]) + lineBreak
        if !isDamaged, let cells = RawCells.split(raw, codec, delimiter: layout.delimiter) {
            // What stands beyond the header is blank in a sound row, and missing cells are those of nameless columns.
            let bytes = kept.map { $0 < cells.count ? Array(raw[cells[$0]]) : [] }.joined(separator: delimiter)
            return Array(bytes) + added
        }
        return encoded(readable(raw, isCut: isCut)) + added
    }

    /// A damaged row's cells, as many as the header has; what is too much stays in the last one.
    private func readable(_ raw: [UInt8], isCut: Bool) -> [String] {
        var scalars = Array(codec.decode(raw[...]).unicodeScalars).map {
            $0 == "\0" ? "\u{FFFD}" as Unicode.Scalar : $0
        }
        // A cut may have gone through a character.
        if isCut { while scalars.last == "\u{FFFD}" { scalars.removeLast() } }
        let separator = UnicodeScalar(layout.delimiter)
        var cells = RawCells.read(scalars, delimiter: separator)
        let width = layout.columns.count
        if cells.count > width {
            let rest = cells[max(0, width - 1)...].joined(separator: String(separator))
            cells = Array(cells[..<max(0, width - 1)]) + [rest]
        }
        return kept.map { $0 < cells.count ? cells[$0] : "" }
    }

    private func encoded(_ cells: [String]) -> [UInt8] {
        let separator = String(UnicodeScalar(layout.delimiter))
        return codec.encode(cells.map(quoted).joined(separator: separator))
    }

    private func quoted(_ cell: String) -> String {
        let scalars = cell.unicodeScalars
        let isPlain = !scalars.contains {
            $0 == "\"" || $0 == "\r" || $0 == "\n" || $0.value == UInt32(layout.delimiter)
        }
        if isPlain && scalars.first != " " && scalars.last != " " { return cell }
        return CSVTable.enclosed(cell)
    }
}

/// Finds the cells of one row.
enum RawCells {
    /// Where the cells of a sound row stand in its bytes, quotes included; nil where a quote stays open.
    static func split(_ raw: [UInt8], _ codec: TextCodec, delimiter: UInt8) -> [Range<Int>]? {
        var cells: [Range<Int>] = []
        var start = 0
        var index = 0
        var isQuoted = false
        while index < raw.count {
            let (length, ascii) = codec.step(raw, index)
            if ascii == UInt8(ascii: "\"") { isQuoted.toggle() }
            if ascii == delimiter && !isQuoted {
                cells.append(start..<index)
                start = index + length
            }
            index += length
        }
        cells.append(start..<raw.count)
        return isQuoted ? nil : cells
    }

    /// The cells of a damaged row: by RFC 4180 where it can be read so (a ragged row), else cut at every delimiter.
    static func read(_ scalars: [Unicode.Scalar], delimiter: Unicode.Scalar) -> [String] {
        strict(scalars, delimiter) ?? scalars.split(separator: delimiter, omittingEmptySubsequences: false).map(string)
    }

    private static func strict(_ scalars: [Unicode.Scalar], _ delimiter: Unicode.Scalar) -> [String]? {
        var cells: [String] = []
        var cell: [Unicode.Scalar] = []
        var index = 0
        while true {
            if index < scalars.count, cell.isEmpty, scalars[index] == "\"" {
                index += 1
                while true {
                    guard index < scalars.count else { return nil }
                    if scalars[index] == "\"" {
                        index += 1
                        guard index < scalars.count, scalars[index] == "\"" else { break }
                    }
                    cell.append(scalars[index])
                    index += 1
                }
                guard index == scalars.count || scalars[index] == delimiter else { return nil }
            }
            while index < scalars.count, scalars[index] != delimiter {
                if scalars[index] == "\"" { return nil }
                cell.append(scalars[index])
                index += 1
            }
            cells.append(string(cell[...]))
            cell = []
            guard index < scalars.count else { return cells }
            index += 1
        }
    }

    private static func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        String(String.UnicodeScalarView(scalars))
    }
}
