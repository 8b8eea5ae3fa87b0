internal import Model

/// Reads one element of `deliveries` and merges it with its preset.
struct DeliveryReader {
    let drafts: [ItemDraft]
    let itemIDs: [String]
    let presets: [Preset]
    /// Names of all presets, also of those whose files could not be read.
    let presetIDs: [String]
    let lists: CodeLists
    let formats: [FileFormat]

    private static let keys = ["item", "files", "preset", "frequency", "due_working_days", "volume"] + LayoutPart.keys

    func read(_ element: Value, department: String) -> Mapping? {
        // The path starts anew: within a department's file the line says which delivery it is.
        guard let section = element.at(key: "").section(Self.keys) else { return nil }
        let itemName = section.required("item")?.reference(.item, in: itemIDs)
        let presetName = section["preset"]?.reference(.preset, in: presetIDs)
        let files = section["files"]?.text()
        let frequency = section["frequency"]?.choice(Frequency.self)
        let dueWorkingDays = section["due_working_days"]?.integer(0...60)
        let volume = self.volume(section["volume"])
        guard let itemName, let item = drafts.firstIndex(where: { $0.item.id == itemName }) else { return nil }
        let draft = drafts[item]
        guard !draft.scope.fields.isEmpty else { return nil }

        var shared: LayoutPart?
        if let presetValue = section["preset"] {
            guard let preset = presets.first(where: { $0.id == presetName }), let presetItem = preset.item else {
                return nil
            }
            guard presetItem == item else {
                presetValue.note(.itemOfPresetDiffers(preset: preset.id), nearest: drafts[presetItem].item.id)
                return nil
            }
            shared = preset.part
        } else {
            _ = section.required("columns")
            _ = section.required("format")
        }
        let own = LayoutPart(section, scope: draft.scope, lists: lists, formats: formats)
        let part = shared?.merging(own) ?? own
        formats.checkRow(of: section, format: part.format, isRequired: own.format != nil && part.row.isEmpty)
        var mapping = Mapping(
            department: department, name: presetName ?? itemName, item: item, format: part.format ?? "", files: files,
            columns: part.columns.map { Mapping.Column(field: $0.field, labels: $0.labels.map(\.text)) },
            ignore: part.ignore.map(\.text),
            constants: part.constants.sorted { $0.key < $1.key }.map { (field: $0.key, value: $0.value) },
            values: part.values, units: part.units, rowPath: formats.rowPath(part.format) == .none ? [] : part.row,
            frequency: frequency ?? draft.item.frequency, minimumRows: volume.low, maximumRows: volume.high)
        mapping.dueWorkingDays = dueWorkingDays ?? 0
        mapping.sheet = part.sheet
        return mapping
    }

    private func volume(_ value: Value?) -> (low: Int?, high: Int?) {
        guard let value, let section = value.section(["min", "max"]) else { return (nil, nil) }
        let low = section["min"]?.integer(0...1_000_000_000)
        let high = section["max"]?.integer(0...1_000_000_000)
        if let low, let high, low > high { section["min"]?.note(.wrongOrder(first: "min", second: "max")) }
        return (low, high)
    }
}
