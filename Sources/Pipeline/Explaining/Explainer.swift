import Bytes
import Consolidation
import Foundation
import Ledger
import Model

/// Reads a subject's statements and their values, and says of each disclosed field where it comes from.
package final class Explainer {
    private let instance: Instance
    private let session: LedgerSession
    private let held: HeldRecords
    private let rules: ConsolidationRules

    package init(_ instance: Instance) throws {
        self.instance = instance
        session = try LedgerSession(instance.ledger, items: instance.context.catalogue.items, isReadOnly: true)
        rules = ConsolidationRules(catalogue: instance.context.catalogue, departments: instance.context.departments)
        held = HeldRecords(archive: instance.archive, session: session, context: instance.context) { _ in }
    }

    /// - Parameters:
    ///   - code: credit code or old registration number.
    ///   - item: id of an item; nil explains all.
    ///   - key: a record number, or the value of one of the item's key fields.
    package func explain(_ code: String, item: String? = nil, key: String? = nil) throws -> [Explanation] {
        let target = try session.subject(code).flatMap { $0.mergedInto.isEmpty ? nil : $0.mergedInto } ?? code
        let statements = try target.withSlice { try session.statements(of: $0) }
        var explanations: [Explanation] = []
        var place = 0
        while place < statements.count {
            var end = place
            while end < statements.count, statements[end].item == statements[place].item,
                statements[end].keyHash == statements[place].keyHash
            { end += 1 }
            let group = Array(statements[place..<end])
            place = end
            guard group[0].item >= 0 else { continue }
            let of = instance.context.catalogue.items[group[0].item]
            if let item, of.id != item { continue }
            let explanation = try explain(group, of: of, subject: target)
            if let key, !matches(explanation, of, key) { continue }
            explanations.append(explanation)
        }
        return explanations
    }

    private func matches(_ explanation: Explanation, _ item: Item, _ key: String) -> Bool {
        if String(explanation.record) == key { return true }
        let names = item.key.joined().map { item.fields[$0].name }
        return explanation.voices.contains { voice in names.contains { voice.values[$0] == key } }
    }

    private func explain(_ statements: [HeldStatement], of item: Item, subject: String) throws -> Explanation {
        let plan = rules.plans[item.number]
        let buffer = ByteBuffer()
        var claims: [Claim] = []
        var records: [Int?] = []
        for (index, statement) in statements.enumerated() {
            records.append(try held.load(statement, subject: Array(subject.utf8), into: buffer))
            claims.append(
                Claim(
                    submission: statement.submission, row: statement.position.row, received: statement.received,
                    source: rules.sources[statement.source] ?? rules.departments.count, rank: statement.rank,
                    version: statement.version, content: statement.content, flags: statement.flags, isHeld: true,
                    wasCurrent: statement.isCurrent, outcome: statement.outcome, handle: index))
        }
        let winner = claims.indices.max { claims[$0].isBelow(claims[$1]) } ?? 0
        let order = claims.indices.sorted { $0 == winner || ($1 != winner && claims[$1].isBelow(claims[$0])) }
        let values = order.map { index -> [String: String] in
            guard let offset = records[index] else { return [:] }
            let cells = CellValues(RecordView(base: UnsafePointer(buffer.base) + offset), plan)
            var shown: [String: String] = [:]
            for field in plan.stored {
                let text = cells.string(field)
                if !text.isEmpty { shown[item.fields[field].name] = text }
            }
            return shown
        }
        let voices = try order.enumerated().map { place, index in
            try voice(
                statements[index], claims[index], against: claims[winner], isWinner: index == winner, values[place])
        }
        let givers = item.isRegister ? composed(claims, order, values, item) : [:]
        let fields = plan.stored.filter { item.fields[$0].disclosure != .no }.compactMap { field in
            stand(item.fields[field], winner: givers[item.fields[field].name] ?? 0, voices, item)
        }
        return Explanation(
            subject: subject, item: item.id, itemTitle: item.title, record: statements[0].keyHash, voices: voices,
            fields: fields)
    }

    private func voice(
        _ statement: HeldStatement, _ claim: Claim, against winner: Claim, isWinner: Bool, _ values: [String: String]
    ) throws -> Explanation.Voice {
        let submission = try session.submission(statement.submission)
        let reason = isWinner ? ("当前有效", "current") : Explainer.reason(claim, winner)
        return Explanation.Voice(
            source: statement.source,
            sourceTitle: instance.context.department(statement.source)?.title ?? statement.source,
            file: submission?.file ?? "", submission: statement.submission, position: statement.position,
            received: CivilDate.iso(instance.settings.day(of: statement.received)), outcome: statement.outcome,
            isCurrent: statement.isCurrent, rank: statement.rank,
            version: statement.version == Int32.min ? "" : CivilDate.iso(Int(statement.version)),
            reasonChinese: reason.0, reasonEnglish: reason.1, given: try submission.flatMap(given), values: values)
    }

    /// The reason that a form was sent with; the archive has it.
    private func given(_ submission: Submission) throws -> String? {
        guard submission.channel == EntryForm.name else { return nil }
        let reader = try instance.archive.reader(of: submission.digest)
        let form = Data(try reader.read(offset: 0, length: reader.size))
        let members = try JSONSerialization.jsonObject(with: form) as? [String: Any]
        return (members?[EntryForm.reason] as? String).map(PersonalNumbers.hidden(in:))
    }

    /// The first step of the order (authority, version, receipt) in which a statement stands behind the current one.
    private static func reason(_ claim: Claim, _ winner: Claim) -> (String, String) {
        if claim.content == winner.content { return ("内容与当前一致", "says the same as the current one") }
        if claim.rank != winner.rank {
            return (
                "来源的权威次序靠后（\(claim.rank) 对 \(winner.rank)）",
                "its source has less authority (\(claim.rank) against \(winner.rank))"
            )
        }
        if claim.version != winner.version { return ("版本较旧", "an older version") }
        return ("收到较早", "received earlier")
    }

    /// For each field of what identifies a subject the place of the voice whose source is its authority.
    private func composed(
        _ claims: [Claim], _ order: [Int], _ values: [[String: String]], _ item: Item
    ) -> [String: Int] {
        let placeOf = Dictionary(uniqueKeysWithValues: order.enumerated().map { ($1, $0) })
        let chosen = composeIdentity(
            claims, fields: item.fields.count,
            rank: { claim, field in
                instance.context.catalogue.authority.rank(
                    item: item.id, field: item.fields[field].name,
                    department: claim.source < rules.departments.count ? rules.departments[claim.source].id : "")
            },
            isPresent: { claim, field in values[placeOf[claim.handle] ?? 0][item.fields[field].name] != nil })
        var givers: [String: Int] = [:]
        for (field, index) in chosen.enumerated() {
            if let index { givers[item.fields[field].name] = placeOf[index] }
        }
        return givers
    }

    private func stand(
        _ field: Field, winner: Int, _ voices: [Explanation.Voice], _ item: Item
    ) -> Explanation.FieldStand? {
        guard winner < voices.count, let value = voices[winner].values[field.name] else { return nil }
        let losers = voices.indices.filter { voices[$0].values[field.name].map { $0 != value } ?? false }
        let rule =
            item.isRegister
            ? "逐字段定源 authority.yml items.\(item.id).fields.\(field.name)"
            : "逐条定源 authority.yml items.\(item.id)；次序：权威、版本、接收时间"
        return Explanation.FieldStand(
            name: field.name, title: field.title, value: value, winner: winner, losers: losers, rule: rule)
    }
}
