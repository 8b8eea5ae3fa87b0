import Bytes
import Consolidation
import Ledger
import Model

/// What identifies a subject is composed field by field from the sources that are its authority.
extension Consolidator {
    /// Composes the register's record of a subject and appends it to the chunk. A new row that gave a field counts as an update.
    /// - Returns: where the record stands; nil where no claim's values can be read any more.
    func compose(_ claims: inout [Claim], winner: Int, _ work: SubjectWork) throws -> Int? {
        var offsets: [Int?] = []
        for claim in claims { offsets.append(try offset(of: claim, work.held, work.subject)) }
        // The winner's department may no longer be configured; then another claim lends the record its header.
        guard let base = offsets[winner] ?? offsets.compactMap(\.self).first else { return nil }
        let item = rules.plans[chunk.record(at: base).item].item
        let plan = rules.plans[item.number]
        let count = plan.stored.count
        let cells = UnsafeMutablePointer<Cell>.allocate(capacity: max(1, count * claims.count))
        defer { cells.deallocate() }
        for (index, offset) in offsets.enumerated() {
            if let offset {
                chunk.record(at: offset).readCells(count, into: cells + index * count)
            } else {
                (cells + index * count).initialize(repeating: .absent, count: count)
            }
        }
        let indexOf = Dictionary(
            claims.enumerated().map { (StatementKey(submission: $1.submission, row: $1.row), $0) },
            uniquingKeysWith: { first, _ in first })
        func place(_ claim: Claim) -> Int { indexOf[StatementKey(submission: claim.submission, row: claim.row)] ?? 0 }
        let chosen = composeIdentity(
            claims, fields: count,
            rank: { claim, place in
                rules.catalogue.authority.rank(
                    item: item.id, field: item.fields[plan.stored[place]].name,
                    department: claim.source < rules.departments.count ? rules.departments[claim.source].id : "")
            },
            isPresent: { claim, field in cells[place(claim) * count + field].length > 0 })
        for case let index? in chosen where !claims[index].isHeld {
            if [.duplicate, .overruled].contains(claims[index].outcome) { claims[index].outcome = .updated }
        }
        return append(chosen, offsets: offsets, cells: cells, plan: plan, base: base)
    }

    private func append(
        _ chosen: [Int?], offsets: [Int?], cells: UnsafeMutablePointer<Cell>, plan: RecordPlan, base: Int
    ) -> Int {
        let count = plan.stored.count
        let buffer = chunk.buffer
        // The composed record is no longer than all its parts together; reserving first keeps the parts in place.
        buffer.reserve(
            offsets.reduce(Record.headerSize) { $0 + ($1.map { chunk.record(at: $0).size } ?? 0) } + count * 5)
        let start = buffer.count
        buffer.append(UnsafePointer(buffer.base) + base, count: Record.headerSize)
        appendComparables(chosen, offsets: offsets, plan: plan, start: start, base: base)
        for field in 0..<count {
            guard let index = chosen[field], let offset = offsets[index] else {
                buffer.append(0)
                continue
            }
            buffer.appendCell(chunk.record(at: offset).value(cells[index * count + field]))
        }
        buffer.endRecord(start)
        return start
    }

    /// Each slot comes from the source that gave its field; a name's former ones may come from another.
    private func appendComparables(
        _ chosen: [Int?], offsets: [Int?], plan: RecordPlan, start: Int, base: Int
    ) {
        let buffer = chunk.buffer
        let limit = buffer.count + Comparables.mostBytes
        if !plan.roles.isEmpty { buffer.append(chunk.record(at: base).comparables.prefix(Comparables.tagSize)) }
        for (place, role) in plan.roles.enumerated() {
            func part(_ offset: Int) -> RoleView {
                RoleView(chunk.record(at: offset).comparables, roles: plan.roles, place: place)
            }
            func source(_ field: Int?) -> Int? {
                field.flatMap { plan.place[$0] >= 0 ? chosen[plan.place[$0]] : nil }.flatMap { offsets[$0] }
            }
            buffer.append(part(base).pairBytes)
            for (number, slot) in role.slots.enumerated() {
                let slotStart = buffer.beginSlot()
                var sources = [source(slot.field)].compactMap(\.self)
                if slot.isList, let other = source(slot.other), other != sources.first { sources.append(other) }
                for offset in sources { buffer.append(part(offset).values(number)) }
                if buffer.count > limit { buffer.truncate(to: slotStart + Comparables.countSize) }
                buffer.endSlot(slotStart, width: slot.kind.width)
            }
        }
        buffer.endComparables(start)
    }

    /// Keeps the register's look-ups in step with what is disclosed.
    func updateRegister(_ offset: Int) throws {
        let record = chunk.record(at: offset)
        let plan = rules.plans[record.item]
        let values = RegisterValues(record, plan)
        try session.updateSubject(
            code: record.subject, name: values.name, nameKey: values.nameKey,
            registrationNumber: values.registrationNumber == record.subject ? .empty : values.registrationNumber,
            taxpayerNumber: values.taxpayerNumber, legalRepresentative: values.legalRepresentative)
    }
}

/// The values of a register record by which rows are attributed.
struct RegisterValues {
    var name = ByteSlice.empty
    var nameKey: Int64 = 0
    var registrationNumber = ByteSlice.empty
    var taxpayerNumber = ByteSlice.empty
    var legalRepresentative = ByteSlice.empty

    init(_ record: RecordView, _ plan: RecordPlan) {
        let subject = plan.item.subject
        withUnsafeTemporaryAllocation(of: Cell.self, capacity: max(1, plan.stored.count)) { cells in
            guard let base = cells.baseAddress else { return }
            record.readCells(plan.stored.count, into: base)
            func value(_ field: Int?) -> ByteSlice {
                guard let field, plan.place[field] >= 0 else { return .empty }
                return record.value(base[plan.place[field]])
            }
            name = value(subject.name)
            registrationNumber = value(subject.registrationNumber)
            taxpayerNumber = value(subject.taxpayerNumber)
            legalRepresentative = value(plan.item.field(named: "legal_representative"))
        }
        nameKey = Int64(bitPattern: nameKeyHash(name, scratch: ByteBuffer(capacity: 64)))
    }
}
