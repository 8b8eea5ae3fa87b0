import Bytes
import Comparison
import Consolidation
import Ledger
import Loading
import Model

/// The subject stage over a stream of records in order: for each subject its statements are consolidated, compared, written to the ledger,
/// and handed to the disclosure store. Holds one subject at a time.
final class Consolidator {
    let session: LedgerSession
    let rules: ConsolidationRules
    let held: HeldRecords
    private let submissions: Range<Int>
    private let publish: (PublishChunk) throws -> Void
    private let progress: (Int) -> Void

    var chunk = PublishChunk()
    /// Rows of this run's submissions by outcome: as many counts for each submission as there are outcomes.
    private var counts: [Int] = []
    /// Rows of earlier submissions that were attributed in this run.
    private(set) var attributedLate = 0

    private(set) lazy var comparer = SubjectComparer(rules: rules, session: session, values: self)
    /// The subject in hand, while its cases are written.
    var work: SubjectWork?
    let comparedBytes = ByteBuffer(capacity: 1 << 12)
    /// Subjects that were compared, and the nanoseconds that took.
    var comparedSubjects = 0
    var comparisonTime: UInt64 = 0

    /// - Parameters:
    ///   - submissions: this run's; rows of others were received in an earlier run and are attributed late.
    ///   - publish: takes chunks for the disclosure store.
    ///   - progress: told how many records were consolidated since it was last told.
    init(
        session: LedgerSession, rules: ConsolidationRules, held: HeldRecords, submissions: Range<Int>,
        publish: @escaping (PublishChunk) throws -> Void, progress: @escaping (Int) -> Void
    ) {
        self.session = session
        self.rules = rules
        self.held = held
        self.submissions = submissions
        self.publish = publish
        self.progress = progress
    }

    func consolidate(_ merge: RecordMerge) throws {
        var offsets: [Int] = []
        while let first = merge.current {
            offsets.removeAll(keepingCapacity: true)
            let start = chunk.buffer.count
            chunk.buffer.append(first.base, count: first.size)
            offsets.append(start)
            try merge.advance()
            while let next = merge.current, next.paddedSubject == chunk.record(at: start).paddedSubject {
                offsets.append(chunk.buffer.count)
                chunk.buffer.append(next.base, count: next.size)
                try merge.advance()
            }
            try consolidateSubject(offsets)
            progress(offsets.count)
            if chunk.buffer.count >= PublishChunk.limit { try handOver() }
        }
        try handOver()
    }

    /// Publishes what a subject's held statements say once more; nothing else is written.
    func republish(_ subject: [UInt8]) throws {
        var work = SubjectWork(
            subject: subject, offsets: [], held: try subject.withSlice { try session.statements(of: $0) })
        work.isRepublished = true
        try consolidateKeys(&work)
        if chunk.buffer.count >= PublishChunk.limit { try handOver() }
    }

    /// Makes all comparisons of a subject again from what is held; publishes nothing.
    func compareAgain(_ subject: [UInt8]) throws {
        var work = SubjectWork(
            subject: subject, offsets: [], held: try subject.withSlice { try session.statements(of: $0) })
        work.isComparedWhole = true
        try consolidateKeys(&work)
        try compare(work)
        if chunk.buffer.count >= PublishChunk.limit { try handOver() }
    }

    func handOver() throws {
        if !chunk.steps.isEmpty { try publish(chunk) }
        try chunk.write(to: session)
        chunk = PublishChunk()
    }

    private func consolidateSubject(_ offsets: [Int]) throws {
        let first = chunk.record(at: offsets[0])
        let subject = first.subject.bytes
        guard try isRegistered(subject, offsets) else { return try setAside(offsets) }
        let statements = try subject.withSlice { try session.statements(of: $0) }
        var work = SubjectWork(subject: subject, offsets: offsets, held: statements)
        if session.hasWaiting { try takeWaiting(&work) }
        try consolidateKeys(&work)
        try compare(work)
    }

    /// A subject is known by its register row, in this run or before.
    private func isRegistered(_ subject: [UInt8], _ offsets: [Int]) throws -> Bool {
        for offset in offsets where rules.isRegister[chunk.record(at: offset).item] { return true }
        return try subject.withSlice { try session.hasSubject($0) }
    }

    /// Rows about a subject that the register does not know wait for it.
    private func setAside(_ offsets: [Int]) throws {
        for offset in offsets {
            let record = chunk.record(at: offset)
            let outcome: Outcome = record.flags.contains(.withheld) ? .withheld : .unattributed
            try session.insertAside(
                submission: record.submission, position: record.position, outcome: outcome, event: record.event,
                links: rules.links(of: record), waitsFor: record.subject.string)
            try count(outcome, of: record.submission)
        }
    }

    /// Rows of earlier submissions that waited for this subject join what is consolidated now.
    private func takeWaiting(_ work: inout SubjectWork) throws {
        for waiting in try session.waiting(for: String(decoding: work.subject, as: UTF8.self)) {
            // What is no longer configured goes on waiting.
            guard let offset = try held.load(waiting, subject: work.subject, into: chunk.buffer) else { continue }
            try session.deleteAside(submission: waiting.submission, row: waiting.position.row)
            work.offsets.append(offset)
            work.needsSorting = true
        }
    }

    /// Outcomes of one of this run's submissions.
    func outcomes(of submission: Int) -> OutcomeCounts {
        var outcomes = OutcomeCounts()
        for outcome in Outcome.allCases {
            let place = (submission - submissions.lowerBound) * Outcome.allCases.count + Int(outcome.rawValue)
            if counts.indices.contains(place) { outcomes[outcome] = counts[place] }
        }
        return outcomes
    }

    /// Counts a row's outcome; that of an earlier submission's row is moved from those that waited.
    func count(_ outcome: Outcome, of submission: Int) throws {
        guard !submissions.contains(submission) else {
            let width = Outcome.allCases.count
            let place = (submission - submissions.lowerBound) * width + Int(outcome.rawValue)
            if place >= counts.count {
                counts += [Int](repeating: 0, count: (submission - submissions.lowerBound + 1) * width - counts.count)
            }
            counts[place] += 1
            return
        }
        guard outcome != .unattributed else { return }
        attributedLate += 1
        try session.move(submission: submission, from: .unattributed, to: outcome)
    }
}

/// Which row of which submission.
struct StatementKey: Hashable {
    var submission: Int
    var row: Int
}

/// One subject being consolidated.
struct SubjectWork {
    let subject: [UInt8]
    /// Where the new records start in the chunk's buffer.
    var offsets: [Int]
    var held: [HeldStatement]
    /// Whether rows of earlier submissions joined, so that the records are no longer in order.
    var needsSorting = false
    /// Current records of compared items: new ones by offset, held ones by index.
    var currents: [(item: Int, offset: Int?, held: Int?, isChange: Bool)] = []
    /// Whether what is held is published again, though nothing changed.
    var isRepublished = false
    /// Whether all its comparisons are made, not only those of touched items.
    var isComparedWhole = false
    /// Items that got a new record.
    var touched = ItemSet()

    init(subject: [UInt8], offsets: [Int], held: [HeldStatement]) {
        self.subject = subject
        self.offsets = offsets
        self.held = held
        currents.reserveCapacity(offsets.count + held.count)
    }
}

/// A set of item numbers, without an allocation for the first 64.
struct ItemSet {
    private var low: UInt64 = 0
    private var high: Set<Int> = []

    mutating func insert(_ item: Int) {
        if item < 64 { low |= 1 << UInt64(item) } else { high.insert(item) }
    }

    func contains(_ item: Int) -> Bool { item < 64 ? low & (1 << UInt64(item)) != 0 : high.contains(item) }

    func isDisjoint(with other: ItemSet) -> Bool { low & other.low == 0 && high.isDisjoint(with: other.high) }
}
