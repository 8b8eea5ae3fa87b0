package import Bytes
package import Model

/// Where the record stage sends a row.
package enum Destination: Sendable {
    /// Has a credit code: to be sorted by subject.
    case subject
    /// Has no code of its own; the register must say whose it is.
    case unresolved
    /// A wrong code for which the register may know the right one; rejected unless it does.
    case candidate
    /// A natural person's: kept, withheld, no subject.
    case person
    /// Rejected.
    case rejected
}

/// Turns the rows of validated batches into records: keys, hashes, rank, and the values masked for disclosure.
///
/// A pure function of the row, the catalogue and the submission's facts. The encoder belongs to one thread.
package final class RecordEncoder {
    package struct Submission: Sendable {
        package var number: Int
        /// Seconds since 1970.
        package var received: Int
        package var source: Int
        package init(number: Int, received: Int, source: Int) {
            self.number = number
            self.received = received
            self.source = source
        }
    }

    private let plan: RecordPlan
    private let department: Department
    private let departmentCode = ByteBuffer(capacity: 64)
    /// Content fields in order, and whether they are compared by their name's match key.
    private let content: [(field: Int, isName: Bool)]
    /// Stored fields in order, and how their values are masked.
    private let stored: [(field: Int, mask: PrivacyMask.Kind)]
    private let comparables: ComparableEncoder
    private let types: [FieldType]
    /// The authority last met and its hash: a file names few.
    private let lastName = ByteBuffer(capacity: 256)
    private var lastNameHash: Int64 = 0
    private let authority: AuthorityMatrix
    private let names: AuthorityNames
    private let submission: Submission
    private let scratch = ByteBuffer()
    private let mask = PrivacyMask()
    /// Ranks of what this source made and did not make, where no rule depends on the date.
    private let fixedRanks: (maker: Int, other: Int)?
    private let linkMaker: LinkMaker

    package init(
        plan: RecordPlan, department: Department, authority: AuthorityMatrix, names: AuthorityNames,
        submission: Submission
    ) {
        self.plan = plan
        self.department = department
        departmentCode.append(department.code)
        content = plan.item.fields.indices.filter { plan.item.fields[$0].isContent }.map {
            ($0, plan.item.fields[$0].type == .name)
        }
        stored = plan.stored.map { ($0, PrivacyMask.Kind(plan.item.fields[$0])) }
        comparables = ComparableEncoder(plan.roles, names: names)
        types = plan.item.fields.map(\.type)
        self.authority = authority
        self.names = names
        self.submission = submission
        linkMaker = LinkMaker(
            source: department.id, item: plan.item.id, namesSubject: plan.keyNamesSubject)
        func rank(_ isMaker: Bool) -> Int {
            authority.rank(
                item: plan.item.id, department: department.id, region: department.region, isMaker: isMaker,
                eventDay: nil)
        }
        let dependsOnDate = !(authority.items[plan.item.id]?.rules.isEmpty ?? true)
        fixedRanks = dependsOnDate ? nil : (rank(true), rank(false))
    }

    package func destination(of row: Int, in batch: Batch, errors: Int) -> Destination {
        let flags = batch.flags[row]
        let code = plan.item.subject.code
        if flags.contains(.error) {
            let isCandidate =
                errors == 1 && batch.damages[row] == .none
                && (code.map { field in
                    batch.cell(field, row).length == 18 && !CreditCode.isValid(batch.value(field, row))
                } ?? false)
            return isCandidate ? .candidate : .rejected
        }
        if flags.contains(.naturalPerson) { return .person }
        return flags.contains(.codeValid) ? .subject : .unresolved
    }

    /// Appends the row's record to `buffer` and returns where it starts.
    package func encode(_ row: Int, of batch: Batch, into buffer: ByteBuffer) -> Int {
        let item = plan.item
        let position = batch.positions[row]
        var header = RecordHeader()
        header.item = item.number
        header.received = submission.received
        header.submission = submission.number
        header.source = submission.source
        header.row = position.row
        header.line = position.line
        header.offset = position.offset
        header.length = position.length
        header.flags = batch.flags[row]
        if isKeyed(row, batch) { header.flags.insert(.keyed) }
        header.keyHash = keyHash(plan.key, row, batch)
        header.content = contentHash(row, batch)
        header.event = event(of: row, in: batch)
        header.version = Int32.min
        for field in item.version {
            guard let version = day(field, row, batch) else { continue }
            header.version = version
            break
        }
        header.rank = rank(row, batch, event: header.event)

        let subject = item.subject.code.map { batch.value($0, row) } ?? .empty
        let start = buffer.beginRecord(header, subject: subject)
        if !plan.roles.isEmpty {
            comparables.encode(row, of: batch, into: buffer, pairHash: pairHash)
            buffer.endComparables(start)
        }
        for (field, kind) in stored {
            let value = batch.value(field, row)
            if value.isEmpty {
                buffer.append(UInt8(0))
            } else {
                buffer.appendCell(kind == .plain ? value : mask.disclosed(value, kind))
            }
        }
        buffer.endRecord(start)
        return start
    }

    /// By what a row that is set aside will be known when it comes again.
    package func links(of row: Int, in batch: Batch) -> RecordLinks {
        let fields = plan.item.subject
        let number = [fields.code, fields.registrationNumber].compactMap(\.self).first { !batch.isAbsent($0, row) }
        return linkMaker.links(
            keyHash: keyHash(plan.key, row, batch), isKeyed: isKeyed(row, batch),
            subject: number.map { batch.value($0, row) } ?? .empty,
            name: { fields.name.map { batch.value($0, row) } ?? .empty }, scratch: scratch)
    }

    /// Days since 1970; ``Record/noDate`` without one.
    package func event(of row: Int, in batch: Batch) -> Int32 {
        plan.item.eventDate.flatMap { day($0, row, batch) } ?? Record.noDate
    }

    private func isKeyed(_ row: Int, _ batch: Batch) -> Bool {
        plan.key.allSatisfy { part in part.contains { !batch.isAbsent($0, row) } }
    }

    private func day(_ field: Int, _ row: Int, _ batch: Batch) -> Int32? {
        let number = batch.number(field, row)
        guard number != Batch.noNumber, number != Batch.badNumber, number != Batch.openEnd else { return nil }
        return Int32(clamping: number)
    }

    private func rank(_ row: Int, _ batch: Batch, event: Int32) -> Int {
        var isMaker = false
        if let field = plan.item.madeBy, !batch.isAbsent(field, row) {
            isMaker = departmentCode.all == batch.value(field, row)
        }
        if let fixedRanks { return isMaker ? fixedRanks.maker : fixedRanks.other }
        return authority.rank(
            item: plan.item.id, department: department.id, region: department.region, isMaker: isMaker,
            eventDay: event == Record.noDate ? nil : Int(event))
    }

    /// The hash of a key's parts, each normalised by what it is; 0 where the subject itself is the key.
    private func keyHash(_ parts: [FirstPresent], _ row: Int, _ batch: Batch) -> Int64 {
        guard !parts.isEmpty else { return 0 }
        var hasher = SipHasher()
        for part in parts {
            if let field = part.first(where: { !batch.isAbsent($0, row) }) {
                appendKeyPart(field, row, batch, to: &hasher)
            }
            hasher.append(UInt8(0x1F))
        }
        return Int64(bitPattern: hasher.finish64())
    }

    /// As the key's hash, but 0 where a part is wholly absent: such a row cannot be paired. 1 pairs by subject alone.
    private func pairHash(_ parts: [FirstPresent], _ row: Int, _ batch: Batch) -> Int64 {
        guard !parts.isEmpty else { return Comparables.subjectPair }
        for part in parts where part.allSatisfy({ batch.isAbsent($0, row) }) { return Comparables.noPair }
        return keyHash(parts, row, batch)
    }

    private func appendKeyPart(_ field: Int, _ row: Int, _ batch: Batch, to hasher: inout SipHasher) {
        let value = batch.value(field, row)
        switch types[field] {
        case .text, .name:
            hasher.append(UInt64(bitPattern: nameHash(value)))
        case .documentNumber:
            scratch.removeAll()
            _ = DocumentNumber.appendKey(value, to: scratch)
            hasher.append(scratch.all)
        default:
            hasher.append(value)
        }
    }

    /// The hash of a name in a key; the one last met is remembered.
    private func nameHash(_ value: ByteSlice) -> Int64 {
        if lastName.count > 0, lastName.all == value { return lastNameHash }
        lastName.removeAll()
        lastName.append(value)
        lastNameHash = names.hash(value, scratch)
        return lastNameHash
    }

    /// The hash of what the statement says: names by their match key, all else as normalised.
    private func contentHash(_ row: Int, _ batch: Batch) -> Int64 {
        var hasher = SipHasher()
        for (field, isName) in content {
            let value = batch.value(field, row)
            if !value.isEmpty {
                if isName {
                    hasher.append(UInt64(bitPattern: names.hash(value, scratch)))
                } else {
                    hasher.append(value)
                }
            }
            hasher.append(UInt8(0x1F))
        }
        return Int64(bitPattern: hasher.finish64())
    }
}
