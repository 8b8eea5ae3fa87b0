import Bytes
import Model

/// XML files that no mapping describes yet.
extension XMLExtractor: FileExtractor {
    package static func header(path: String, nature: FileNature, limit: Int) throws -> FileHeader {
        let raw = ByteBuffer(capacity: 1 << 16)
        let bytes = try RawBytes(path: path)
        _ = try bytes.read(into: ByteBuffer(), count: nature.byteOrderMark)
        _ = try bytes.read(into: raw, count: 1 << 16)
        let text = ByteBuffer(capacity: 1 << 17)
        _ = Transcoder(nature.encoding).decode(raw.all, into: text, isLast: false)
        let outline = XMLTags(String(decoding: text.all.buffer, as: UTF8.self))
        return FileHeader(candidates: outline.elements.map(\.names), rowPaths: outline.elements.map(\.path))
    }

    package static func describe(_ file: inout PeekedFile) throws {
        file.rowPath = try XMLOutline.guess(path: file.path, nature: file.nature)
        file.labels = try PeekedXML.source(file).labels(rows: 256)
    }

    package static func rows(of file: PeekedFile, _ body: (PeekedRow) throws -> Bool) throws {
        try PeekedXML.rows(file, body)
    }
}
