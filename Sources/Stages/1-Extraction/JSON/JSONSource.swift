import Bytes
import Model

/// A JSON file whose rows are to be read.
struct JSONSource {
    var path: String
    var nature: FileNature
    var plan: ExtractionPlan
    var chunkSize = 1 << 20

    /// Rows from which the columns are known before the first batch is handed on.
    static let probedRows = 256

    /// The rows that begin at a place.
    func rows(at place: JSONPlace) throws -> JSONRows {
        JSONRows(
            try RawBytes(path: path, from: place.start.offset), nature, place, plan, chunkSize: chunkSize)
    }

    /// The names of the first rows' members in order of first appearance.
    func labels(at place: JSONPlace) throws -> [String] {
        var rows = try rows(at: place)
        let text = ByteBuffer()
        var cells = JSONCells(JSONColumns(), into: text)
        var count = 0
        while count < JSONSource.probedRows, try rows.next(&cells) != nil {
            count += 1
            text.removeAll()
        }
        return cells.columns.labels
    }

    /// Where the rows are: of several places the first that has the mapping's required columns.
    /// - Throws: ``RefusedFile`` where there is no row.
    func place(_ resolver: ColumnResolver) throws -> (place: JSONPlace, labels: [String]) {
        let places = try JSONOutline(path: path, nature: nature).places(plan.mapping.rowPath)
        var first: (place: JSONPlace, labels: [String])?
        for place in places {
            let labels = try labels(at: place)
            if labels.isEmpty { continue }
            let fields = resolver.match(labels).fields.compactMap { $0 }
            if !fields.isEmpty, resolver.missing(fields, of: plan.item).isEmpty { return (place, labels) }
            if first == nil { first = (place, labels) }
        }
        if let first { return first }
        throw JSONSource.noRows(path: plan.mapping.rowPath)
    }

    static func noRows(path: [String]) -> RefusedFile {
        let name = path.isEmpty ? "" : " " + path.joined(separator: "/")
        return RefusedFile(
            .noHeader, chinese: "JSON 中没有可读的记录\(name)：应为对象的数组，或每行一个对象",
            english: "the JSON has no readable rows\(name): an array of objects is due, or one object a line")
    }
}
