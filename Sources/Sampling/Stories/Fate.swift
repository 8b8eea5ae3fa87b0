/// What happens to one record in the course of the month.
enum Fate: Equatable {
    /// Delivered once.
    case plain
    // Stories in several deliveries.
    case relayed, relayedAltered, relayedAgain, revised, revisedAndRelayed, resent, outdated, repeated, withdrawn
    // Delivered once, about somebody who is found otherwise, or not at all.
    case unknownSubject, withheld, person, byRegistrationNumber, byOrganisationCode, byTaxpayerNumber, byName
    case dirty(Dirt)

    /// Shares in a thousand of records that may have a story, in order.
    private static let stories: [(share: Int, fate: Fate)] = [
        (140, .relayed), (15, .relayedAltered), (15, .relayedAgain), (30, .revised), (8, .revisedAndRelayed),
        (25, .resent), (10, .outdated), (5, .repeated), (4, .withdrawn),
    ]

    /// Shares in a thousand of all records.
    private static let others: [(share: Int, fate: Fate)] = [
        (10, .unknownSubject), (4, .withheld), (4, .person), (10, .byRegistrationNumber), (3, .byOrganisationCode),
        (3, .byTaxpayerNumber), (1, .byName),
    ]

    static let storied: [Fate] = stories.map(\.fate)

    /// - Parameters:
    ///   - dirt: the kinds that the file can have.
    ///   - hasStory: whether the record may come more than once.
    static func draw(
        _ dice: inout Dice, dirt: [Dirt], rate: Double, hasStory: Bool, _ layout: SampleLayout, _ fields: RowFields
    ) -> Fate {
        if !dirt.isEmpty, dice.chance(rate) { return .dirty(dirt[dice.below(dirt.count)]) }
        var draw = dice.below(1000)
        for (share, fate) in others {
            if draw < share { return fate.isPossible(layout, fields) ? fate : .plain }
            draw -= share
        }
        guard hasStory else { return .plain }
        draw = dice.below(1000)
        for (share, fate) in stories {
            // The platform's full records have another key, or say more, than the short layouts that lack a time of update.
            if draw < share { return fate.isRelayed && !layout.has(fields.updated) ? .plain : fate }
            draw -= share
        }
        return .plain
    }

    private func isPossible(_ layout: SampleLayout, _ fields: RowFields) -> Bool {
        switch self {
        case .withheld: layout.has(fields.publicity)
        case .person: layout.has(fields.documentID)
        case .byOrganisationCode: layout.has(fields.organisationCode)
        case .byTaxpayerNumber: layout.has(fields.taxpayerNumber)
        case .byName: layout.has(fields.legalRepresentative)
        default: true
        }
    }

    /// How far the record is relayed.
    var isRelayed: Bool {
        switch self {
        case .relayed, .relayedAltered, .relayedAgain, .revisedAndRelayed: true
        default: false
        }
    }
}

/// One delivery of a record: by its maker or the relaying platform, in the first or the second file.
enum Delivery: Int, CaseIterable { case makerFirst, makerSecond, relayFirst, relaySecond }

/// What a delivery says of a record.
enum Variant: Int { case original, revised, altered, outdated, withdrawn }

extension Fate {
    /// The deliveries of the record, each with what it says.
    var deliveries: [(delivery: Delivery, variant: Variant)] {
        switch self {
        case .relayed: [(.makerFirst, .original), (.relayFirst, .original)]
        case .relayedAltered: [(.makerFirst, .original), (.relayFirst, .altered)]
        case .relayedAgain: [(.makerFirst, .original), (.relayFirst, .original), (.relaySecond, .original)]
        case .revised: [(.makerFirst, .original), (.makerSecond, .revised)]
        case .revisedAndRelayed: [(.makerFirst, .original), (.makerSecond, .revised), (.relayFirst, .original)]
        case .resent: [(.makerFirst, .original), (.makerSecond, .original)]
        case .outdated: [(.makerFirst, .original), (.makerSecond, .outdated)]
        case .repeated: [(.makerFirst, .original), (.makerFirst, .original)]
        case .withdrawn: [(.makerFirst, .original), (.makerSecond, .withdrawn)]
        default: [(.makerFirst, .original)]
        }
    }
}
