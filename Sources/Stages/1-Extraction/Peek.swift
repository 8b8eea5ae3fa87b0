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
    /// 1-based line of what looks like the header; 0 for XML.
    package var headerLine = 0
    package var labels: [String] = []
    /// XML: the element that looks like a row.
    package var rowPath: [String] = []
    /// Where the data of a CSV file begins.
    fileprivate var dataStart = LineSource.Mark(offset: 0, number: 1)

    package static let rowLimit = 1 << 20

    /// Reads every row below the header; blank lines are left out. `body` returns whether to go on.
    package func rows(_ body: (PeekedRow) throws -> Bool) throws {
        switch nature.format {
        case .csv: try PeekedCSV.rows(self, dataStart, body)
        case .xml: try PeekedXML.rows(self, body)
        default: break
        }
    }
}

/// Finds out what a file is and what its header says.
/// - Throws: ``RefusedFile`` where it cannot be read at all, or is XML without rows.
package func peek(path: String) throws -> PeekedFile {
    var file = PeekedFile(path: path, nature: try Sniffer.inspect(path: path))
    switch file.nature.format {
    case .csv:
        guard let header = try PeekedCSV.header(file) else { break }
        file.headerLine = header.line
        file.labels = header.labels
        file.dataStart = header.dataStart
    case .xml:
        file.rowPath = try XMLOutline.guess(path: path, nature: file.nature)
        file.labels = try PeekedXML.source(file).labels(rows: 256)
    default: break
    }
    return file
}
