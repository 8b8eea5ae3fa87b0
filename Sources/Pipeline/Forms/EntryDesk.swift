package import GuijiConfiguration
package import Model

/// Takes forms of manual entry as they are filled in: what each item asks for, what the register knows already, and whether a row would pass.
package struct EntryDesk: Sendable {
    let context: RecordContext
    let register: RegisterLookup
    let disclosed: DisclosedRecords
    let judges = EntryJudges()
    let recent = RecentForms()

    package static let channel = EntryForm.name
    /// Members of a form that are no fields: the reason, and the form's own id.
    package static let notes = EntryForm.notes

    package init(_ configuration: Configuration) {
        context = RecordContext(configuration)
        let store = DisclosureReader(path: configuration.settings.paths.disclosure)
        register = RegisterLookup(store, items: configuration.catalogue.items)
        disclosed = DisclosedRecords(store, context)
    }

    /// A form that cannot be taken as it is.
    package struct Mistake: Error, Sendable {
        package enum Kind: Sendable {
            /// What it says.
            case invalid
            /// What is held already keeps it from taking effect.
            case conflict
        }
        package var kind = Kind.invalid
        package var chinese: String
        package var english: String
    }

    // MARK: Definition

    /// What a form of an item asks for.
    /// - Returns: nil where there is no such item.
    package func definition(_ item: String, department: String) -> JSONValue? {
        guard let item = context.catalogue.item(item) else { return nil }
        let constants = constants(item, department)
        var members: [(key: String, value: JSONValue)] = [
            ("item", .string(item.id)), ("title", .string(item.title)),
            ("subject_code", .optional(item.subject.code.map { item.fields[$0].name })),
            (
                "fields",
                .array(item.fields.enumerated().map { field($1, number: $0, of: item, default: constants[$0]) })
            ),
        ]
        // What to say in a file to take a record back.
        if let test = item.withdrawn, let state = test.values.first {
            let field = item.fields[test.field].name
            members.append(("withdrawal", .object([("field", .string(field)), ("value", .string(state))])))
        }
        return .object(members)
    }

    private func field(_ field: Field, number: Int, of item: Item, default constant: String?) -> JSONValue {
        let list = field.list.flatMap { context.catalogue.lists[$0] }
        let entries = (list?.entries ?? []).filter { $0.to == nil }
        var members: [(key: String, value: JSONValue)] = [
            ("name", .string(field.name)), ("title", .string(field.title)), ("type", .string(field.type.rawValue)),
            ("required", .bool(field.isRequired)), ("filled_in", .bool(filledIn(item)[number] != nil)),
        ]
        if let length = field.maxLength { members.append(("max_length", .int(length))) }
        if field.type == .money { members.append(("unit", .string(field.unit.rawValue))) }
        if let constant { members.append(("default", .string(constant))) }
        // Long lists, such as all regions, are looked up by whoever shows the form.
        if !entries.isEmpty, entries.count <= 100 {
            members.append(("choices", .array(entries.map { .string($0.label) })))
        }
        return .object(members)
    }

    /// What all the department's files of an item say, without saying it in their rows.
    func constants(_ item: Item, _ department: String) -> [Int: String] {
        let mapping = context.department(department)?.deliveries.first { $0.item == item.number }
        return Dictionary((mapping?.constants ?? []).map { ($0.field, $0.value) }) { first, _ in first }
    }

    /// Fields that the register fills in by the credit code, with its names of them.
    func filledIn(_ item: Item) -> [Int: String] {
        context.catalogue.items.first(where: \.isRegister).map {
            RegisterEntry.fields(of: item, filledFrom: $0)
        } ?? [:]
    }

    // MARK: Withdrawing

    /// The form that takes a record back, as a new version of it: what it said, with the state that means so.
    /// - Throws: ``Mistake`` where records of the item cannot be withdrawn.
    package func withdrawn(_ values: [String: String], item id: String) throws -> [String: String] {
        guard let item = context.catalogue.item(id), let test = item.withdrawn, let state = test.values.first else {
            throw Mistake(
                chinese: "该事项没有表示撤回的状态，不能撤回", english: "Records of this item have no state that takes them back")
        }
        var values = values
        values[item.fields[test.field].name] = state
        return values
    }
}
