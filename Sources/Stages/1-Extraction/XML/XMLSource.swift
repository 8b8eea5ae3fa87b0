import Bytes
import Model

/// The events of a document, handed to its rows.
final class XMLRowEvents: XMLEvents {
    var rows: XMLRows

    init(_ rows: XMLRows) { self.rows = rows }

    func start(_ name: Name, prefix: Name?, attributes: XMLAttributes) {
        rows.start(name, prefix: prefix, attributes: attributes)
    }
    func end() { rows.end() }
    func text(_ bytes: ByteSlice) { rows.text(bytes) }
    func documentType() { rows.documentType() }

    /// Parses the reader's document; false where it is not well formed or was stopped.
    func parse(with reader: XMLReader) throws -> Bool {
        rows.push = reader.push
        return try withExtendedLifetime(reader) {
            try reader.run { raw, text, differ in
                if differ && !rows.mayHoldReplacement {
                    rows.mayHoldReplacement = ByteScan.firstNullOrReplacement(in: text) != nil
                }
                rows.positions.append(raw: raw, text: text, differ: differ, parsed: reader.push.position)
            }
        }
    }
}

/// An XML file whose row element is known.
struct XMLSource {
    var path: String
    var nature: FileNature
    var rowPath: [String]
    var plan: ExtractionPlan
    var chunkSize: Int

    struct Result {
        var columns: XMLColumns
        var rowPath: [String]
        /// Where a document that is not well formed breaks off: the row that was open, or what follows the last one, to the end.
        var brokenRest: RowPosition?
    }

    /// The column labels of the first rows.
    func labels(rows limit: Int) throws -> [String] {
        var seen = 0
        return try read(XMLColumns(), into: ByteBuffer(), storesAll: false) { rows in
            seen += 1
            if seen == limit { rows.stop(.byReader) }
        }.columns.labels
    }

    /// Reads all rows; `body` gets each one, and may stop.
    /// - Throws: ``RefusedFile`` where there is no row, or a document type declaration.
    func read(
        _ columns: XMLColumns, into text: ByteBuffer, storesAll: Bool, _ body: @escaping (inout XMLRows) -> Void
    ) throws -> Result {
        var found = 0
        let offset = nature.byteOrderMark
        // The reader skips white space at the beginning; the rows learn of it below.
        let start = LineSource.Mark(offset: offset, number: 1)
        let events = XMLRowEvents(
            XMLRows(
                place: .path(rowPath), limits: XMLRows.Limits(rowBytes: plan.rowLimit, depth: plan.depthLimit),
                start: start,
                positions: XMLPositions(start: start, encoding: nature.encoding, lineBreak: nature.lineBreak),
                columns: columns, text: text, storesAll: storesAll
            ) { rows in
                found += 1
                body(&rows)
            })
        let reader = try XMLReader(
            RawBytes(path: path, from: offset), encoding: nature.encoding, from: offset, chunkSize: chunkSize,
            limit: plan.rowLimit, events: events)
        events.rows.positions = XMLPositions(
            start: reader.start, encoding: nature.encoding, lineBreak: nature.lineBreak)
        let isWell = try events.parse(with: reader)
        let rows = events.rows
        var result = Result(columns: rows.columns, rowPath: rows.firstRowPath)
        if isWell || rows.stop == .byReader {
            if found == 0 { throw noRows() }
            return result
        }
        if found == 0 || rows.stop == .documentType { throw refusal(rows.stop, reader.push.problem ?? "") }
        let end = rows.lastEnd
        var rest = rows.isInRow ? rows.openRow : RowPosition(row: 0, line: end.number, offset: end.offset, length: 0)
        rest.length = nature.size - rest.offset
        result.brokenRest = rest
        return result
    }

    private func noRows() -> RefusedFile {
        let name = rowPath.joined(separator: "/")
        return RefusedFile(
            .noHeader, chinese: "文件中没有记录元素 \(name)", english: "the file has no row element \(name)")
    }

    private func refusal(_ stop: XMLRows.Stop?, _ problem: String) -> RefusedFile {
        switch stop {
        case .documentType:
            RefusedFile(
                .notWellFormed, chinese: "XML 含有文档类型声明（DTD），不予接受；请删去 <!DOCTYPE …>",
                english: "DTD not allowed: the file has a document type declaration; remove <!DOCTYPE …>")
        case .tooDeep:
            RefusedFile(
                .tooDeep, chinese: "XML 元素嵌套超过 \(plan.depthLimit) 层",
                english: "elements are nested more than \(plan.depthLimit) deep")
        case .byReader, nil:
            RefusedFile(
                .notWellFormed, chinese: "XML 格式不正确，且在出错之前没有完整的记录：\(problem)",
                english: "not well-formed XML, and no complete row before the error: \(problem)")
        }
    }
}
