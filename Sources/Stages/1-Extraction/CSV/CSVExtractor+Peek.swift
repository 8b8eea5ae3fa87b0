import Bytes
import Model

/// CSV files that no mapping describes yet.
extension CSVExtractor: FileExtractor {
    package static func header(path: String, nature: FileNature, limit: Int) throws -> FileHeader {
        let start = LineSource.Mark(offset: nature.byteOrderMark, number: 1)
        let bytes = try RawBytes(path: path)
        _ = try bytes.read(into: ByteBuffer(), count: nature.byteOrderMark)
        let source = LineSource(bytes, encoding: nature.encoding, start: start, limit: limit, chunkSize: 1 << 16)
        let lines = try LeadingRecords.read(
            source, delimiter: nature.delimiter, limit: limit, count: HeaderFinder.reach)
        return FileHeader(candidates: lines.map(\.cells))
    }

    package static func describe(_ file: inout PeekedFile) throws {
        guard let header = try PeekedCSV.header(file) else { return }
        file.headerLine = header.line
        file.labels = header.labels
        file.dataStart = header.dataStart
    }

    package static func rows(of file: PeekedFile, _ body: (PeekedRow) throws -> Bool) throws {
        try PeekedCSV.rows(file, file.dataStart, body)
    }
}
