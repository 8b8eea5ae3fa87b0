/// One number, one source: which source's word counts, by item, field, region and time (domain §7).
package struct AuthorityMatrix: Sendable {
    /// A place in the order: a department, or whoever made the row.
    package enum Place: Sendable, Equatable {
        case maker
        case department(String)
    }

    package struct Rule: Sendable {
        package var order: [Place]
        /// Prefix of the source's region; empty for all.
        package var region = ""
        /// Bounds of the event date, days since 1970-01-01.
        package var from = Int.min
        package var to = Int.max
        package init(order: [Place]) { self.order = order }
    }

    package struct ItemRules: Sendable {
        package var order: [Place]
        package var rules: [Rule] = []
        /// Orders of single fields, by name, where they differ.
        package var fields: [String: [Place]] = [:]
        package init(order: [Place]) { self.order = order }
    }

    package var items: [String: ItemRules]

    package init(items: [String: ItemRules] = [:]) { self.items = items }

    /// The rank of a source's statement: 0 is the authority; who is not named stands behind all who are.
    package func rank(item: String, department: String, region: String, isMaker: Bool, eventDay: Int?) -> Int {
        guard let rules = items[item] else { return isMaker ? 0 : 1 }
        let special = rules.rules.first { rule in
            region.hasPrefix(rule.region) && (eventDay.map { $0 >= rule.from && $0 <= rule.to } ?? false)
        }
        return AuthorityMatrix.rank(in: special?.order ?? rules.order, department: department, isMaker: isMaker)
    }

    /// The rank of a source for one field of what identifies a subject.
    package func rank(item: String, field: String, department: String) -> Int {
        guard let rules = items[item] else { return 1 }
        return AuthorityMatrix.rank(in: rules.fields[field] ?? rules.order, department: department, isMaker: false)
    }

    private static func rank(in order: [Place], department: String, isMaker: Bool) -> Int {
        for (index, place) in order.enumerated() {
            switch place {
            case .maker where isMaker: return index
            case .department(department): return index
            default: continue
            }
        }
        return order.count
    }
}
