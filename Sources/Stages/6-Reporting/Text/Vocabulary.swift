package import Model

/// What ids are called: departments, items, fields and rules in the words of a report's readers.
package struct Vocabulary: Sendable {
    private var departments: [String: String] = [:]
    private var items: [String: String] = [:]
    private var fields: [String: [String: String]] = [:]
    private var rules: [String: RuleFacts] = [:]

    package init(items: [Item] = [], departments: [Department] = [], rules: [RuleFacts] = []) {
        for item in items {
            self.items[item.id] = item.title
            fields[item.id] = Dictionary(
                item.fields.map { ($0.name, $0.title) }, uniquingKeysWith: { first, _ in first })
        }
        for department in departments { self.departments[department.id] = department.title }
        for rule in rules { self.rules[rule.id] = rule }
    }

    func department(_ id: String) -> String { departments[id] ?? id }
    func item(_ id: String) -> String { items[id] ?? id }
    func field(_ name: String, of item: String) -> String { fields[item]?[name] ?? name }
    func rule(_ id: String) -> RuleFacts? { rules[id] }
    /// What a rule says, or its id where the catalogue no longer has it.
    func chinese(_ rule: String) -> String { rules[rule]?.chinese ?? rule }
    func english(_ rule: String) -> String { rules[rule]?.english ?? rule }
}
