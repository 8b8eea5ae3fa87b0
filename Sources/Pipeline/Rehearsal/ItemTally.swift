import Model
import Reporting

/// A row's outcomes on both sides, nil where it is not read.
struct Change: Hashable {
    var before: Outcome?
    var after: Outcome?

    /// Outcomes, and none.
    static let width = Outcome.allCases.count + 1

    init(_ before: Outcome?, _ after: Outcome?) {
        self.before = before
        self.after = after
    }

    init(_ before: Int, _ after: Int) {
        self.init(Outcome(rawValue: UInt8(before)), Outcome(rawValue: UInt8(after)))
    }

    /// Its place among all pairs of outcomes.
    var number: Int { Change.place(before) * Change.width + Change.place(after) }

    private static func place(_ outcome: Outcome?) -> Int { outcome.map { Int($0.rawValue) } ?? width - 1 }

    /// How bad it is: first what is not taken any more, then what is sent back.
    var harm: Int {
        guard let after else { return 3 }
        return after == .rejected ? 2 : after == .unattributed || after == .overruled ? 1 : 0
    }
}

/// Rows of one kind of change.
struct Tally {
    var rows = 0
    var examples: [RehearsedExample] = []
}

/// What is counted of one source's rows of one item.
final class ItemTally {
    var before = RehearsedFigures()
    var after = RehearsedFigures()
    var transitions: [Change: Tally] = [:]
    var rules: [String: RehearsedRule] = [:]
    var changedRows = 0

    func rule(_ id: String, _ body: (inout RehearsedRule) -> Void) {
        body(&rules[id, default: RehearsedRule(rule: id)])
    }

    func finished(source: String, item: String) -> RehearsedItem {
        var result = RehearsedItem(source: source, item: item)
        result.before = before
        result.after = after
        result.changedRows = changedRows
        result.transitions = transitions.sorted { one, other in
            (other.key.harm, other.value.rows, one.key.number) < (one.key.harm, one.value.rows, other.key.number)
        }.map { change, tally in
            RehearsedTransition(
                before: change.before, after: change.after, rows: tally.rows, examples: tally.examples)
        }
        result.rules = rules.values.filter { $0.rows > 0 || $0.before != $0.after }.sorted { $0.rule < $1.rule }
        return result
    }
}
