internal import Model

/// Reads all files under `Mappings/` in the order in which they refer to each other.
struct MappingsReader {
    let source: MappingsFolder
    let formats: [FileFormat]
    let errors: ErrorList

    struct Result {
        var items: [Item]
        var lists: [String: CodeList]
        var calendar: WorkingCalendar
        var authority: AuthorityMatrix
        var departments: [Department]
    }

    func read() -> Result {
        let lists = CodeLists(files: source.files(in: "codes"), errors: errors)
        let calendar = CalendarReader.read(source.files(in: "calendar"), errors: errors)
        let itemFiles = source.files(in: "catalogue")
        let drafts = self.drafts(itemFiles, lists: lists)
        let itemIDs = names(itemFiles, drafts.map(\.item.id))

        let presetFiles = source.files(in: "presets")
        let presetReader = PresetReader(
            drafts: drafts, itemIDs: itemIDs, lists: lists, formats: formats, errors: errors)
        let presets = presetFiles.compactMap(presetReader.read)
        let deliveryReader = DeliveryReader(
            drafts: drafts, itemIDs: itemIDs, presets: presets, presetIDs: names(presetFiles, presets.map(\.id)),
            lists: lists, formats: formats)
        let departmentFiles = source.files(in: "departments")
        let departments = DepartmentReader(deliveries: deliveryReader, lists: lists, errors: errors).read(
            departmentFiles)

        let authorityReader = AuthorityReader(
            drafts: drafts, itemIDs: itemIDs, departments: names(departmentFiles, departments.map(\.id)), errors: errors
        )
        return Result(
            items: drafts.map(\.item), lists: lists.lists, calendar: calendar,
            authority: source.authority.map(authorityReader.read) ?? AuthorityMatrix(),
            departments: departments.sorted { $0.id < $1.id })
    }

    /// The items in the order of their ids, numbered, their comparisons resolved.
    private func drafts(_ files: [SourceFile], lists: CodeLists) -> [ItemDraft] {
        if files.isEmpty { errors.add(file: "\(source.name)/catalogue", .nothingToDo(what: .item)) }
        let reader = ItemReader(lists: lists, errors: errors)
        // Sorting is stable: the files come by name.
        var drafts = files.compactMap(reader.read).sorted { $0.item.id < $1.item.id }
        for index in drafts.indices {
            drafts[index].item.number = index
            if index > 0, drafts[index].item.id == drafts[index - 1].item.id {
                errors.add(file: drafts[index].file.name, key: "item", .duplicate(first: drafts[index - 1].file.name))
            }
        }
        let comparisons = ComparisonReader(drafts: drafts, ids: names(files, drafts.map(\.item.id)))
        for index in drafts.indices {
            drafts[index].item.comparisons =
                drafts[index].comparison.map { comparisons.read($0, of: drafts[index]) } ?? []
        }
        return drafts
    }

    /// What may be referred to: what was read, and what a file's name promises where the file itself has a mistake.
    private func names(_ files: [SourceFile], _ read: [String]) -> [String] {
        Set(files.map(\.stem)).union(read).sorted()
    }
}
