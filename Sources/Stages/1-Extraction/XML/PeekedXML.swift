import Bytes
import Model

/// An XML file without a mapping.
enum PeekedXML {
    static func source(_ file: PeekedFile) -> XMLSource {
        let item = Item(number: 0, id: "", title: "", itemClass: .basic, isSelfDisclosed: false, fields: [])
        let mapping = Mapping(department: "", name: "", item: 0, format: XMLExtractor.type, columns: [])
        return XMLSource(
            path: file.path, nature: file.nature, rowPath: file.rowPath,
            plan: ExtractionPlan(mapping: mapping, item: item, rowLimit: PeekedFile.rowLimit), chunkSize: 1 << 20)
    }

    /// Cells stand in the order of the file's labels; a label that comes later than the first rows is added at the end.
    static func rows(_ file: PeekedFile, _ body: (PeekedRow) throws -> Bool) throws {
        let text = ByteBuffer()
        var number = 0
        var failure: (any Error)?
        try withoutActuallyEscaping(body) { body in
            let mapping = Mapping(department: "", name: "", item: 0, format: XMLExtractor.type, columns: [])
            let columns = XMLColumns(
                labels: file.labels, fields: Array(repeating: nil, count: file.labels.count),
                resolver: ColumnResolver(mapping))
            let result = try source(file).read(columns, into: text, storesAll: true) { rows in
                number += 1
                var position = rows.position
                position.row = number
                var cells = Array(repeating: "", count: rows.columns.count)
                for cell in rows.cells { cells[cell.column] = text.slice(cell.start, cell.length).string }
                text.removeAll()
                do {
                    let goesOn = try body(PeekedRow(position: position, cells: cells, damage: rows.damage))
                    if !goesOn { rows.stop(.byReader) }
                } catch {
                    failure = error
                    rows.stop(.byReader)
                }
            }
            if let failure { throw failure }
            guard var rest = result.brokenRest else { return }
            rest.row = number + 1
            _ = try body(PeekedRow(position: rest, cells: [], damage: .malformed))
        }
    }
}
