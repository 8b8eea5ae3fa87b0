package import Bytes
import Model
import Storage

extension LedgerSession {
    /// Writes the counts of subjects' comparisons over those that stood there: match, mismatch, of those not reflected, enterprise only,
    /// government only, not comparable. Where nothing was compared no row stands.
    package func write(_ comparisons: [(subject: [UInt8], comparison: ByteSlice, counts: [Int])]) throws {
        let isNothing = { (counts: [Int]) in counts.allSatisfy { $0 == 0 } }
        for comparison in comparisons where hasStatements && isNothing(comparison.counts) {
            let delete = try cached("DELETE FROM comparison WHERE subject = ? AND name = ?")
            try comparison.subject.withSlice { subject in
                delete.bind(1, subject)
                delete.bind(2, comparison.comparison)
                try delete.run()
            }
        }
        let comparisons = comparisons.filter { !isNothing($0.counts) }
        guard !comparisons.isEmpty else { return }
        let subject = ByteBuffer(capacity: 64)
        var place = 0
        try feed.run(insertComparisons) {
            guard place < comparisons.count else { return false }
            let comparison = comparisons[place]
            place += 1
            subject.removeAll()
            comparison.subject.withSlice { subject.append($0) }
            feed.values[0] = .text(subject.all)
            feed.values[1] = .text(comparison.comparison)
            for (index, count) in comparison.counts.enumerated() { feed.values[2 + index] = .integer(Int64(count)) }
            return true
        }
    }

    /// A subject's cases of one comparison, resolved ones too; none where no earlier run left any.
    package func cases(of subject: ByteSlice, comparison: ByteSlice, item: Int) throws -> [MismatchCase] {
        guard hasCases else { return [] }
        selectCases.bind(1, subject)
        selectCases.bind(2, comparison)
        defer { selectCases.reset() }
        var found: [MismatchCase] = []
        while try selectCases.next() { found.append(MismatchCase(selectCases, item: item)) }
        return found
    }

    /// Writes a case over what stood there, and what happened to it.
    package func write(
        _ mismatch: MismatchCase, _ note: CaseNote, subject: ByteSlice, comparison: ByteSlice
    ) throws {
        let write = writeCase
        write.bind(1, subject)
        write.bind(2, comparison)
        write.bind(3, mismatch.pair)
        write.bind(4, itemIDs[mismatch.item])
        write.bind(5, mismatch.result)
        write.bind(6, mismatch.attribution)
        write.bind(7, mismatch.rule)
        write.bind(8, mismatch.responsible)
        write.bindOptional(9, mismatch.due)
        write.bindOptional(10, mismatch.enterprise)
        write.bindOptional(12, mismatch.government)
        write.bind(14, mismatch.fields)
        write.bind(15, mismatch.state.rawValue)
        write.bindOptional(16, mismatch.until)
        try write.run()
        try append(note, to: mismatch, subject: subject, comparison: comparison)
    }

    /// Notes that a case is over; all else that is said of it stays.
    package func resolve(
        _ mismatch: MismatchCase, _ note: CaseNote, subject: ByteSlice, comparison: ByteSlice
    ) throws {
        let update = try cached(
            """
            UPDATE mismatch SET state = 'resolved', until = NULL WHERE subject = ?1 AND comparison = ?2 AND pair = ?3
            """)
        update.bind(1, subject)
        update.bind(2, comparison)
        update.bind(3, mismatch.pair)
        try update.run()
        try append(note, to: mismatch, subject: subject, comparison: comparison)
    }

    private func append(
        _ note: CaseNote, to mismatch: MismatchCase, subject: ByteSlice, comparison: ByteSlice
    ) throws {
        let insert = insertEvent
        insert.bind(1, run)
        insert.bind(2, note.at)
        insert.bind(3, subject)
        insert.bind(4, comparison)
        insert.bind(5, mismatch.pair)
        insert.bind(6, itemIDs[mismatch.item])
        insert.bind(7, note.event.rawValue)
        insert.bind(8, mismatch.result)
        insert.bind(9, mismatch.attribution)
        insert.bind(10, mismatch.responsible)
        insert.bindOptional(11, mismatch.due)
        insert.bindOptional(12, note.submission)
        insert.bind(13, note.by)
        insert.bind(14, note.reason)
        insert.bindOptional(15, note.until)
        insert.bind(16, mismatch.rule)
        insert.bindOptional(17, mismatch.enterprise)
        insert.bindOptional(19, mismatch.government)
        try insert.run()
    }

    /// When a submission was received, seconds since 1970.
    package func received(_ submission: Int) throws -> Int { try receipt(of: submission).received }
}

extension Prepared {
    fileprivate func bindOptional(_ index: Int32, _ value: Int?) {
        if let value { bind(index, value) } else { bindNull(index) }
    }

    /// A submission and a row, in two columns.
    fileprivate func bindOptional(_ index: Int32, _ reference: StatementReference?) {
        bindOptional(index, reference?.submission)
        bindOptional(index + 1, reference?.row)
    }
}
