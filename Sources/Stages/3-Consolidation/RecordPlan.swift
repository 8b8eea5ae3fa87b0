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
    /// Whether the natural key names the subject, beside ``key`` or alone.
    package let keyNamesSubject: Bool
    /// The parts that the item plays in comparisons.
    package let roles: [ComparisonRole]

    package init(item: Item, in catalogue: Catalogue) {
        self.item = item
        let identity = Set([item.subject.code, item.subject.registrationNumber].compactMap(\.self))
        key = item.key.filter { !Set($0).isSubset(of: identity) }
        keyNamesSubject = key.count < item.key.count

        var wanted = Set(item.fields.indices.filter { item.fields[$0].disclosure != .no })
        let subject = item.subject
        wanted.formUnion(
            [subject.code, subject.name, subject.registrationNumber, subject.organisationCode, subject.taxpayerNumber]
                .compactMap(\.self) + subject.agree)
        roles = catalogue.roles(of: item)
        for role in roles { wanted.formUnion(role.fields) }
        let stored = wanted.sorted()
        self.stored = stored
        place = item.fields.indices.map { stored.firstIndex(of: $0) ?? -1 }
    }

    /// The plans of all items, by item number.
    package static func all(of catalogue: Catalogue) -> [RecordPlan] {
        catalogue.items.map { RecordPlan(item: $0, in: catalogue) }
    }
}
