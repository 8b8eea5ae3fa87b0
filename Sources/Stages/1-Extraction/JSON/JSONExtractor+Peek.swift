import Bytes
import Model

/// JSON files that no mapping describes yet.
extension JSONExtractor: FileExtractor {
    package static func header(path: String, nature: FileNature, limit: Int) throws -> FileHeader {
        var source = peeking(path, nature)
        source.plan.rowLimit = limit
        var header = FileHeader(candidates: [])
        header.needsRowPath = false
        for place in try JSONOutline(path: path, nature: nature).places {
            let labels = try source.labels(at: place)
            if labels.isEmpty { continue }
            header.candidates.append(labels)
            header.rowPaths.append(place.path.map { $0.lowercased() })
        }
        if header.candidates.isEmpty { throw JSONSource.noRows(path: []) }
        return header
    }

    package static func describe(_ file: inout PeekedFile) throws {
        let source = peeking(file.path, file.nature)
        let (place, labels) = try source.place(ColumnResolver(source.plan.mapping))
        file.rowPath = place.path
        file.labels = labels
        file.rowPlace = place
    }

    /// Cells stand in the order of the file's labels; a label that comes later than the first rows is added at the end.
    package static func rows(of file: PeekedFile, _ body: (PeekedRow) throws -> Bool) throws {
        guard let place = file.rowPlace else { return }
        let text = ByteBuffer()
        let source = peeking(file.path, file.nature)
        let columns = JSONColumns(
            labels: file.labels, fields: Array(repeating: nil, count: file.labels.count),
            mapping: source.plan.mapping)
        var cells = JSONCells(columns, into: text, storesAll: true)
        var rows = try source.rows(at: place)
        var number = 0
        while var row = try rows.next(&cells) {
            number += 1
            row.position.row = number
            var values: [String] = []
            if row.damage == .none {
                values = Array(repeating: "", count: cells.columns.count)
                for cell in cells.cells { values[cell.column] = text.slice(cell.start, cell.length).string }
            }
            text.removeAll()
            let goesOn = try body(PeekedRow(position: row.position, cells: values, damage: row.damage))
            if !goesOn { return }
        }
    }

    private static func peeking(_ path: String, _ nature: FileNature) -> JSONSource {
        let item = Item(number: 0, id: "", title: "", itemClass: .basic, isSelfDisclosed: false, fields: [])
        let mapping = Mapping(department: "", name: "", item: 0, format: type, columns: [])
        return JSONSource(
            path: path, nature: nature,
            plan: ExtractionPlan(mapping: mapping, item: item, rowLimit: PeekedFile.rowLimit))
    }
}
