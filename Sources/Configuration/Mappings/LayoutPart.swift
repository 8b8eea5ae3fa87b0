internal import Model

/// What a preset or a delivery itself says about a layout; the two are merged into a ``Mapping``.
struct LayoutPart {
    /// A label with the place where it stands.
    struct Label {
        var text: String
        var place: Value
        var normal: String { HeaderLabel.normal(text) }
    }

    struct Column {
        var field: Int
        var labels: [Label]
    }

    static let keys = ["columns", "ignore", "constants", "values", "units", "format", "row", "sheet"]

    var format: String?
    var row: [String] = []
    /// Workbooks: name of the sheet, or its number from 1 on.
    var sheet: String?
    var columns: [Column] = []
    var ignore: [Label] = []
    var constants: [Int: String] = [:]
    var values: [Int: [String: String]] = [:]
    var units: [Int: MoneyUnit] = [:]

    /// - Parameters:
    ///   - scope: the fields of the item that the layout is for.
    ///   - formats: what files may be.
    init(_ section: Section, scope: FieldScope, lists: CodeLists, formats: [FileFormat]) {
        format = section["format"]?.choice(formats.map(\.type))
        row = section["row"]?.list()?.compactMap { $0.text() } ?? []
        sheet = section["sheet"]?.text()
        if section["row"]?.isList == true, row.isEmpty { section["row"]?.note(.empty) }
        ignore = section["ignore"]?.list()?.compactMap(Self.label) ?? []
        for (name, value) in section["columns"]?.pairs() ?? [] {
            guard let field = scope.field(name), let labels = value.texts() else { continue }
            if labels.isEmpty { value.note(.empty) }
            columns.append(Column(field: field, labels: labels.compactMap(Self.label)))
        }
        for (name, value) in section["constants"]?.pairs() ?? [] {
            guard let field = scope.field(name), let text = value.text() else { continue }
            lists.checkLabel(value, of: scope.fields[field], orCode: true)
            constants[field] = text
        }
        for (name, value) in section["values"]?.pairs() ?? [] {
            guard let field = scope.field(name), let spellings = value.pairs() else { continue }
            for (spelling, target) in spellings {
                guard let text = target.text(), let from = spelling.peekText else { continue }
                lists.checkLabel(target, of: scope.fields[field])
                values[field, default: [:]][from] = text
            }
        }
        for (name, value) in section["units"]?.pairs() ?? [] {
            guard let field = scope.field(name, types: [.money]), let unit = value.choice(MoneyUnit.self) else {
                continue
            }
            units[field] = unit
        }
        checkLabels(scope)
    }

    private static func label(_ value: Value) -> Label? {
        guard let text = value.text() else { return nil }
        if RepairColumn.isOne(text) { value.note(.repairColumn) }
        return Label(text: text, place: value)
    }

    /// Within one file a label stands for one field, and is not ignored as well.
    private func checkLabels(_ scope: FieldScope) {
        var owners: [String: Int] = [:]
        let ignored = Set(ignore.map(\.normal))
        for column in columns {
            for label in column.labels {
                if let owner = owners[label.normal], owner != column.field {
                    label.place.note(.labelTaken(field: scope.fields[owner].name))
                }
                owners[label.normal] = column.field
                if ignored.contains(label.normal) { label.place.note(.labelIgnored) }
            }
        }
    }

    /// This layout with a delivery's own additions: its labels come before those of the same field, its lists join, its values win.
    ///
    /// What the delivery says of a label counts: one it maps leaves the field that it had here and is no longer ignored, one it
    /// ignores is no longer mapped.
    func merging(_ own: LayoutPart) -> LayoutPart {
        var merged = self
        merged.format = own.format ?? format
        if !own.row.isEmpty { merged.row = own.row }
        merged.sheet = own.sheet ?? sheet
        let mapped = Set(own.columns.flatMap { $0.labels.map(\.normal) })
        let ignored = Set(own.ignore.map(\.normal))
        let claimed = mapped.union(ignored)
        merged.ignore = ignore.filter { !claimed.contains($0.normal) } + own.ignore

        let added = Dictionary(own.columns.map { ($0.field, $0.labels) }) { first, _ in first }
        merged.columns = columns.compactMap { column in
            let labels = (added[column.field] ?? []) + column.labels.filter { !claimed.contains($0.normal) }
            return labels.isEmpty ? nil : Column(field: column.field, labels: labels)
        }
        let present = Set(columns.map(\.field))
        merged.columns += own.columns.filter { !present.contains($0.field) }

        merged.constants.merge(own.constants) { $1 }
        merged.units.merge(own.units) { $1 }
        merged.values.merge(own.values) { $0.merging($1) { $1 } }
        return merged
    }
}

extension [FileFormat] {
    func rowPath(_ format: String?) -> RowPathUse { first { $0.type == format }?.rowPath ?? .none }

    /// `row` stands where the format has elements to point at, and nowhere else.
    func checkRow(of section: Section, format: String?, isRequired: Bool) {
        guard let format = first(where: { $0.type == format }) else { return }
        if format.rowPath != .none {
            if isRequired, format.rowPath == .required, section["row"] == nil { _ = section.required("row") }
        } else {
            let others = filter { $0.rowPath != .none }.map { "format: \($0.type)" }.joined(separator: ", ")
            section["row"]?.note(.notUsedHere(key: others))
        }
    }
}
