import Bytes
import Model

/// The columns of an XML file: element and attribute names in order of first appearance.
struct XMLColumns {
    typealias Name = XMLEvents.Name

    /// More names than any layout has: a document that is no table.
    static let limit = 4096

    private(set) var labels: [String] = []
    /// For each column the field it fills, or nil.
    private(set) var fields: [Int?] = []
    /// The parser's name of each column, and the other way round.
    private var names: [Name?] = []
    private var places: [Name: Int] = [:]
    /// By normal label: names that differ in case only are one column.
    private var indices: [String: Int] = [:]
    private let resolver: ColumnResolver?
    private var next = 0

    /// Columns of any name, none of them a field.
    init() { resolver = nil }

    /// Columns known beforehand, for instance of the file's first rows, and others as they come.
    init(labels: [String], fields: [Int?], resolver: ColumnResolver) {
        self.labels = labels
        self.fields = fields
        self.resolver = resolver
        names = Array(repeating: nil, count: labels.count)
        for (index, label) in labels.enumerated() {
            let normal = HeaderLabel.normal(label)
            if indices[normal] == nil { indices[normal] = index }
        }
    }

    var count: Int { labels.count }

    /// The column of a name; nil beyond the limit. Names mostly come in the same order in each row.
    mutating func column(of name: Name) -> Int? {
        if next < names.count, names[next] == name {
            next += 1
            return next - 1
        }
        if let index = places[name] {
            next = index + 1
            return index
        }
        let label = String(cString: name)
        let normal = HeaderLabel.normal(label)
        let index: Int
        if let known = indices[normal] {
            index = known
        } else {
            guard labels.count < XMLColumns.limit else { return nil }
            index = labels.count
            indices[normal] = index
            labels.append(label)
            names.append(nil)
            fields.append(freeField(label))
        }
        names[index] = name
        places[name] = index
        next = index + 1
        return index
    }

    mutating func startRow() { next = 0 }

    private func freeField(_ label: String) -> Int? {
        guard let field = resolver?.match([label]).fields[0], !fields.contains(field) else { return nil }
        return field
    }
}
