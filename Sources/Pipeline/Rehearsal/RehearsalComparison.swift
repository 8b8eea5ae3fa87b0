import GuijiConfiguration
import Ledger
import Model
import Reporting

/// Compares two replays delivery by delivery and row by row, both in the same order; held are counts and a few examples of each kind.
final class RehearsalComparison {
    private let before: RehearsedLedger
    private let after: RehearsedLedger
    private let rows: (before: RehearsedRows, after: RehearsedRows)
    private let findings: (before: RehearsedFindings, after: RehearsedFindings)
    private let wording: RehearsalWording
    private let examples: Int
    private var items: [Place: ItemTally] = [:]
    private(set) var deliveries = 0
    private(set) var files = Limited<RehearsedFile>()

    /// Files that are listed; all are counted.
    private static let listed = 200

    private struct Place: Hashable {
        var source: String
        var item: String
    }

    init(before: RehearsalSide, after: RehearsalSide, examples: Int) throws {
        self.before = try RehearsedLedger(before.ledger)
        self.after = try RehearsedLedger(after.ledger)
        rows = (try self.before.rows(), try self.after.rows())
        findings = (try self.before.findings(), try self.after.findings())
        wording = RehearsalWording(before: before.configuration.catalogue, after: after.configuration.catalogue)
        self.examples = examples
    }

    var finishedItems: [RehearsedItem] {
        items.map { $1.finished(source: $0.source, item: $0.item) }.sorted {
            ($0.source, $0.item) < ($1.source, $1.item)
        }
    }

    func run(received: Range<Int>) throws {
        before.openDeliveries(received: received)
        after.openDeliveries(received: received)
        var pairs = DeliveryPairs(before: before, after: after)
        while let pair = try pairs.next() { try compare(pair) }
    }

    private func compare(_ pair: DeliveryPair) throws {
        deliveries += 1
        let tallies = self.tallies(pair)
        take(pair.before, tallies.before, \.before)
        take(pair.after, tallies.after, \.after)
        try countFindings(pair, tallies)
        let counts = try compareRows(pair, tallies.after)
        for before in 0..<Change.width {
            for after in 0..<Change.width where counts[before * Change.width + after] > 0 {
                count(Change(before, after), counts[before * Change.width + after], pair, tallies)
            }
        }
        note(pair)
    }

    /// What a delivery is counted in on each side.
    private typealias Tallies = (before: ItemTally, after: ItemTally)

    /// A refused file is counted with what the other side knows of it.
    private func tallies(_ pair: DeliveryPair) -> Tallies {
        func tally(_ own: RehearsedDelivery?, _ other: RehearsedDelivery?) -> ItemTally {
            let source = [own?.source, other?.source].compactMap(\.self).first { !$0.isEmpty }
            let place = Place(source: source ?? "", item: own?.item ?? other?.item ?? "")
            if let known = items[place] { return known }
            let made = ItemTally()
            items[place] = made
            return made
        }
        return (tally(pair.before, pair.after), tally(pair.after, pair.before))
    }

    private func take(
        _ delivery: RehearsedDelivery?, _ tally: ItemTally,
        _ side: ReferenceWritableKeyPath<ItemTally, RehearsedFigures>
    ) {
        guard let delivery else { return }
        tally[keyPath: side].deliveries += 1
        tally[keyPath: side].refused += delivery.isRefused ? 1 : 0
        tally[keyPath: side].dated += delivery.dated
        tally[keyPath: side].onTime += delivery.onTime
        tally[keyPath: side].undated += delivery.undated
    }

    private func count(_ change: Change, _ count: Int, _ pair: DeliveryPair, _ tallies: Tallies) {
        if let outcome = change.before { tallies.before.before.outcomes[outcome] += count }
        if let outcome = change.after {
            tallies.after.after.outcomes[outcome] += count
        } else if change.before != nil, pair.after != nil {
            tallies.before.after.lost += count
        }
        guard change.before != change.after else { return }
        tallies.after.transitions[change, default: Tally()].rows += count
        tallies.after.changedRows += count
    }

    private func countFindings(_ pair: DeliveryPair, _ tallies: Tallies) throws {
        if let delivery = pair.before, !delivery.isRefused {
            for found in try before.findingCounts(of: delivery.id) {
                tallies.before.rule(found.rule) { $0.before[Int(found.severity.rawValue)] += found.count }
            }
        }
        if let delivery = pair.after, !delivery.isRefused {
            for found in try after.findingCounts(of: delivery.id) {
                tallies.after.rule(found.rule) { $0.after[Int(found.severity.rawValue)] += found.count }
            }
        }
    }

    /// - Returns: rows by both outcomes.
    private func compareRows(_ pair: DeliveryPair, _ tally: ItemTally) throws -> [Int] {
        let (old, new) = (pair.readBefore, pair.readAfter)
        try rows.before.open(old)
        try rows.after.open(new)
        try findings.before.open(old)
        try findings.after.open(new)
        var counts = [Int](repeating: 0, count: Change.width * Change.width)
        /// Kinds of change that have their examples.
        var isFull = [Bool](repeating: false, count: counts.count)
        while true {
            let row = min(rows.before.row, rows.after.row, findings.before.row, findings.after.row)
            guard row != Int.max else { return counts }
            let line = rows.after.row == row ? rows.after.line : rows.before.row == row ? rows.before.line : 0
            let change = Change(
                rows.before.row == row ? rows.before.outcome : nil, rows.after.row == row ? rows.after.outcome : nil)
            let number = change.number
            // Row 0 is the file as a whole, and has no outcome.
            if row > 0 { counts[number] += 1 }
            if change.before != change.after, !isFull[number] {
                if tally.transitions[change, default: Tally()].examples.count < examples {
                    let example = try example(pair, change, row: row, line: line)
                    tally.transitions[change, default: Tally()].examples.append(example)
                } else {
                    isFull[number] = true
                }
            }
            if findings.before.row == row || findings.after.row == row {
                try compareFindings(row, line, pair, change, tally)
            }
            if rows.before.row == row { try rows.before.advance() }
            if rows.after.row == row { try rows.after.advance() }
        }
    }

    private func compareFindings(
        _ row: Int, _ line: Int, _ pair: DeliveryPair, _ change: Change, _ tally: ItemTally
    ) throws {
        while findings.before.row == row, findings.after.row == row,
            findings.before.saysTheSame(as: findings.after)
        {
            try findings.before.advance()
            try findings.after.advance()
        }
        guard findings.before.row == row || findings.after.row == row else { return }
        var old = try RehearsalComparison.rest(of: row, findings.before)
        var new = try RehearsalComparison.rest(of: row, findings.after)
        let headerLine = (old + new).first?.position.line ?? line
        // What both sides say, in another order or at another line.
        for finding in old {
            guard let same = new.firstIndex(where: { $0.saysTheSame(as: finding) }),
                let own = old.firstIndex(where: { $0.saysTheSame(as: finding) })
            else { continue }
            new.remove(at: same)
            old.remove(at: own)
        }
        let rules = Set((old + new).map(\.rule))
        guard !rules.isEmpty else { return }
        let keepsItsOutcome = change.before == change.after
        if keepsItsOutcome, row > 0 { tally.changedRows += 1 }
        for rule in rules.sorted() {
            let needsExample = keepsItsOutcome && (tally.rules[rule]?.examples.count ?? 0) < examples
            let example = needsExample ? try example(pair, change, row: row, line: row > 0 ? line : headerLine) : nil
            tally.rule(rule) { rule in
                rule.rows += 1
                if let example { rule.examples.append(example) }
            }
        }
    }

    private static func rest(of row: Int, _ findings: RehearsedFindings) throws -> [Finding] {
        var rest: [Finding] = []
        while findings.row == row {
            rest.append(findings.finding)
            try findings.advance()
        }
        return rest
    }

    private func example(_ pair: DeliveryPair, _ change: Change, row: Int, line: Int) throws -> RehearsedExample {
        let delivery = pair.known
        let both = RehearsalWording.Row(
            before: try pair.readBefore.map { try before.findings(of: $0, row: row) } ?? [],
            after: try pair.readAfter.map { try after.findings(of: $0, row: row) } ?? [], change: change)
        return RehearsedExample(
            file: delivery.file, received: delivery.received, row: row, line: line,
            before: wording.before(both, item: pair.before?.item), after: wording.after(both, item: pair.after?.item))
    }

    /// Lists a file that is taken otherwise.
    private func note(_ pair: DeliveryPair) {
        let (old, new) = (pair.before.map(RehearsedFile.Taking.init), pair.after.map(RehearsedFile.Taking.init))
        let repeated = RehearsedFile.Taking(state: .repeated, source: pair.known.source, item: pair.known.item)
        let file = RehearsedFile(
            file: pair.known.file, received: pair.known.received, before: old ?? repeated, after: new ?? repeated)
        guard file.before.isOther(than: file.after) else { return }
        files.total += 1
        if files.rows.count < RehearsalComparison.listed { files.rows.append(file) }
    }
}

extension Finding {
    fileprivate func saysTheSame(as other: Finding) -> Bool {
        (rule, severity, field, value) == (other.rule, other.severity, other.field, other.value)
            && (expected, suggestion) == (other.expected, other.suggestion)
    }
}

extension RehearsedFile.Taking {
    fileprivate init(_ delivery: RehearsedDelivery) {
        self.init(
            state: delivery.isRefused ? .refused : .taken, source: delivery.source, item: delivery.item,
            rows: delivery.rows, refusal: delivery.refusal)
    }

    /// Refused for another reason is refused all the same.
    fileprivate func isOther(than other: RehearsedFile.Taking) -> Bool {
        if state == .refused, other.state == .refused { return false }
        return (state, source, item, rows) != (other.state, other.source, other.item, other.rows)
    }
}
