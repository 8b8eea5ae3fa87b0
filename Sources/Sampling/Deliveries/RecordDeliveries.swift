import Model

/// Writes the licences or penalties of all makers and of the platform that repeats some of them.
final class RecordDeliveries {
    private let folder: String
    private let options: SampleOptions
    private let maker: RecordMaker
    private let truth: TruthWriter
    private let stream: Dice.Stream
    /// By number of the maker; the platform comes last.
    private let sources: [SampleDepartment]
    private let layouts: [SampleLayout]
    private let dirt: [[Dirt]]
    private let shares: RecordShares
    private var outcomes: [StoryOutcomes.Setting: [StoryOutcomes]] = [:]
    private(set) var conflicts = 0
    /// Records that are disclosed in the end.
    private(set) var current = 0

    /// - Parameters:
    ///   - sources: makers by number, then the platform.
    ///   - layouts: theirs, in the same order.
    init(
        folder: String, options: SampleOptions, rows: Int, maker: RecordMaker, sources: [SampleDepartment],
        layouts: [SampleLayout], truth: TruthWriter
    ) {
        self.folder = folder
        self.options = options
        self.maker = maker
        self.sources = sources
        self.layouts = layouts
        self.truth = truth
        stream = maker.item == "licence" ? .licenceFate : .penaltyFate
        let dirt = layouts.map { Dirt.possible(in: $0, maker.fields) }
        self.dirt = dirt
        shares = RecordShares(rows: rows, makers: sources.count - 1) { [stream] source, index in
            Self.fate(source, index, true, options, stream, dirt[source], layouts[source], maker.fields)
        }
    }

    private static func fate(
        _ source: Int, _ index: Int, _ hasStory: Bool, _ options: SampleOptions, _ stream: Dice.Stream, _ dirt: [Dirt],
        _ layout: SampleLayout, _ fields: RowFields
    ) -> Fate {
        var dice = Dice(options.seed, stream, source, index)
        return Fate.draw(&dice, dirt: dirt, rate: options.dirt, hasStory: hasStory, layout, fields)
    }

    func storied(_ source: Int) -> Int { source < shares.makers.count ? shares.makers[source].storied : 0 }

    func fate(_ source: Int, _ index: Int) -> Fate {
        Self.fate(
            source, index, index < storied(source), options, stream, dirt[source], layouts[source], maker.fields)
    }

    /// Writes the files of one source; sources come in order of id, so that the truth stands in order of receipt.
    func write(_ source: SampleDepartment) throws {
        if source.role == .relay { try writeRelay() } else { try writeMaker(source.number) }
    }

    private func story(_ fate: Fate, of source: Int) -> StoryOutcomes {
        let layout = layouts[source]
        let setting = StoryOutcomes.Setting(
            relayComesFirst: sources[sources.count - 1].place < sources[source].place,
            hasUpdateTime: layout.has(maker.fields.updated), isKnownMaker: layout.gives(maker.fields.authorityCode))
        if outcomes[setting] == nil { outcomes[setting] = Fate.storied.map { StoryOutcomes($0, setting) } }
        guard let place = Fate.storied.firstIndex(of: fate) else { return StoryOutcomes(fate, setting) }
        return outcomes[setting]?[place] ?? StoryOutcomes(fate, setting)
    }

    private func open(_ source: Int, _ day: String) -> SampleFile {
        SampleFile(
            folder: folder, department: sources[source], name: "\(day)-\(maker.item)", layout: layouts[source],
            truth: truth)
    }

    private func writeMaker(_ source: Int) throws {
        let share = shares.makers[source]
        let first = open(source, "2025-03-05")
        for index in 0..<share.storied { try writeStoried(index, source, .makerFirst, to: first) }
        try first.close()
        let second = open(source, "2025-03-19")
        // What is new stands between what comes again.
        var written = 0
        for index in 0..<share.storied {
            try writeStoried(index, source, .makerSecond, to: second)
            let due = share.others * (index + 1) / max(1, share.storied)
            while written < due {
                try writeSingle(share.storied + written, source, to: second)
                written += 1
            }
        }
        while written < share.others {
            try writeSingle(share.storied + written, source, to: second)
            written += 1
        }
        try second.close()
    }

    private func writeRelay() throws {
        let relay = sources.count - 1
        for (delivery, day) in [(Delivery.relayFirst, "2025-03-10"), (.relaySecond, "2025-03-24")] {
            let file = open(relay, day)
            for source in 0..<relay {
                for index in 0..<shares.makers[source].storied { try writeStoried(index, source, delivery, to: file) }
            }
            if delivery == .relayFirst {
                for index in 0..<shares.relayOwn { try writeSingle(index, relay, to: file) }
            }
            try file.close()
        }
    }

    /// Writes what one delivery says of a record, if it says anything.
    private func writeStoried(_ index: Int, _ source: Int, _ delivery: Delivery, to file: SampleFile) throws {
        let fate = fate(source, index)
        let isRelay = delivery == .relayFirst || delivery == .relaySecond
        guard Fate.storied.contains(fate) else {
            if delivery == .makerFirst { try writeSingle(index, source, fate, to: file) }
            return
        }
        if isRelay && !fate.isRelayed { return }
        let story = story(fate, of: source)
        if delivery == .makerFirst {
            conflicts += story.conflicts
            current += story.isWithdrawn && layouts[source].has(maker.fields.status) ? 0 : 1
        }
        for step in story.outcomes where step.delivery == delivery {
            maker.make(
                index, of: sources[source], fate, step.variant, layout: file.layout,
                deliverer: isRelay ? sources[sources.count - 1] : sources[source])
            try file.add(maker.row, step.outcome)
        }
    }

    private func writeSingle(_ index: Int, _ source: Int, to file: SampleFile) throws {
        try writeSingle(index, source, fate(source, index), to: file)
    }

    /// Writes a record that is delivered once.
    private func writeSingle(_ index: Int, _ source: Int, _ fate: Fate, to file: SampleFile) throws {
        maker.make(index, of: sources[source], fate, .original, layout: file.layout, deliverer: sources[source])
        var outcome = Outcome.published
        var dirt: Dirt?
        switch fate {
        case .dirty(let kind):
            dirt = kind
            DirtMaker(layout: file.layout, fields: maker.fields, seed: options.seed)
                .apply(kind, to: maker.row, subject: maker.subjects, key: index)
            if kind.isRejected { outcome = .rejected }
        case .unknownSubject: outcome = .unattributed
        case .withheld, .person: outcome = .withheld
        default: break
        }
        if outcome == .published { current += 1 }
        try file.add(maker.row, outcome, dirt: dirt)
    }
}
