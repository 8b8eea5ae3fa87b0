internal import Model

/// Resolves `compare` of a self-disclosed item against its government counterpart: the same field names pair the two.
struct ComparisonReader {
    /// All items, in the order of their numbers.
    let drafts: [ItemDraft]
    /// Ids of all items, also of those whose files could not be read.
    let ids: [String]

    func read(_ value: Value, of draft: ItemDraft) -> ComparisonPlan? {
        guard let section = value.section(["with", "pair", "fields"]) else { return nil }
        let with = section.required("with")
        let rows = section.required("fields")?.list()
        if rows?.isEmpty == true { section["fields"]?.note(.empty) }
        guard let with, let id = with.reference(.item, in: ids),
            let counterpart = drafts.firstIndex(where: { $0.item.id == id }), !drafts[counterpart].scope.fields.isEmpty
        else { return nil }
        if drafts[counterpart].item.isSelfDisclosed { with.note(.counterpartNotGovernment) }
        let government = drafts[counterpart].scope

        var selfKey = draft.item.key
        var governmentKey: [FirstPresent] = []
        if let pair = section["pair"] {
            selfKey = ItemReader.key(pair, draft.scope)
            governmentKey = ItemReader.key(pair, government)
        } else {
            // The item's own key, by name, on the other side.
            governmentKey = draft.item.key.map { part in
                part.compactMap { index in
                    let name = draft.scope.fields[index].name
                    guard let field = government.names.firstIndex(of: name) else {
                        value.at(key: "\(value.key).pair").note(
                            .unknown(.field), nearest: NearestName.find(name, in: government.names))
                        return nil
                    }
                    return field
                }
            }
        }
        let pairs = rows?.compactMap { pair($0, own: draft.scope, government: government) } ?? []
        return ComparisonPlan(counterpart: counterpart, selfKey: selfKey, governmentKey: governmentKey, fields: pairs)
    }

    private func pair(_ value: Value, own: FieldScope, government: FieldScope) -> ComparisonPlan.Pair? {
        guard let section = value.section(["self", "government", "by"]) else { return nil }
        let comparator = section.required("by")?.choice(Comparator.self)
        let types: [FieldType] =
            switch comparator {
            case .date: [.date]
            case .money: [.money, .decimal, .integer]
            default: []
            }
        let selfField = section.required("self").flatMap { own.field($0, types: types) }
        let governmentField = section.required("government").flatMap { government.field($0, types: types) }
        guard let comparator, let selfField, let governmentField else { return nil }
        return ComparisonPlan.Pair(selfField: selfField, governmentField: governmentField, comparator: comparator)
    }
}
