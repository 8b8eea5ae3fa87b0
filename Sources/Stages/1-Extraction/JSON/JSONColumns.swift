import Bytes
import Model

/// The columns of a JSON file: members' names in order of first appearance, those of nested objects behind the outer name and a `/`.
struct JSONColumns {
    /// More names than any layout has: a document that is no table.
    static let limit = 4096
    /// Longest name in bytes.
    static let longestName = 1024

    private struct Spelling {
        var start: Int
        var length: Int
        var column: Int
    }

    private(set) var labels: [String] = []
    /// For each column the field it fills, or nil.
    private(set) var fields: [Int?] = []
    private let names = ByteBuffer()
    /// The names met, each with its column.
    private var spellings: [Spelling] = []
    /// By normal label: names that differ in case only are one column. Made with the first name that is not known.
    private var indices: [String: Int]?
    private let mapping: Mapping?
    private var resolver: ColumnResolver?
    private var next = 0

    /// Columns of any name, none of them a field.
    init() { mapping = nil }

    /// Columns known beforehand, for instance of the file's first rows, and others as they come.
    init(labels: [String], fields: [Int?], mapping: Mapping) {
        self.labels = labels
        self.fields = fields
        self.mapping = mapping
        for (index, label) in labels.enumerated() { label.withSlice { note($0, column: index) } }
    }

    var count: Int { labels.count }

    mutating func startRow() { next = 0 }

    /// The column of a name; nil beyond the limits. Names mostly come in the same order in each row.
    mutating func column(of name: ByteSlice) -> Int? {
        var place = next
        for _ in 0..<spellings.count {
            if place >= spellings.count { place = 0 }
            let spelling = spellings[place]
            if spelling.length == name.count, names.slice(spelling.start, spelling.length) == name {
                next = place + 1
                return spelling.column
            }
            place += 1
        }
        guard name.count <= JSONColumns.longestName, spellings.count < JSONColumns.limit else { return nil }
        return added(name)
    }

    private mutating func added(_ name: ByteSlice) -> Int {
        let label = name.string
        let normal = HeaderLabel.normal(label)
        var known = indices ?? Dictionary(zip(labels.map(HeaderLabel.normal), labels.indices)) { first, _ in first }
        indices = nil
        defer { indices = known }
        let index = known[normal] ?? labels.count
        if index == labels.count {
            known[normal] = index
            labels.append(label)
            fields.append(freeField(label))
        }
        note(name, column: index)
        next = spellings.count
        return index
    }

    private mutating func note(_ name: ByteSlice, column: Int) {
        spellings.append(Spelling(start: names.count, length: name.count, column: column))
        names.append(name)
    }

    private mutating func freeField(_ label: String) -> Int? {
        if resolver == nil { resolver = mapping.map(ColumnResolver.init) }
        guard let field = resolver?.match([label]).fields[0], !fields.contains(field) else { return nil }
        return field
    }
}
