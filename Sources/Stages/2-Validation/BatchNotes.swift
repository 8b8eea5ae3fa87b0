import Bytes
import Model

/// What one look at a value of a credit-code column tells.
struct CodeNote: OptionSet {
    let rawValue: UInt16

    /// Form and check are right; the lowest bit, which is summed up.
    static let valid = CodeNote(rawValue: 1 << 0)
    static let wrongForm = CodeNote(rawValue: 1 << 1)
    static let wrongCheck = CodeNote(rawValue: 1 << 2)
    static let citizenNumber = CodeNote(rawValue: 1 << 3)
    static let registrationNumber = CodeNote(rawValue: 1 << 4)
    static let organisationCode = CodeNote(rawValue: 1 << 5)
    static let taxpayerNumber = CodeNote(rawValue: 1 << 6)
    /// Positions 9–17 are no organisation code.
    static let wrongInner = CodeNote(rawValue: 1 << 7)
    static let unknownRegion = CodeNote(rawValue: 1 << 8)
    static let retiredRegion = CodeNote(rawValue: 1 << 9)
    static let unknownClass = CodeNote(rawValue: 1 << 10)
}

/// What rules of one batch know from the rules before them, so that nothing is looked at twice.
final class BatchNotes {
    /// Rows that are not damaged.
    var soundRows = 0
    /// Present values by field, counted after the repairs.
    var present: [Int]
    /// Fields with a text that is there but is no number or date.
    var hasBadNumber: [Bool]
    /// Notes on credit codes by field and row; empty for fields of other types.
    var codes: [[CodeNote]]
    /// All notes of a field together.
    var anyCode: [CodeNote]
    /// Credit codes that are valid, by field.
    var validCodes: [Int]

    init(fieldCount: Int) {
        present = Array(repeating: 0, count: fieldCount)
        hasBadNumber = Array(repeating: false, count: fieldCount)
        codes = Array(repeating: [], count: fieldCount)
        anyCode = Array(repeating: CodeNote(rawValue: 0), count: fieldCount)
        validCodes = Array(repeating: 0, count: fieldCount)
    }

    func reset(_ batch: Batch) {
        soundRows = batch.count
        for damage in batch.damages where damage != .none { soundRows -= 1 }
        for field in present.indices {
            present[field] = 0
            hasBadNumber[field] = false
            anyCode[field] = CodeNote(rawValue: 0)
            validCodes[field] = 0
        }
    }

    func countPresent(_ batch: Batch) {
        for field in 0..<batch.fieldCount {
            let column = Column(batch, field)
            var count = 0
            for row in 0..<batch.count where column.length(row) > 0 { count &+= 1 }
            present[field] = count
        }
    }
}
