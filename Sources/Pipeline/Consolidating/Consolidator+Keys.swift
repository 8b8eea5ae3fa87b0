import Bytes
import Consolidation
import Ledger
import Loading
import Model

/// Consolidation of one subject's keys: outcomes, the current statement, conflicts.
extension Consolidator {
    func consolidateKeys(_ work: inout SubjectWork) throws {
        // New records come in order of item and key unless late ones joined.
        if work.needsSorting {
            let chunk = chunk
            work.offsets.sort { chunk.record(at: $0).key.precedes(chunk.record(at: $1).key) }
        }
        var place = 0
        while place < work.offsets.count {
            let first = chunk.record(at: work.offsets[place])
            let (item, key) = (first.item, first.keyHash)
            var end = place + 1
            while end < work.offsets.count {
                let next = chunk.record(at: work.offsets[end])
                guard next.item == item, next.keyHash == key else { break }
                end += 1
            }
            let heldClaims = work.held.indices.filter { work.held[$0].item == item && work.held[$0].keyHash == key }
            work.touched.insert(item)
            if end == place + 1, heldClaims.isEmpty {
                try takeOnly(work.offsets[place], &work)
            } else {
                try weigh(Array(work.offsets[place..<end]), held: heldClaims, item: item, key: key, &work)
            }
            place = end
        }
        try keepUntouched(&work)
    }

    /// Most keys have one statement: nothing to weigh.
    private func takeOnly(_ offset: Int, _ work: inout SubjectWork) throws {
        let record = chunk.record(at: offset)
        let outcome: Outcome = record.flags.contains(.withheld) ? .withheld : .published
        try write(offset, outcome, isCurrent: true)
        chunk.add(offset, action(for: record.flags))
        if rules.compared.contains(record.item) { work.currents.append((record.item, offset, nil, false)) }
        // The register's pass has just written a new subject's values.
        if session.hasSubjects, rules.isRegister[record.item] { try updateRegister(offset) }
    }

    private func weigh(_ offsets: [Int], held: [Int], item: Int, key: Int64, _ work: inout SubjectWork) throws {
        var claims =
            offsets.map { claim(chunk.record(at: $0), handle: $0) } + held.map { claim(work.held[$0], handle: -1 - $0) }
        claims.sort { $0.wasReceivedBefore($1) }
        let subject = work.subject
        let statements = work.held
        let verdict = try Consolidation.consolidate(&claims) { one, other in
            guard let left = try offset(of: one, statements, subject),
                let right = try offset(of: other, statements, subject)
            else { return [] }
            return rules.differences[item].between(chunk.record(at: left), chunk.record(at: right))
        }
        var shown: Int?
        if rules.plans[item].item.isRegister {
            shown = try compose(&claims, winner: verdict.winner, work)
        }
        try writeVerdict(claims, verdict, item: item, key: key, composed: shown, &work)
        let winner = claims[verdict.winner]
        if let shown {
            chunk.add(shown, action(for: winner.flags))
            if !work.isRepublished { try updateRegister(shown) }
        } else if !winner.isHeld || !winner.wasCurrent || work.isRepublished,
            let offset = try offset(of: winner, statements, subject)
        {
            chunk.add(offset, action(for: winner.flags))
        }
        guard rules.compared.contains(item) else { return }
        let isChange = claims.contains {
            CurrentStatement.isChange(from: ($0.content, $0.version), to: (winner.content, winner.version))
        }
        if let shown {
            work.currents.append((item, shown, nil, isChange))
        } else if let offset = try comparableOffset(of: winner, work) {
            work.currents.append((item, offset, nil, isChange))
        } else if winner.isHeld,
            rules.hasComparables(session.comparables(of: work.held[-1 - winner.handle]), item: item)
        {
            work.currents.append((item, nil, -1 - winner.handle, isChange))
        }
    }

    /// Keys that this run says nothing about: their current statements take part in comparison, and where a key has none,
    /// because its statements came from a subject that was merged into this one, one is elected.
    private func keepUntouched(_ work: inout SubjectWork) throws {
        guard !work.held.isEmpty else { return }
        var seen: Set<KeyReference> = []
        for offset in work.offsets {
            let record = chunk.record(at: offset)
            seen.insert(KeyReference(item: record.item, key: record.keyHash))
        }
        var elected: Set<KeyReference> = []
        var former: [KeyReference: FormerStatements] = [:]
        for statement in work.held where statement.item >= 0 && rules.compared.contains(statement.item) {
            former[KeyReference(item: statement.item, key: statement.keyHash), default: FormerStatements()].add(
                content: statement.content, version: statement.version)
        }
        for (index, statement) in work.held.enumerated() {
            let reference = KeyReference(item: statement.item, key: statement.keyHash)
            guard statement.item >= 0, !seen.contains(reference) else { continue }
            if statement.isCurrent && !work.isRepublished {
                elected.insert(reference)
                if rules.compared.contains(statement.item) {
                    let isChange =
                        former[reference]?.isChange(to: (statement.content, statement.version)) ?? false
                    try keepCurrent(index, isChange: isChange, &work)
                }
            }
        }
        for statement in work.held {
            let reference = KeyReference(item: statement.item, key: statement.keyHash)
            guard statement.item >= 0, !seen.contains(reference), elected.insert(reference).inserted else { continue }
            let held = work.held.indices.filter {
                work.held[$0].item == statement.item && work.held[$0].keyHash == statement.keyHash
            }
            work.touched.insert(statement.item)
            try weigh([], held: held, item: statement.item, key: statement.keyHash, &work)
        }
    }

    /// A statement that this run leaves as the current one of its key.
    private func keepCurrent(_ index: Int, isChange: Bool, _ work: inout SubjectWork) throws {
        let statement = work.held[index]
        if rules.hasComparables(session.comparables(of: statement), item: statement.item) {
            work.currents.append((statement.item, nil, index, isChange))
            return
        }
        // Made under a catalogue with other comparisons: read again from the archive.
        guard
            let offset = rules.isRegister[statement.item]
                ? try composed(statement, work) : try held.load(statement, subject: work.subject, into: chunk.buffer)
        else { return }
        work.currents.append((statement.item, offset, nil, isChange))
        if work.isComparedWhole {
            try work.subject.withSlice {
                try session.setComparables(statement, of: $0, to: chunk.record(at: offset).comparables)
            }
        }
    }

    /// Where the record of a claim stands whose comparables are at hand only there; nil where the ledger's own will do.
    private func comparableOffset(of claim: Claim, _ work: SubjectWork) throws -> Int? {
        guard claim.isHeld else { return claim.handle }
        let statement = work.held[-1 - claim.handle]
        if rules.hasComparables(session.comparables(of: statement), item: statement.item) { return nil }
        return try offset(of: claim, work.held, work.subject)
    }

    /// Where a claim's values stand in the chunk; a held one is read from the archive.
    func offset(of claim: Claim, _ statements: [HeldStatement], _ subject: [UInt8]) throws -> Int? {
        guard claim.isHeld else { return claim.handle }
        return try held.load(statements[-1 - claim.handle], subject: subject, into: chunk.buffer)
    }

    private func writeVerdict(
        _ claims: [Claim], _ verdict: KeyVerdict, item: Int, key: Int64, composed: Int?, _ work: inout SubjectWork
    ) throws {
        let bytes = work.subject
        try bytes.withSlice { subject in
            for (index, claim) in claims.enumerated() {
                let isCurrent = index == verdict.winner
                if !claim.isHeld {
                    try write(claim.handle, claim.outcome, isCurrent: isCurrent, composed: isCurrent ? composed : nil)
                } else if claim.wasCurrent != isCurrent {
                    try session.setCurrent(work.held[-1 - claim.handle], of: subject, to: isCurrent)
                }
            }
            if let composed, claims[verdict.winner].isHeld, !work.isRepublished {
                try session.setComparables(
                    work.held[-1 - claims[verdict.winner].handle], of: subject,
                    to: chunk.record(at: composed).comparables)
            }
            if !work.held.isEmpty { try session.clearConflicts(subject: subject, item: item, key: key) }
            let winner = claims[verdict.winner]
            let reference = StatementReference(submission: winner.submission, row: winner.row)
            for conflict in verdict.conflicts + namesakes(claims, verdict, item, work) {
                let loser = claims[conflict.loser]
                let isName =
                    rules.plans[item].item.isRegister
                    && conflict.fields.contains { $0 == rules.plans[item].item.subject.name }
                try session.insertConflict(
                    kind: isName ? "names" : "content", subject: subject, item: item, key: key, winner: reference,
                    loser: StatementReference(submission: loser.submission, row: loser.row),
                    fields: try text(conflict, claims, verdict.winner, item, work))
            }
        }
    }

    /// The fields of a conflict with both values, as JSON; values are those that may be shown.
    private func text(
        _ conflict: Conflict, _ claims: [Claim], _ winner: Int, _ item: Int, _ work: SubjectWork
    ) throws -> String {
        let plan = rules.plans[item]
        guard let first = try offset(of: claims[winner], work.held, work.subject),
            let second = try offset(of: claims[conflict.loser], work.held, work.subject)
        else { return "[]" }
        let one = CellValues(chunk.record(at: first), plan)
        let other = CellValues(chunk.record(at: second), plan)
        return JSONText.of(
            conflict.fields.map {
                ["field": plan.item.fields[$0].name, "first": one.string($0), "second": other.string($0)]
            })
    }

    /// One code with two names in one delivery of the register: no change of name, but two subjects claiming a code.
    private func namesakes(
        _ claims: [Claim], _ verdict: KeyVerdict, _ item: Int, _ work: SubjectWork
    ) -> [Conflict] {
        let plan = rules.plans[item]
        guard plan.item.isRegister, let name = plan.item.subject.name else { return [] }
        let winner = claims[verdict.winner]
        guard !winner.isHeld else { return [] }
        return claims.indices.compactMap { index in
            let claim = claims[index]
            guard index != verdict.winner, !claim.isHeld, claim.source == winner.source,
                claim.submission == winner.submission, claim.content != winner.content
            else { return nil }
            let fields = rules.differences[item].between(
                chunk.record(at: winner.handle), chunk.record(at: claim.handle))
            return fields.contains(name) ? Conflict(loser: index, fields: fields) : nil
        }
    }

    private func write(_ offset: Int, _ outcome: Outcome, isCurrent: Bool, composed: Int? = nil) throws {
        let record = chunk.record(at: offset)
        let returned =
            session.hasReturns
            ? try session.firstReturn(
                rules.links(of: record), submission: record.submission, received: record.received) : nil
        chunk.state(offset, outcome, isCurrent: isCurrent, returned: returned, composed: composed)
        try count(outcome, of: record.submission)
    }

    private func action(for flags: RowFlags) -> PublishAction {
        if flags.contains(.withheld) { return .remove }
        return flags.contains(.withdrawn) ? .tombstone : .put
    }

    private func claim(_ record: RecordView, handle: Int) -> Claim {
        Claim(
            submission: record.submission, row: record.row, received: record.received, source: record.source,
            rank: record.rank, version: record.version, content: record.content, flags: record.flags, handle: handle)
    }

    func claim(_ statement: HeldStatement, handle: Int) -> Claim {
        Claim(
            submission: statement.submission, row: statement.position.row, received: statement.received,
            source: rules.sources[statement.source] ?? rules.departments.count, rank: statement.rank,
            version: statement.version, content: statement.content, flags: statement.flags, isHeld: true,
            wasCurrent: statement.isCurrent, outcome: statement.outcome, handle: handle)
    }
}

extension ByteSlice {
    /// Byte-wise order of two slices of one length.
    func precedes(_ other: ByteSlice) -> Bool {
        for index in 0..<min(count, other.count) where self[index] != other[index] { return self[index] < other[index] }
        return count < other.count
    }
}
