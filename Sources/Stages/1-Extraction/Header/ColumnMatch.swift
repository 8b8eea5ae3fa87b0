import Bytes
package import Model

/// How well a mapping fits a file's header.
package struct MappingFit: Sendable, Equatable {
    /// Fields that have a column.
    package var matched: [Int] = []
    /// Required fields without a column and without a constant.
    package var missing: [Int] = []
    /// Labels that the mapping neither uses nor ignores.
    package var unknown: [String] = []
    /// 0 (nothing fits) to 1 (every column of the mapping is there and no other).
    package var score = 0.0
}

/// Which catalogue field each column of a file fills.
struct ColumnMatch {
    /// For each label the field, or nil.
    var fields: [Int?]
    var unknown: [String] = []
    /// Columns that are known and left out on purpose.
    var ignored = 0
}

/// Resolves the labels of a header by a mapping: an exact normal label first, then without what a trailing bracket adds. A bracket that names
/// another unit of money than the mapping's makes another column: it is unknown rather than ten thousand times wrong (domain §9).
struct ColumnResolver: Sendable {
    private let mapping: Mapping
    private var exact: [String: Int] = [:]
    /// Labels without bracket; nil where two fields would share one.
    private var loose: [String: Int?] = [:]
    private var ignored: Set<String> = []
    private var looselyIgnored: Set<String> = []

    init(_ mapping: Mapping) {
        self.mapping = mapping
        for column in mapping.columns {
            for label in column.labels {
                let normal = HeaderLabel.normal(label)
                if exact[normal] == nil { exact[normal] = column.field }
                let short = HeaderLabel.withoutBracket(normal)
                if let other = loose[short], other != column.field {
                    loose[short] = .some(nil)
                } else {
                    loose[short] = column.field
                }
            }
        }
        for label in mapping.ignore {
            let normal = HeaderLabel.normal(label)
            ignored.insert(normal)
            looselyIgnored.insert(HeaderLabel.withoutBracket(normal))
        }
    }

    /// Whether a label is one the mapping knows, by which header lines are found.
    func knows(_ label: String) -> Bool {
        let normal = HeaderLabel.normal(label)
        guard !normal.isEmpty else { return false }
        let short = HeaderLabel.withoutBracket(normal)
        return exact[normal] != nil || loose[short] != nil || ignored.contains(normal) || looselyIgnored.contains(short)
    }

    /// Whether a column is left out on purpose, or one of a repair file's own.
    func leavesOut(_ label: String) -> Bool {
        let normal = HeaderLabel.normal(label)
        return normal.isEmpty || ignored.contains(normal) || RepairColumn.isOne(label)
            || looselyIgnored.contains(HeaderLabel.withoutBracket(normal))
    }

    /// Resolves the labels of a whole header. Of two columns for one field the first wins; the later one is unknown.
    func match(_ labels: [String]) -> ColumnMatch {
        let normals = labels.map(HeaderLabel.normal)
        var result = ColumnMatch(fields: Array(repeating: nil, count: labels.count))
        var taken: Set<Int> = []
        var isSettled = normals.map(\.isEmpty)
        for (column, normal) in normals.enumerated() where !isSettled[column] {
            if let field = exact[normal], taken.insert(field).inserted {
                result.fields[column] = field
                isSettled[column] = true
            } else if ignored.contains(normal) {
                result.ignored += 1
                isSettled[column] = true
            }
        }
        for (column, normal) in normals.enumerated() where !isSettled[column] {
            let short = HeaderLabel.withoutBracket(normal)
            if exact[normal] == nil, case .some(.some(let field)) = loose[short], !namesOtherUnit(normal, of: field),
                taken.insert(field).inserted
            {
                result.fields[column] = field
            } else if looselyIgnored.contains(short) || RepairColumn.isOne(labels[column]) {
                result.ignored += 1
            } else {
                result.unknown.append(labels[column])
            }
        }
        return result
    }

    /// Whether a label's bracket says 元 where the mapping reads 万元, or the other way round.
    private func namesOtherUnit(_ normal: String, of field: Int) -> Bool {
        guard let unit = HeaderLabel.unit(of: normal) else { return false }
        if let known = mapping.units[field] { return known != unit }
        let labels = mapping.columns.first { $0.field == field }?.labels ?? []
        return labels.contains { HeaderLabel.unit(of: HeaderLabel.normal($0)).map { $0 != unit } ?? false }
    }

    /// Required fields that have neither a column nor a constant.
    func missing(_ fields: some Sequence<Int>, of item: Item) -> [Int] {
        var present = Set(fields)
        present.formUnion(mapping.constants.map(\.field))
        return item.fields.indices.filter { item.fields[$0].isRequired && !present.contains($0) }
    }

    /// Refuses a file that lacks a required column, naming the labels looked for and the nearest one there is.
    func requireColumns(_ labels: [String], _ match: ColumnMatch, of item: Item) throws(RefusedFile) {
        guard let field = missing(match.fields.compactMap { $0 }, of: item).first else { return }
        let column = mapping.columns.first { $0.field == field }
        let wanted = column?.labels ?? []
        let names = wanted.isEmpty ? item.fields[field].title : wanted.joined(separator: "、")
        let nearest = NearestLabel.find(wanted.isEmpty ? [item.fields[field].title] : wanted, in: match.unknown)
            .map { PersonalNumbers.hidden(in: $0) }
        let present = HeaderLabel.shown(labels, known: match.fields.count { $0 != nil } + match.ignored)
        throw RefusedFile(
            .missingColumn,
            chinese: "缺少必填项“\(item.fields[field].title)”的列（应有表头：\(names)）"
                + (nearest.map { "；最接近的现有表头是“\($0)”" } ?? "；\(present.chinese)"),
            english: "the required field \(item.fields[field].name) has no column; looked for: \(names)"
                + (nearest.map { "; the nearest label present is “\($0)”" }
                    ?? "; \(present.english)"))
    }
}

/// A mapping made ready to be held against many headers.
package struct PreparedMapping: Sendable {
    package let mapping: Mapping
    fileprivate let item: Item
    fileprivate let resolver: ColumnResolver

    package init(_ mapping: Mapping, item: Item) {
        self.mapping = mapping
        self.item = item
        resolver = ColumnResolver(mapping)
    }

    /// How well the mapping fits a file whose header has these labels.
    package func fit(_ labels: [String]) -> MappingFit { Extraction.fit(resolver, mapping, item, labels) }

    /// How well the mapping fits a file at best; nil where it cannot read the file.
    package func fit(_ header: FileHeader) -> MappingFit? {
        let both = header.lines(for: mapping).compactMap { lines -> [String]? in
            guard let found = HeaderFinder.mostKnown(in: lines, resolver), found.lines.count > 1 else { return nil }
            return found.labels
        }
        return (header.labels(for: mapping) + both).map { fit($0) }.max { $0.score < $1.score }
    }
}

/// How well `mapping` fits a file whose header has these labels.
package func fit(of mapping: Mapping, item: Item, labels: [String]) -> MappingFit {
    PreparedMapping(mapping, item: item).fit(labels)
}

private func fit(_ resolver: ColumnResolver, _ mapping: Mapping, _ item: Item, _ labels: [String]) -> MappingFit {
    let match = resolver.match(labels)
    var result = MappingFit()
    result.matched = match.fields.compactMap { $0 }
    result.missing = resolver.missing(result.matched, of: item)
    result.unknown = match.unknown
    guard !result.matched.isEmpty else { return result }
    let known = Double(result.matched.count + match.ignored)
    let precision = known / (known + Double(match.unknown.count))
    let recall = Double(result.matched.count) / Double(max(1, mapping.columns.count))
    let required = item.fields.count { $0.isRequired }
    let complete = required == 0 ? 1 : 1 - Double(result.missing.count) / Double(required)
    result.score = precision * (0.5 + 0.5 * min(1, recall)) * complete
    return result
}
