import Bytes
package import Model

/// Collects what the rules find in one batch after another, for one item: findings, counts, and the rows' flags.
///
/// It knows the severities that hold in this instance, and it is the one door through which a value reaches a finding, so it is
/// here that private values are masked. One report belongs to one thread.
package final class FindingReport {
    /// Findings since ``removeAll()``: batch by batch, by row within a batch, in the order of the rules within a row.
    package private(set) var findings: [Finding] = []

    /// By rule id: how many checks were made and how many failed, since ``removeAll()``. A check is one rule on one value, or on
    /// one row where the rule is about several fields. Rules that were never asked are missing.
    package var counts: [String: RuleCount] {
        var result: [String: RuleCount] = [:]
        for (number, count) in tallies.enumerated() where count != RuleCount() {
            result[RuleCatalogue.facts[number].id] = count
        }
        return result
    }

    let notes: BatchNotes
    /// Emptied by whoever uses it.
    let scratch = ByteBuffer()

    private let item: Item
    private let severities: [Severity?]
    private var tallies: [RuleCount]
    private var batchStart = 0
    private var rows: [Int32] = []

    package init(item: Item, settings: ValidationSettings) {
        self.item = item
        severities = RuleCatalogue.facts.map { RuleCatalogue.severity(of: $0, settings) }
        tallies = Array(repeating: RuleCount(), count: severities.count)
        notes = BatchNotes(fieldCount: item.fields.count)
    }

    /// Forgets findings and counts.
    package func removeAll() {
        findings.removeAll(keepingCapacity: true)
        for number in tallies.indices { tallies[number] = RuleCount() }
        batchStart = 0
        rows.removeAll(keepingCapacity: true)
    }

    func begin(_ batch: Batch) {
        notes.reset(batch)
        batchStart = findings.count
        rows.removeAll(keepingCapacity: true)
    }

    /// Brings the batch's findings into the order of its rows.
    func end() {
        guard rows.count > 1 else { return }
        let order = rows.indices.sorted { (rows[$0], $0) < (rows[$1], $1) }
        let start = batchStart
        let sorted = order.map { findings[start + $0] }
        findings.replaceSubrange(start..., with: sorted)
    }

    // MARK: What rules call

    /// Whether the rule is switched off in this instance.
    func isOff(_ rule: RuleNumber) -> Bool { severities[rule.index] == nil }

    /// Counts checks that were made; what does not apply is not counted.
    func asked(_ rule: RuleNumber, _ count: Int) {
        if severities[rule.index] != nil { tallies[rule.index].applicable += count }
    }

    /// Reports that a check failed. `value` is what stood in the field; without one it is what stands there now.
    func fail(
        _ rule: RuleNumber, _ batch: Batch, _ row: Int, field: Int? = nil, value: ByteSlice? = nil,
        expected: String = "",
        suggestion: String = ""
    ) {
        guard let severity = severities[rule.index] else { return }
        tallies[rule.index].failed += 1
        if severity == .error { batch.flags[row].insert(.error) }
        if severity == .warning { batch.flags[row].insert(.warning) }
        let isPersonal = field.map { self.isPersonal($0, batch.flags[row]) } ?? false
        let text = value ?? field.map { batch.value($0, row) } ?? .empty
        findings.append(
            Finding(
                rule: RuleCatalogue.facts[rule.index].id, severity: severity, position: batch.positions[row],
                field: field.map { item.fields[$0].name },
                value: text.isEmpty ? "" : Masking.shown(text.string, isPersonal: isPersonal),
                expected: Masking.shown(expected, isPersonal: false),
                suggestion: Masking.shown(suggestion, isPersonal: isPersonal)))
        rows.append(Int32(truncatingIfNeeded: row))
    }

    /// Empties a cell after the present values were counted.
    func erase(_ batch: Batch, _ field: Int, _ row: Int) {
        batch.clear(field, row)
        notes.present[field] -= 1
    }

    /// Whether what stands in a field is somebody's own: marked so in the catalogue, or free text about a natural person.
    private func isPersonal(_ field: Int, _ flags: RowFlags) -> Bool {
        let field = item.fields[field]
        if field.sensitivity == .personal || field.type == .citizenNumber || field.disclosure == .masked { return true }
        guard flags.contains(.naturalPerson), field.list == nil else { return false }
        switch field.type {
        case .text, .name, .registrationNumber, .organisationCode, .taxpayerNumber: return true
        default: return false
        }
    }
}

/// A rule's place in ``RuleCatalogue/facts``.
struct RuleNumber: Sendable {
    let index: Int

    /// - Parameter id: one of the rule's own ids.
    init(_ id: String) {
        guard let index = RuleCatalogue.numbers[id] else { preconditionFailure("no rule \(id) in RuleCatalogue") }
        self.index = index
    }
}
