import Bytes
import Consolidation
import Ledger
import Model
import Validation

/// Attribution of rows that have no credit code of their own, by what the register knows (一数一源: never by a name alone).
///
/// In this order: registration number, organisation code, taxpayer number, exact normalised name with one more agreeing field. Several
/// subjects that fit are none. A register row that only has a registration number becomes a subject under that number.
struct Resolution {
    let session: LedgerSession
    let rules: ConsolidationRules
    /// Whether a unique, agreeing candidate for a wrong code takes effect.
    let appliesCandidates: Bool
    private let scratch = ByteBuffer()
    private(set) var outcomes: [Int: OutcomeCounts] = [:]

    init(session: LedgerSession, rules: ConsolidationRules, appliesCandidates: Bool) {
        self.session = session
        self.rules = rules
        self.appliesCandidates = appliesCandidates
    }

    /// - Parameters:
    ///   - isRegister: takes the register's rows only, which make subjects known, or all others.
    ///   - resolved: takes the records that found their subject.
    mutating func run(_ merge: RecordMerge, isRegister: Bool, into resolved: RecordSorter) throws {
        while let record = merge.current {
            guard rules.plans[record.item].item.isRegister == isRegister else {
                try merge.advance()
                continue
            }
            if record.flags.contains(.error) {
                try repair(record, into: resolved)
            } else if let subject = try subject(of: record) {
                try append(record, subject: subject, to: resolved)
            } else {
                let outcome: Outcome = record.flags.contains(.withheld) ? .withheld : .unattributed
                try setAside(record, outcome)
            }
            try merge.advance()
        }
    }

    /// Asks the register again for the rows of earlier runs that wait without a code.
    func retryWaiting(_ held: HeldRecords, into resolved: RecordSorter) throws {
        var place = (submission: 0, row: 0)
        while true {
            let waiting = try session.waitingWithoutCode(after: place, limit: 1000)
            guard let last = waiting.last else { return }
            place = (last.submission, last.position.row)
            for row in waiting {
                let buffer = resolved.target
                guard let offset = try held.load(row, subject: [], into: buffer) else { continue }
                guard let subject = try subject(of: RecordView(base: UnsafePointer(buffer.base) + offset)) else {
                    buffer.truncate(to: offset)
                    continue
                }
                buffer.setSubject(of: offset, to: Array(subject.utf8))
                try resolved.added(at: offset)
                try session.deleteAside(submission: row.submission, row: row.position.row)
            }
        }
    }

    private mutating func setAside(_ record: RecordView, _ outcome: Outcome) throws {
        try session.insertAside(
            submission: record.submission, position: record.position, outcome: outcome, event: record.event,
            links: links(of: record), waitsFor: outcome == .unattributed ? "" : nil)
        outcomes[record.submission, default: OutcomeCounts()][outcome] += 1
    }

    /// A record that has no code has no subject yet: what is written in its place is its registration number.
    private func links(of record: RecordView) -> RecordLinks {
        rules.links(of: record, subject: written(record))
    }

    private func written(_ record: RecordView) -> ByteSlice {
        guard record.subject.isEmpty else { return record.subject }
        let plan = rules.plans[record.item]
        return CellValues(record, plan).slice(plan.item.subject.registrationNumber)
    }

    /// The subject that a record is about, by the register.
    func subject(of record: RecordView) throws -> String? {
        let plan = rules.plans[record.item]
        let fields = plan.item.subject
        let values = CellValues(record, plan)
        let number = values.string(fields.registrationNumber)
        if !number.isEmpty {
            if let code = unique(try session.subjects(registrationNumber: number)) { return code }
            if try session.subject(number)?.mergedInto.isEmpty == true { return number }
        }
        let organisation = values.string(fields.organisationCode).replacing("-", with: "")
        if !organisation.isEmpty, let code = unique(try session.subjects(organisationCode: organisation)) {
            return code
        }
        let taxpayer = values.string(fields.taxpayerNumber)
        if !taxpayer.isEmpty, let code = try subject(taxpayerNumber: taxpayer) { return code }
        if let code = try subjectByName(values, plan) { return code }
        guard plan.item.isRegister, !number.isEmpty, number.utf8.count <= Record.subjectSize else { return nil }
        try number.withSlice { code in
            let known = RegisterValues(record, plan)
            try session.ensureSubject(
                code: code, name: known.name, nameKey: known.nameKey, registrationNumber: .empty,
                taxpayerNumber: known.taxpayerNumber, legalRepresentative: known.legalRepresentative)
        }
        return number
    }

    private func unique(_ subjects: [RegisteredSubject]) -> String? {
        let codes = Set(subjects.map { $0.mergedInto.isEmpty ? $0.code : $0.mergedInto })
        return codes.count == 1 ? codes.first : nil
    }

    /// A taxpayer number is a credit code, a number the register holds, or a region with an organisation code.
    private func subject(taxpayerNumber: String) throws -> String? {
        if taxpayerNumber.utf8.count == 18, try session.subject(taxpayerNumber)?.mergedInto.isEmpty == true {
            return taxpayerNumber
        }
        if let code = unique(try session.subjects(taxpayerNumber: taxpayerNumber)) { return code }
        guard taxpayerNumber.utf8.count == 15 else { return nil }
        return unique(try session.subjects(organisationCode: String(taxpayerNumber.suffix(9))))
    }

    /// A name is a candidate; it becomes an attribution where one more field agrees with the register.
    private func subjectByName(_ values: CellValues, _ plan: RecordPlan) throws -> String? {
        let name = values.slice(plan.item.subject.name)
        guard !name.isEmpty else { return nil }
        let key = Int64(bitPattern: nameKeyHash(name, scratch: scratch))
        let agreeing = try session.subjects(nameKey: key).filter { subject in
            plan.item.subject.agree.contains { field in
                let value = values.string(field)
                guard !value.isEmpty else { return false }
                return switch plan.item.fields[field].name {
                case "legal_representative": value == subject.legalRepresentative
                case "registration_number": value == subject.registrationNumber
                case "taxpayer_number": value == subject.taxpayerNumber
                default: false
                }
            }
        }
        return unique(agreeing)
    }

    /// A wrong code for which the register has exactly one candidate whose name agrees: suggested, or applied where configured.
    private mutating func repair(_ record: RecordView, into resolved: RecordSorter) throws {
        let plan = rules.plans[record.item]
        let values = CellValues(record, plan)
        let wrong = values.slice(plan.item.subject.code)
        var candidates: [String] = []
        let name = values.slice(plan.item.subject.name)
        let key = Int64(bitPattern: nameKeyHash(name, scratch: scratch))
        var failure: (any Error)?
        CreditCode.forEachRepair(wrong) { code in
            do {
                if let subject = try session.subject(code.string), subject.nameKey == key, !name.isEmpty {
                    candidates.append(subject.code)
                }
            } catch { failure = failure ?? error }
        }
        if let failure { throw failure }
        guard candidates.count == 1, let code = candidates.first else {
            try setAside(record, .rejected)
            return
        }
        let applied = appliesCandidates
        var finding = Finding(
            rule: SubjectRules.codeCandidate.id, severity: .warning, position: record.position,
            field: plan.item.subject.code.map { plan.item.fields[$0].name }, value: wrong.string, suggestion: code)
        finding.expected = values.string(plan.item.subject.name)
        try session.suggest(code, for: finding, submission: record.submission, applied: applied)
        if applied {
            try append(record, subject: code, clearingError: true, to: resolved)
        } else {
            try setAside(record, .rejected)
        }
    }

    private func append(
        _ record: RecordView, subject: String, clearingError: Bool = false, to resolved: RecordSorter
    ) throws {
        let offset = resolved.target.count
        resolved.target.append(record.base, count: record.size)
        resolved.target.setSubject(of: offset, to: Array(subject.utf8))
        if clearingError { resolved.target.setFlags(of: offset, to: record.flags.subtracting(.error)) }
        try resolved.added(at: offset)
    }
}

/// A record's values by field.
struct CellValues {
    private let record: RecordView
    private let plan: RecordPlan
    private let cells: [Cell]

    init(_ record: RecordView, _ plan: RecordPlan) {
        self.record = record
        self.plan = plan
        cells = [Cell](unsafeUninitializedCapacity: plan.stored.count) { buffer, count in
            if let base = buffer.baseAddress { record.readCells(plan.stored.count, into: base) }
            count = plan.stored.count
        }
    }

    func slice(_ field: Int?) -> ByteSlice {
        guard let field, plan.place[field] >= 0 else { return .empty }
        return record.value(cells[plan.place[field]])
    }

    func string(_ field: Int?) -> String { slice(field).string }
}
