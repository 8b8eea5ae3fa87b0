internal import Model

/// Reads `Mappings/authority.yml`: who is believed, by item, field, region and time.
struct AuthorityReader {
    let drafts: [ItemDraft]
    let itemIDs: [String]
    let departments: [String]
    let errors: ErrorList

    func read(_ file: SourceFile) -> AuthorityMatrix {
        var matrix = AuthorityMatrix()
        guard let section = YAMLDocument.read(file, errors: errors)?.section(["items"]),
            let items = section.required("items")?.pairs()
        else { return matrix }
        for (name, value) in items {
            let rules = self.rules(value, draft: drafts.first { $0.item.id == name.peekText })
            if let id = name.reference(.item, in: itemIDs) { matrix.items[id] = rules }
        }
        return matrix
    }

    private func rules(_ value: Value, draft: ItemDraft?) -> AuthorityMatrix.ItemRules {
        var rules = AuthorityMatrix.ItemRules(order: [])
        guard let section = value.section(["default", "fields", "rules"]) else { return rules }
        let mayNameMaker = draft.map { $0.item.madeBy != nil } ?? true
        rules.order = places(section.required("default"), mayNameMaker: mayNameMaker)
        for (name, order) in section["fields"]?.pairs() ?? [] {
            if let draft, !draft.scope.fields.isEmpty { _ = name.reference(.field, in: draft.scope.names) }
            // Fields of a subject come from many rows: nobody is their maker.
            rules.fields[name.peekText ?? ""] = places(order, mayNameMaker: false)
        }
        rules.rules = section["rules"]?.list()?.compactMap { rule($0, mayNameMaker: mayNameMaker) } ?? []
        return rules
    }

    private func rule(_ value: Value, mayNameMaker: Bool) -> AuthorityMatrix.Rule? {
        guard let section = value.section(["order", "region", "from", "to"]) else { return nil }
        var rule = AuthorityMatrix.Rule(order: places(section.required("order"), mayNameMaker: mayNameMaker))
        if let region = section["region"], let prefix = region.text() {
            if prefix.utf8.count > 6 || !prefix.utf8.allSatisfy({ (48...57).contains($0) }) {
                region.note(.unknown(.region))
            }
            rule.region = prefix
        }
        rule.from = section["from"]?.day() ?? rule.from
        rule.to = section["to"]?.day() ?? rule.to
        if rule.from > rule.to { section["from"]?.note(.wrongOrder(first: "from", second: "to")) }
        return rule
    }

    private func places(_ value: Value?, mayNameMaker: Bool) -> [AuthorityMatrix.Place] {
        guard let elements = value?.list() else { return [] }
        if elements.isEmpty { value?.note(.empty) }
        var seen: [String: Value] = [:]
        return elements.compactMap { element in
            guard let name = element.reference(.department, in: departments + ["maker"]) else { return nil }
            if let first = seen.updateValue(element, forKey: name) { element.note(.duplicate(first: first.place)) }
            guard name == "maker" else { return .department(name) }
            if !mayNameMaker { element.note(.needs(key: "made_by")) }
            return .maker
        }
    }
}
