package import Model

/// What ids are called: departments, items, fields and rules in the words of a report's readers.
package struct Vocabulary: Sendable {
    /// Those who act beside departments have names too.
    private var departments = ["enterprise": "企业", "steward": "数据管理员"]
    private var items: [String: String] = [:]
    private var fields: [String: [String: String]] = [:]
    private var rules: [String: RuleFacts] = [:]
    private var comparisons: [String: String] = [:]
    private var terms: [String: (chinese: String, english: String)] = [:]
    /// Names of regions by GB/T 2260 code.
    package var regions: [String: String] = [:]

    /// - Parameter terms: what the words of comparison are called: results, attributions and their rules.
    package init(
        items: [Item] = [], departments: [Department] = [], rules: [RuleFacts] = [],
        terms: [String: (chinese: String, english: String)] = [:]
    ) {
        self.terms = terms
        for item in items {
            self.items[item.id] = item.title
            fields[item.id] = Dictionary(
                item.fields.map { ($0.name, $0.title) }, uniquingKeysWith: { first, _ in first })
        }
        for plan in items.flatMap(\.comparisons) where items.indices.contains(plan.counterpart) {
            comparisons[plan.id] = "\(items[plan.item].title) × \(items[plan.counterpart].title)"
        }
        for department in departments { self.departments[department.id] = department.title }
        for rule in rules { self.rules[rule.id] = rule }
    }

    func department(_ id: String) -> String { departments[id] ?? id }
    /// `企业公示行政许可 × 行政许可`
    package func comparison(_ id: String) -> String { comparisons[id] ?? id }
    package func term(_ id: String) -> (chinese: String, english: String) { terms[id] ?? (id, id) }
    /// Who is to act on a case.
    package func responsible(_ id: String) -> String { department(id) }
    func item(_ id: String) -> String { items[id] ?? id }
    func region(_ code: String) -> String { regions[code].map { "\($0)（\(code)）" } ?? code }
    func field(_ name: String, of item: String) -> String { fields[item]?[name] ?? name }
    func rule(_ id: String) -> RuleFacts? { rules[id] }
    /// What a rule says, or its id where the catalogue no longer has it.
    func chinese(_ rule: String) -> String { rules[rule]?.chinese ?? rule }
    func english(_ rule: String) -> String { rules[rule]?.english ?? rule }
}
