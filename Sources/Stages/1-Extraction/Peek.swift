import Bytes
package import Model

/// One row as it stands in a file, before any mapping.
package struct PeekedRow: Sendable, Equatable {
    package var position: RowPosition
    /// The cells; a row that cannot be read as one has the text of its first line, one that is too long nothing.
    package var cells: [String]
    package var damage: Damage
}

/// What a file is and what its columns are called, without a mapping.
package struct PeekedFile: Sendable, Equatable {
    package var path: String
    package var nature: FileNature
    /// 1-based line of what looks like the header; 0 where there is no such line.
    package var headerLine = 0
    package var labels: [String] = []
    /// Formats of nested elements: the element that looks like a row, or the array of rows.
    package var rowPath: [String] = []
    /// Workbooks: the sheets' names, and the number of the one that is shown, from 0 on.
    package var sheets: [String] = []
    package var sheet = 0
    /// JSON: where the rows are.
    var rowPlace: JSONPlace?
    /// Where the data of a CSV file begins.
    var dataStart = LineSource.Mark(offset: 0, number: 1)

    /// JSON: whether rows follow each other without being an array's.
    package var isLines: Bool { rowPlace.map { $0.shape == .lines || $0.shape == .values } ?? false }

    package static let rowLimit = 1 << 20

    /// Reads every row below the header; blank lines are left out. `body` returns whether to go on.
    package func rows(_ body: (PeekedRow) throws -> Bool) throws {
        try extractor(for: nature.format.rawValue)?.rows(of: self, body)
    }
}

/// Finds out what a file is and what its header says.
/// - Throws: ``RefusedFile`` where it cannot be read at all, or is XML or JSON without rows.
package func peek(path: String) throws -> PeekedFile {
    var file = PeekedFile(path: path, nature: try Sniffer.inspect(path: path))
    try extractor(for: file.nature.format.rawValue)?.describe(&file)
    return file
}
