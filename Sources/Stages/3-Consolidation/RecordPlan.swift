package import Model

/// What of an item's rows goes into records, and how keys are made: derived from the catalogue once.
package struct RecordPlan: Sendable {
    package let item: Item
    /// The fields whose values travel in records, in field order: disclosed, compared or identifying ones.
    package let stored: [Int]
    /// For each field its place in ``stored``, or -1.
    package let place: [Int]
    /// The parts of the natural key; empty where the subject itself is the key.
    package let key: [FirstPresent]
    /// The parts by which self-disclosure and government records meet; nil where the item is not compared.
    package let pair: [FirstPresent]?

    package init(item: Item, in catalogue: Catalogue) {
        self.item = item
        let identity = Set([item.subject.code, item.subject.registrationNumber].compactMap(\.self))
        func withoutIdentity(_ parts: [FirstPresent]) -> [FirstPresent] {
            parts.filter { !Set($0).isSubset(of: identity) }
        }
        key = withoutIdentity(item.key)

        var wanted = Set(item.fields.indices.filter { item.fields[$0].disclosure != .no })
        let subject = item.subject
        wanted.formUnion(
            [subject.code, subject.name, subject.registrationNumber, subject.organisationCode, subject.taxpayerNumber]
                .compactMap(\.self) + subject.agree)
        var pair: [FirstPresent]?
        if let plan = item.comparison {
            pair = withoutIdentity(plan.selfKey)
            wanted.formUnion(plan.fields.map(\.selfField))
        }
        for other in catalogue.items {
            guard let plan = other.comparison, plan.counterpart == item.number else { continue }
            pair = withoutIdentity(plan.governmentKey)
            wanted.formUnion(plan.fields.map(\.governmentField))
        }
        self.pair = pair
        let stored = wanted.sorted()
        self.stored = stored
        place = item.fields.indices.map { stored.firstIndex(of: $0) ?? -1 }
    }

    /// The plans of all items, by item number.
    package static func all(of catalogue: Catalogue) -> [RecordPlan] {
        catalogue.items.map { RecordPlan(item: $0, in: catalogue) }
    }
}
