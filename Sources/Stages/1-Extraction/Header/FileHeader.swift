import Bytes
package import Model

/// What the beginning of a file offers as column labels, before it is known which mapping reads it.
package struct FileHeader: Sendable {
    /// CSV: lines that may be the header, by cells; XML: for each path of ``rowPaths`` the names of its children and attributes.
    package var candidates: [[String]]
    /// XML: paths of elements that have children or attributes, by local names in lower case, from the root down.
    package var rowPaths: [[String]] = []

    /// The labels that people are shown: the candidate with the most cells.
    package var sample: [String] { candidates.max { filled($0) < filled($1) } ?? [] }

    private func filled(_ cells: [String]) -> Int { cells.count { !$0.isEmpty } }

    /// - Throws: ``RefusedFile`` where the file cannot be read.
    package static func read(path: String, nature: FileNature, limit: Int = 1 << 20) throws -> FileHeader {
        switch nature.format {
        case .csv:
            let start = LineSource.Mark(offset: nature.byteOrderMark, number: 1)
            let bytes = try RawBytes(path: path)
            _ = try bytes.read(into: ByteBuffer(), count: nature.byteOrderMark)
            let source = LineSource(bytes, encoding: nature.encoding, start: start, limit: limit, chunkSize: 1 << 16)
            let lines = try LeadingRecords.read(
                source, delimiter: nature.delimiter, limit: limit, count: HeaderFinder.reach)
            return FileHeader(candidates: lines.map(\.cells).filter { !$0.isEmpty })
        default:
            let raw = ByteBuffer(capacity: 1 << 16)
            let bytes = try RawBytes(path: path)
            _ = try bytes.read(into: ByteBuffer(), count: nature.byteOrderMark)
            _ = try bytes.read(into: raw, count: 1 << 16)
            let text = ByteBuffer(capacity: 1 << 17)
            _ = Transcoder(nature.encoding).decode(raw.all, into: text, isLast: false)
            let outline = XMLTags(String(decoding: text.all.buffer, as: UTF8.self))
            return FileHeader(candidates: outline.elements.map(\.names), rowPaths: outline.elements.map(\.path))
        }
    }

    /// The label lists to hold against a mapping: of XML only that of its row element; none where the mapping cannot read the file.
    package func labels(for mapping: Mapping) -> [[String]] {
        guard mapping.format == "xml" else { return rowPaths.isEmpty ? candidates : [] }
        let wanted = mapping.rowPath.map { $0.lowercased() }
        return zip(rowPaths, candidates).filter { $0.0 == wanted }.map(\.1)
    }
}
