internal import Model

/// A layout that several departments share.
struct Preset {
    let id: String
    /// Index of the item among the drafts; nil where the preset's file has a mistake there.
    let item: Int?
    let part: LayoutPart?
}

/// Reads `Mappings/presets/<name>.yml`.
struct PresetReader {
    let drafts: [ItemDraft]
    let itemIDs: [String]
    let lists: CodeLists
    let formats: [FileFormat]
    let errors: ErrorList

    func read(_ file: SourceFile) -> Preset? {
        let keys = ["preset", "title", "item"] + LayoutPart.keys
        guard let section = YAMLDocument.read(file, errors: errors)?.section(keys) else { return nil }
        let id = section.identifier("preset", fileStem: file.stem) ?? file.stem
        _ = section["title"]?.text()
        _ = section.required("columns")
        formats.checkRow(of: section, format: section.required("format")?.peekText, isRequired: true)
        guard let name = section.required("item")?.reference(.item, in: itemIDs),
            let item = drafts.firstIndex(where: { $0.item.id == name }), !drafts[item].scope.fields.isEmpty
        else { return Preset(id: id, item: nil, part: nil) }
        return Preset(
            id: id, item: item, part: LayoutPart(section, scope: drafts[item].scope, lists: lists, formats: formats))
    }
}
