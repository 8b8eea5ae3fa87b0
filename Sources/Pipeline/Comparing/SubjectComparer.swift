import Bytes
import Comparison
import Ledger
import Model

/// Compares one subject after another and keeps the ledger's cases in step: the part that a run and a full comparison share.
final class SubjectComparer {
    private let rules: ConsolidationRules
    private let session: LedgerSession
    private let departments: DepartmentNames
    /// Gives the values of what differs; it owns this comparer.
    private unowned let values: any CaseValues
    /// Cases that were written.
    private(set) var changes = 0
    /// Nothing happens to a case before this: a full comparison finds today what should have been found before.
    var notBefore = 0

    init(rules: ConsolidationRules, session: LedgerSession, values: any CaseValues) {
        self.rules = rules
        self.session = session
        self.values = values
        departments = DepartmentNames(rules.departments)
    }

    /// - Parameters:
    ///   - isTouched: whether an item got a new record; a comparison neither of whose items did is left as it stands.
    ///   - note: takes the counts of each comparison made, by the order of ``ComparisonKind``.
    func compare(
        _ subject: ByteSlice, _ currents: [CurrentStatement], isTouched: (Int) -> Bool,
        note: (PreparedComparison, [Int]) throws -> Void
    ) throws {
        for prepared in rules.comparisons {
            let plan = prepared.comparison.plan
            guard isTouched(plan.item) || isTouched(plan.counterpart) else { continue }
            let made = MadeComparison(prepared, currents, registry: rules.registry)
            try settle(made.results, subject, prepared, own: made.own, theirs: made.theirs)
            try note(prepared, made.counts)
        }
    }

    /// Writes what is new, changed or over since the comparison before.
    private func settle(
        _ results: [ComparisonResult], _ subject: ByteSlice, _ prepared: PreparedComparison, own: [CurrentStatement],
        theirs: [CurrentStatement]
    ) throws {
        let name = prepared.name.all
        let known = try session.cases(of: subject, comparison: name, item: prepared.item.number)
        if known.isEmpty, !results.contains(where: \.kind.makesCase) { return }
        var seen: Set<Int64> = []
        for result in results where result.kind.makesCase && seen.insert(result.pair).inserted {
            let one = result.enterprise.map { own[$0] }
            let other = result.government.map { theirs[$0] }
            var found = result.mismatchCase(one, other, item: prepared.item.number)
            found.responsible = simpleResponsible(result.rule ?? .noCommonField, other)
            let before = known.first { $0.pair == result.pair }
            // What identifies a subject is composed of several rows: the same row may lend other values.
            if let before, before.state != .resolved, before.saysTheSame(as: found), !prepared.counterpart.isRegister {
                continue
            }
            let subjectBytes = subject.bytes
            found.responsible = try responsible(result, one, other, subjectBytes, prepared)
            found.fields = try text(result, one, other, subjectBytes, prepared, before: before)
            let cause = newest(one, other)
            var note = CaseNote(.opened, at: time(of: cause), submission: cause?.submission)
            if let before {
                guard before.state == .resolved || !before.saysTheSame(as: found) || before.fields != found.fields
                else { continue }
                note.event = before.state == .resolved ? .reopened : .changed
                // Acknowledged stays acknowledged; a waiver was for what the two sides said then.
                let isTheSame = before.fields == found.fields && before.result == found.result
                found.state =
                    before.state == .acknowledged || (before.state == .waived && isTheSame) ? before.state : .open
                found.until = found.state == .waived ? before.until : nil
                note.until = found.until
            }
            try session.write(found, note, subject: subject, comparison: name)
            changes += 1
        }
        for before in known where before.state != .resolved && !seen.contains(before.pair) {
            let match = results.first { $0.pair == before.pair && !$0.isOnPayment }
            let cause =
                newest(match?.enterprise.map { own[$0] }, match?.government.map { theirs[$0] }) ?? newest(own, theirs)
            try session.resolve(
                before, CaseNote(.resolved, at: time(of: cause), submission: cause?.submission), subject: subject,
                comparison: name)
            changes += 1
        }
    }

    /// The values of the differing fields; those of a row that the case showed before are taken from there, since reading a row of an earlier
    /// run means reading the archive.
    private func text(
        _ result: ComparisonResult, _ one: CurrentStatement?, _ other: CurrentStatement?, _ subject: [UInt8],
        _ prepared: PreparedComparison, before: MismatchCase?
    ) throws -> String {
        let text = CaseText(prepared: prepared)
        let fields = text.fields(of: result)
        func cells(_ statement: CurrentStatement?, _ fields: [Int]) throws -> [String: String] {
            guard let statement, !fields.isEmpty else { return [:] }
            return try values.cells(of: statement, fields: fields, subject: subject) ?? [:]
        }
        var government: [String: String]?
        if let other, let before, !prepared.counterpart.isRegister,
            before.government == StatementReference(submission: other.submission, row: other.row)
        {
            government = text.governmentValues(of: result, in: before.fields)
        }
        return text.of(
            result, enterprise: try cells(one, fields.enterprise),
            government: try government ?? cells(other, fields.government))
    }

    /// Who is to act, where it takes no look at the record's text.
    private func simpleResponsible(_ rule: AttributionRule, _ government: CurrentStatement?) -> String {
        switch rule.attribution {
        case .enterpriseWrong: return "enterprise"
        case .undecided: return "steward"
        case .departmentWrong, .departmentLate:
            guard let government, rules.departments.indices.contains(government.source) else { return "steward" }
            return rules.departments[government.source].id
        }
    }

    /// What only the enterprise has is for the department that the enterprise names, where it is one of ours.
    private func responsible(
        _ result: ComparisonResult, _ one: CurrentStatement?, _ other: CurrentStatement?, _ subject: [UInt8],
        _ prepared: PreparedComparison
    ) throws -> String {
        let rule = result.rule ?? .noCommonField
        guard rule == .departmentWindow, let one, let authority = prepared.item.field(named: "authority") else {
            return simpleResponsible(rule, other)
        }
        let name = try values.cells(of: one, fields: [authority], subject: subject)?["authority"] ?? ""
        return departments.id(of: name) ?? "steward"
    }

    private func time(of cause: CurrentStatement?) -> Int { max(cause?.received ?? 0, notBefore) }

    private func newest(_ one: CurrentStatement?, _ other: CurrentStatement?) -> CurrentStatement? {
        [one, other].compactMap(\.self).max { ($0.received, $0.submission) < ($1.received, $1.submission) }
    }

    private func newest(_ own: [CurrentStatement], _ theirs: [CurrentStatement]) -> CurrentStatement? {
        (own + theirs).max { ($0.received, $0.submission) < ($1.received, $1.submission) }
    }
}
