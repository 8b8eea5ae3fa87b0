import Bytes
import Model

/// Reads a value of a credit-code column once for all rules about it.
struct CodeReading: Sendable {
    let lists: PreparedLists

    /// - Parameter code: present, and in code form as far as it can be.
    func note(_ code: ByteSlice) -> CodeNote {
        guard CreditCode.isValid(code) else { return misplaced(code) ?? wrong(code) }
        let region = lists.regions.state(code[2..<8])
        // A citizen number satisfies the check by chance, but then hardly any of its digits 3–8 are a region: where they are none,
        // privacy goes first, whatever the inner organisation code says.
        if region == .unknown || lists.regions.isEmpty, CitizenNumber.isValid(code) {
            return .citizenNumber
        }
        var note = CodeNote.valid
        if !CreditCode.hasValidOrganisationCode(code) { note.insert(.wrongInner) }
        if !lists.regions.isEmpty {
            if region == .unknown { note.insert(.unknownRegion) }
            if region == .retired { note.insert(.retiredRegion) }
        }
        if !lists.classes.isEmpty, !lists.classes.contains(code.base[0], code.base[1]) { note.insert(.unknownClass) }
        return note
    }

    /// Another identifier in the wrong column, or nil.
    private func misplaced(_ code: ByteSlice) -> CodeNote? {
        switch IdentifierKind.classify(code) {
        case .citizenNumber: .citizenNumber
        case .registrationNumber: .registrationNumber
        case .organisationCode: .organisationCode
        case .taxpayerNumber where CitizenNumber.isValid(code.count == 20 ? code[0..<18] : code): .citizenNumber
        case .taxpayerNumber: .taxpayerNumber
        // Fifteen digits can be nothing but a registration number, one with a wrong check digit.
        case .unknown where code.count == 15 && code.buffer.allSatisfy { $0 &- 0x30 <= 9 }: .registrationNumber
        case .creditCode, .unknown: nil
        }
    }

    private func wrong(_ code: ByteSlice) -> CodeNote {
        if case .wrongCheck = CreditCode.check(code) { .wrongCheck } else { .wrongForm }
    }
}

/// Fills ``BatchNotes/codes`` for every credit-code column; a value like the one before is not read again.
func readCodes(_ fields: [Int], _ reading: CodeReading, _ batch: Batch, _ report: FindingReport) {
    let notes = report.notes
    for field in fields {
        if notes.codes[field].count < batch.count {
            notes.codes[field] = Array(repeating: CodeNote(rawValue: 0), count: batch.capacity)
        }
        let column = Column(batch, field)
        var previous = ByteSlice.empty
        var note = CodeNote(rawValue: 0)
        var all = CodeNote(rawValue: 0)
        var valid = 0
        notes.codes[field].withUnsafeMutableBufferPointer { codes in
            for row in 0..<batch.count {
                let code = column[row]
                if code.isEmpty {
                    codes[row] = CodeNote(rawValue: 0)
                    continue
                }
                if !same(code, previous) {
                    previous = code
                    note = reading.note(code)
                    all = CodeNote(rawValue: all.rawValue | note.rawValue)
                }
                codes[row] = note
                valid &+= Int(note.rawValue & 1)
            }
        }
        notes.anyCode[field] = all
        notes.validCodes[field] = valid
    }
}

/// A rule about values with one note: visits only columns that have it.
func forEachCode(
    _ note: CodeNote, _ fields: [Int], _ batch: Batch, _ report: FindingReport,
    _ body: (_ field: Int, _ row: Int) -> Void
) {
    for field in fields where !report.notes.anyCode[field].isDisjoint(with: note) {
        for row in 0..<batch.count where !report.notes.codes[field][row].isDisjoint(with: note) { body(field, row) }
    }
}

/// Whether the value is what Excel makes of a long number: `3.30184E+14`.
func isScientific(_ value: ByteSlice) -> Bool {
    guard value.count >= 5 && value.count <= 32, value.base[0] &- 0x30 <= 9 else { return false }
    // d.dddE+dd or dE+dd, also with three digits behind.
    for digits in 2...3 where value.count > digits + 2 {
        let sign = value.base[value.count - digits - 1]
        let mark = value.base[value.count - digits - 2] & 0xDF
        guard mark == UInt8(ascii: "E"), sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") else { continue }
        let head = value[0..<value.count - digits - 2].buffer
        let tail = value[value.count - digits..<value.count].buffer
        return head.allSatisfy { $0 &- 0x30 <= 9 || $0 == UInt8(ascii: ".") } && tail.allSatisfy { $0 &- 0x30 <= 9 }
    }
    return false
}
