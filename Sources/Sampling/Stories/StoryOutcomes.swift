import Model

/// What the deliveries of one record come to: the expected outcomes, worked out from the design's definitions alone (design §1, §7)
/// so that they check the consolidation rather than repeat it.
struct StoryOutcomes {
    /// Facts about maker and platform that decide between them.
    struct Setting: Hashable {
        /// Whether the platform's files are received before the maker's.
        var relayComesFirst: Bool
        /// Whether the maker's layout says when a row was last updated, and by whom it was made.
        var hasUpdateTime: Bool
        var isKnownMaker: Bool
    }

    /// Expected outcomes in the order of the fate's deliveries.
    private(set) var outcomes: [(delivery: Delivery, variant: Variant, outcome: Outcome)] = []
    /// Conflicts between the current statement and the platform's.
    private(set) var conflicts = 0
    /// Whether the current statement takes the record back.
    private(set) var isWithdrawn = false

    private struct Said {
        var source: Int
        var rank: Int
        var version: Int
        var file: Int
        var variant: Variant
    }

    init(_ fate: Fate, _ setting: Setting) {
        let ordered = fate.deliveries.sorted { Self.order($0.delivery, setting) < Self.order($1.delivery, setting) }
        var said: [Said] = []
        for (delivery, variant) in ordered {
            let isRelay = delivery == .relayFirst || delivery == .relaySecond
            let statement = Said(
                source: isRelay ? 1 : 0, rank: isRelay ? 1 : setting.isKnownMaker ? 0 : 2,
                version: isRelay || setting.hasUpdateTime ? Self.version(variant) : 1,
                file: Self.order(delivery, setting), variant: variant)
            outcomes.append((delivery, variant, Self.outcome(of: statement, after: said)))
            said.append(statement)
        }
        guard let current = Self.current(said) else { return }
        isWithdrawn = current.variant == .withdrawn
        let other = said.last { $0.source != current.source }
        conflicts = other.map { $0.variant != current.variant ? 1 : 0 } ?? 0
    }

    private static func order(_ delivery: Delivery, _ setting: Setting) -> Int {
        let isRelay = delivery == .relayFirst || delivery == .relaySecond
        return delivery.rawValue + (isRelay && setting.relayComesFirst ? -4 : 0)
    }

    private static func version(_ variant: Variant) -> Int {
        switch variant {
        case .outdated: 0
        case .original, .altered: 1
        case .revised, .withdrawn: 2
        }
    }

    /// Later ones come last; the higher authority counts, then the newer version, then what was received later.
    private static func current(_ said: [Said]) -> Said? {
        said.enumerated().max { left, right in
            (-left.element.rank, left.element.version, left.offset) < (
                -right.element.rank, right.element.version, right.offset
            )
        }?.element
    }

    private static func outcome(of new: Said, after said: [Said]) -> Outcome {
        guard let held = current(said) else { return .published }
        if let own = current(said.filter { $0.source == new.source }) {
            if own.variant == new.variant { return own.file == new.file ? .duplicate : .unchanged }
            if new.version < own.version { return .stale }
        }
        if held.source != new.source, held.variant == new.variant { return .duplicate }
        if new.rank != held.rank { return new.rank < held.rank ? .updated : .overruled }
        return new.version >= held.version ? .updated : .stale
    }
}
