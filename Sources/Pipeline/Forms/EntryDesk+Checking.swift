import Bytes
import Consolidation
import GuijiConfiguration
package import Model
import Validation

/// What becomes of a form, said before it is taken.
extension EntryDesk {
    package struct Checked: Sendable {
        package var findings: [JSONValue] = []
        /// Whether the row would be sent back.
        package var isRejected = false
        /// What the form would be a statement about; nil where the register does not know its subject.
        package var key: FormKey?
    }

    /// What the rules say of a form, by the very stage that judges every file's rows, and whether it can take effect beside what is held.
    /// - Parameters:
    ///   - data: the form as it is delivered.
    ///   - subject: the code of its subject, where the register knows it.
    /// - Throws: ``Mistake`` where a correction gives no reason or would change nothing.
    package func check(
        _ data: [UInt8], subject: String?, item id: String, department: String, received: Int, purpose: Purpose
    ) throws -> Checked {
        guard let item = context.catalogue.item(id), let department = context.department(department),
            let judge = judge(item, department.id, received), let batch = try judge.read(data, item)
        else { return Checked(isRejected: true) }
        let report = FindingReport(item: item, settings: context.settings.validation)
        judge.stage.process(batch, report)
        var findings = report.findings
        // It is the delivery's first row.
        for place in findings.indices { findings[place].position.row = 1 }
        var checked = Checked(
            findings: findings.map { SubmissionFindings.value($0, item: item) },
            isRejected: findings.contains { $0.severity == .error })
        guard !checked.isRejected, !batch.flags[0].contains(.naturalPerson) else { return checked }
        let buffer = ByteBuffer()
        _ = judge.encoder.encode(batch, into: buffer)
        let record = RecordView(base: UnsafePointer(buffer.base))
        guard let subject = batch.flags[0].contains(.codeValid) ? record.subject.string : subject else {
            return checked
        }
        let key = FormKey(item: item.number, department: department.id, subject: subject, record: record.keyHash)
        checked.key = key
        let held = try disclosed.find(subject, record.keyHash, of: item)
        try expectReason(recent.contains(key) || held?.department == department.id, purpose, item)
        if let held { try expectEffect(record, beside: held, of: department, purpose, item) }
        return checked
    }

    /// Sees whether a nil return can be taken.
    /// - Throws: ``Mistake`` where it says nothing that the department could confirm.
    package func checkNilReturn(item: String, period: String, department: String, received: Int) throws {
        guard let department = context.department(department) else { return }
        let line = NilReturnLine(item: item, period: period, reason: "")
        if case .failure(let problem) = line.read(for: department, on: context.settings.day(of: received), context) {
            throw Mistake(chinese: problem.chinese, english: problem.english)
        }
    }

    /// Notes that a form was accepted: it is a statement, though no run has taken it in yet.
    package func accepted(_ key: FormKey?) { if let key { recent.add(key) } }

    private func expectReason(_ isStated: Bool, _ purpose: Purpose, _ item: Item) throws {
        guard isStated, purpose == .record else { return }
        throw Mistake(
            chinese: "本部门已报送过这条“\(item.title)”，再报就是更正，请在 reason 里写明原因",
            english: "Your department has stated this record already; say in “reason” why it is corrected")
    }

    private func expectEffect(
        _ record: RecordView, beside held: DisclosedRecord, of department: Department, _ purpose: Purpose, _ item: Item
    ) throws {
        guard purpose != .record else { return }
        if held.department == department.id {
            guard let version = held.version, record.version < version, let first = item.version.first else { return }
            let name = item.fields[first].name
            throw Mistake(
                kind: .conflict,
                chinese: "已有的版本（\(CivilDate.iso(Int(version)))）比这份表单（“\(name)”）新，更正不会生效",
                english:
                    "What is held (of \(CivilDate.iso(Int(version)))) is newer than this form says by “\(name)”; it would change nothing"
            )
        }
        guard let rank = held.rank, rank < record.rank else { return }
        let source = context.department(held.department)?.title ?? held.department
        throw Mistake(
            kind: .conflict, chinese: "这条记录以“\(source)”报送的为准，本部门的更正、撤回不会生效；请与该部门核对",
            english:
                "This record stands as \(held.department) states it, which has more authority; nothing would change")
    }
}
