import Bytes
import Comparison
import Consolidation
import Ledger
import Model

/// Comparison of one subject's self-disclosure with the government's records, of the items that this run touched.
extension Consolidator {
    func compare(_ work: SubjectWork) throws {
        guard work.isComparedWhole || !work.touched.isDisjoint(with: rules.compared) else { return }
        let began = MonotonicClock.now
        let currents = currents(of: work)
        self.work = work
        defer { self.work = nil }
        try work.subject.withSlice { subject in
            try comparer(currents, subject, isTouched: { work.touched.contains($0) || work.isComparedWhole })
        }
        comparisonTime += MonotonicClock.now - began
        comparedSubjects += 1
    }

    private func comparer(_ currents: [CurrentStatement], _ subject: ByteSlice, isTouched: (Int) -> Bool) throws {
        try comparer.compare(subject, currents, isTouched: isTouched) { prepared, counts in
            if counts.contains(where: { $0 > 0 }) || session.hasStatements {
                chunk.note(subject, comparison: prepared.name.all, counts: counts)
            }
        }
    }

    /// The subject's current statements; what comparison needs of them is copied, since the chunk moves when it grows.
    private func currents(of work: SubjectWork) -> [CurrentStatement] {
        comparedBytes.removeAll()
        var starts: [Range<Int>] = []
        for current in work.currents {
            let start = comparedBytes.count
            if let offset = current.offset {
                comparedBytes.append(chunk.record(at: offset).comparables)
            } else if let index = current.held {
                comparedBytes.append(session.comparables(of: work.held[index]))
            }
            starts.append(start..<comparedBytes.count)
        }
        return work.currents.enumerated().compactMap { number, current in
            let bytes = comparedBytes.slice(starts[number].lowerBound, starts[number].count)
            if let offset = current.offset {
                let record = chunk.record(at: offset)
                return CurrentStatement(
                    item: current.item, submission: record.submission, row: record.row, received: record.received,
                    rank: record.rank, source: record.source, flags: record.flags, version: record.version,
                    event: record.event, isChange: current.isChange, keyHash: record.keyHash, comparables: bytes,
                    handle: number)
            }
            guard let index = current.held else { return nil }
            let held = work.held[index]
            return CurrentStatement(
                item: current.item, submission: held.submission, row: held.position.row, received: held.received,
                rank: held.rank, source: rules.sources[held.source] ?? rules.departments.count, flags: held.flags,
                version: held.version, event: held.event, isChange: current.isChange, keyHash: held.keyHash,
                comparables: bytes, handle: number)
        }
    }
}

extension Consolidator: CaseValues {
    func cells(of statement: CurrentStatement, fields: [Int], subject: [UInt8]) throws -> [String: String]? {
        guard let work else { return nil }
        let current = work.currents[statement.handle]
        var offset = current.offset
        if offset == nil, let index = current.held {
            let held = work.held[index]
            offset =
                rules.isRegister[held.item]
                ? try composed(held, work) : try self.held.load(held, subject: subject, into: chunk.buffer)
        }
        guard let offset else { return nil }
        let plan = rules.plans[statement.item]
        let values = CellValues(chunk.record(at: offset), plan)
        var cells: [String: String] = [:]
        for field in fields where plan.place[field] >= 0 { cells[plan.item.fields[field].name] = values.string(field) }
        return cells
    }

    /// The register's record of the subject as it is disclosed: composed of all that is held of its key.
    func composed(_ statement: HeldStatement, _ work: SubjectWork) throws -> Int? {
        let held = work.held.indices.filter {
            work.held[$0].item == statement.item && work.held[$0].keyHash == statement.keyHash
        }
        var claims = held.map { claim(work.held[$0], handle: -1 - $0) }
        let winner = claims.indices.max { claims[$0].isBelow(claims[$1]) } ?? 0
        return try compose(&claims, winner: winner, work)
    }
}
