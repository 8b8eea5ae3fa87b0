import Bytes
import Model

/// A ``ValueTest`` prepared for columns: which rows have one of these values.
struct ValueMatcher: Sendable {
    private let field: Int
    private let values: [[UInt8]]
    private let orOnly: Int?
    private let identifiers: [Int]

    init(_ test: ValueTest, _ item: Item) {
        field = test.field
        values = test.values.map { Array($0.utf8) }
        orOnly = test.orOnly
        let subject = item.subject
        identifiers = [subject.code, subject.registrationNumber, subject.organisationCode, subject.taxpayerNumber]
            .compactMap { $0 }
    }

    /// Calls `body` with every row that passes; returns how many rows could be asked.
    func forEachMatch(_ batch: Batch, _ body: (Int) -> Void) -> Int {
        let column = Column(batch, field)
        var previous = ByteSlice.empty
        var isMatch = false
        var asked = 0
        for row in 0..<batch.count {
            let value = column[row]
            if value.isEmpty {
                if let orOnly, !batch.isAbsent(orOnly, row) {
                    asked += 1
                    if identifiers.allSatisfy({ batch.isAbsent($0, row) }) { body(row) }
                }
                continue
            }
            asked += 1
            if !same(value, previous) {
                previous = value
                isMatch = values.contains { $0.withSlice { same($0, value) } }
            }
            if isMatch { body(row) }
        }
        return asked
    }
}

/// A ``CheckCondition`` prepared for columns: in which rows a conditional check is made.
struct RowCondition: Sendable {
    private let condition: CheckCondition
    private let needle: [UInt8]

    init(_ condition: CheckCondition) {
        self.condition = condition
        if case .contains(_, let text) = condition { needle = Array(text.utf8) } else { needle = [] }
    }

    /// Calls `body` with every sound row in which the condition holds.
    func forEachRow(_ batch: Batch, _ report: FindingReport, _ body: (Int) -> Void) {
        let hasDamage = report.notes.soundRows < batch.count
        switch condition {
        case .always:
            for row in 0..<batch.count where !hasDamage || batch.damages[row] == .none { body(row) }
        case .naturalPerson:
            for row in 0..<batch.count where batch.flags[row].contains(.naturalPerson) { body(row) }
        case .notNaturalPerson:
            for row in 0..<batch.count where !batch.flags[row].contains(.naturalPerson) {
                if !hasDamage || batch.damages[row] == .none { body(row) }
            }
        case .contains(let field, _):
            let column = Column(batch, field)
            var previous = ByteSlice.empty
            var holds = false
            for row in 0..<batch.count {
                let value = column[row]
                if value.isEmpty { continue }
                if !same(value, previous) {
                    previous = value
                    holds = contains(value, needle)
                }
                if holds { body(row) }
            }
        }
    }
}
