import Bytes
package import Model

/// What the beginning of a file offers as column labels, before it is known which mapping reads it.
package struct FileHeader: Sendable {
    /// Lines that may be the header, by cells; of XML the one list of the first row's elements.
    package var candidates: [[String]]
    /// XML: paths of the elements that hold values, by local names in lower case, from the root down.
    package var rowPaths: [[String]] = []

    /// The labels that people are shown: the candidate with the most cells.
    package var sample: [String] { candidates.max { filled($0) < filled($1) } ?? [] }

    private func filled(_ cells: [String]) -> Int { cells.count { !$0.isEmpty } }

    /// - Throws: ``RefusedFile`` where the file cannot be read.
    package static func read(path: String, nature: FileNature, limit: Int = 1 << 20) throws -> FileHeader {
        switch nature.format {
        case .csv:
            let start = LineSource.Mark(offset: nature.byteOrderMark, line: 1)
            let source = LineSource(
                try RawBytes(path: path), encoding: nature.encoding, start: start, limit: limit, chunkSize: 1 << 16)
            let lines = try LeadingRecords.read(source, delimiter: nature.delimiter, limit: limit, count: HeaderFinder.reach)
            return FileHeader(candidates: lines.map(\.cells).filter { !$0.isEmpty })
        default:
            return FileHeader(candidates: [])
        }
    }
}
