internal import Model

/// An item as its file says, before the files that it refers to are known.
struct ItemDraft {
    var item: Item
    var scope: FieldScope
    let file: SourceFile
    /// The key `compare`, resolved when all items have been read.
    var comparison: Value?
}

/// Reads `Mappings/catalogue/<item>.yml`.
struct ItemReader {
    let lists: CodeLists
    let errors: ErrorList

    private static let keys = [
        "item", "title", "class", "disclosed_by", "subject", "key", "event_date", "version", "deadline_working_days",
        "frequency", "made_by", "natural_person", "withhold", "withdrawn", "changed", "fields", "checks", "compare",
    ]

    func read(_ file: SourceFile) -> ItemDraft? {
        guard let section = YAMLDocument.read(file, errors: errors)?.section(Self.keys) else { return nil }
        let id = section.identifier("item", fileStem: file.stem)
        let title = section.required("title")?.text()
        let itemClass = section.required("class")?.choice(ItemClass.self)
        let discloser = section.required("disclosed_by")?.choice(["government", "enterprise"])
        let fields = section.required("fields")
        let scope = FieldScope(fields, lists: lists)
        var item = Item(
            number: 0, id: id ?? file.stem, title: title ?? "", itemClass: itemClass ?? .basic,
            isSelfDisclosed: discloser == "enterprise", fields: scope.fields)
        item.isRegister = item.id == "registration"
        // Without fields every reference would be a mistake of its own.
        if scope.fields.isEmpty { return ItemDraft(item: item, scope: scope, file: file) }

        item.subject = subject(section.required("subject"), scope)
        item.key = Self.key(section.required("key"), scope)
        item.eventDate = section["event_date"].flatMap { scope.field($0, types: [.date]) }
        item.version =
            section["version"]?.texts()?.compactMap { scope.field($0, types: [.date, .integer, .year]) } ?? []
        item.deadline = section["deadline_working_days"]?.integer(1...366)
        if section["event_date"] == nil { section["deadline_working_days"]?.note(.needs(key: "event_date")) }
        item.frequency = section["frequency"]?.choice(Frequency.self) ?? item.frequency
        item.madeBy = section["made_by"].flatMap { scope.field($0, types: [.uscc]) }
        item.naturalPerson = section["natural_person"].flatMap { valueTest($0, scope, mayBeOnly: true) }
        item.withhold = section["withhold"].flatMap { valueTest($0, scope) }
        item.withdrawn = section["withdrawn"].flatMap { valueTest($0, scope) }
        item.changed = section["changed"].flatMap { valueTest($0, scope) }
        let checks = CheckReader(scope: scope, hasNaturalPerson: section["natural_person"] != nil)
        item.checks = checks.read(section["checks"])
        if discloser == "government" { section["compare"]?.note(.notUsedHere(key: "disclosed_by: enterprise")) }
        return ItemDraft(item: item, scope: scope, file: file, comparison: section["compare"])
    }

    private func subject(_ value: Value?, _ scope: FieldScope) -> SubjectFields {
        var subject = SubjectFields()
        let keys = ["code", "name", "registration_number", "organisation_code", "taxpayer_number", "agree"]
        guard let value, let section = value.section(keys) else { return subject }
        func field(_ key: String, _ type: FieldType) -> Int? { section[key].flatMap { scope.field($0, types: [type]) } }
        subject.code = field("code", .uscc)
        subject.name = field("name", .name)
        subject.registrationNumber = field("registration_number", .registrationNumber)
        subject.organisationCode = field("organisation_code", .organisationCode)
        subject.taxpayerNumber = field("taxpayer_number", .taxpayerNumber)
        subject.agree = scope.fields(section["agree"]?.texts())
        if keys.dropLast().allSatisfy({ section[$0] == nil }) { value.note(.needs(key: "code")) }
        return subject
    }

    /// A list of fields, or of lists of which the first present one counts.
    static func key(_ value: Value?, _ scope: FieldScope) -> [FirstPresent] {
        guard let elements = value?.list() else { return [] }
        if elements.isEmpty { value?.note(.empty) }
        return elements.map { scope.fields($0.texts()) }
    }

    private func valueTest(_ value: Value, _ scope: FieldScope, mayBeOnly: Bool = false) -> ValueTest? {
        guard let section = value.section(["field", "values"] + (mayBeOnly ? ["or_only"] : [])) else { return nil }
        let field = section.required("field").flatMap { scope.field($0) }
        let values = section.required("values")?.texts()
        if values?.isEmpty == true { section["values"]?.note(.empty) }
        let orOnly = section["or_only"].flatMap { scope.field($0) }
        guard let field, let values else { return nil }
        for value in values { lists.checkLabel(value, of: scope.fields[field]) }
        return ValueTest(field: field, values: values.compactMap(\.peekText), orOnly: orOnly)
    }
}
