import Foundation
import GRDB
import GuijiConfiguration
import Ledger
import Loading
import Model
import Pipeline
import Testing

/// Every value in the disclosure store has a statement that it comes from, and who said otherwise is named (promise 5).
@Suite struct ExplainTests {
    /// One row of the disclosure store by its readable view.
    private struct Shown {
        var code: String
        var record: Int64
        var values: [String: DatabaseValue]
    }

    /// A differing field as the ledger notes it with a conflict.
    private struct Noted: Decodable {
        var field: String
    }

    private static let common: Set = ["credit_code", "record", "withdrawn", "source", "received_on"]
    private static let items: [String] = ((try? Project.configuration())?.catalogue.items ?? []).map(\.id)

    private func shown(_ item: Item, _ instance: Instance) throws -> [Shown] {
        try instance.store.queue.read { db in
            try Row.fetchAll(db, sql: "SELECT * FROM \"\(item.table)\"").map { row in
                let values = Dictionary(uniqueKeysWithValues: zip(row.columnNames, row.databaseValues))
                return Shown(code: row["credit_code"], record: row["record"], values: values.filter { !$1.isNull })
            }
        }
    }

    @Test(arguments: items) func everyPublishedFieldIsExplained(_ id: String) throws {
        let month = try SampleMonth.run()
        let item = try #require(month.instance.configuration.catalogue.item(id))
        let explainer = try Explainer(month.instance)
        for row in try shown(item, month.instance) {
            let place = "\(id) \(row.code) \(row.record)"
            let found = try explainer.explain(row.code, item: id, key: String(row.record))
            #expect(found.count == 1, "\(place)")
            guard let explanation = found.first else { continue }
            #expect(explanation.subject == row.code && explanation.record == row.record, "\(place)")
            try expectStatements(explanation, month.instance, place)
            let first = try #require(explanation.voices.first)
            #expect(first.isCurrent, "\(place)")
            #expect(row.values["source"].flatMap(String.fromDatabaseValue) == first.sourceTitle, "\(place)")
            #expect(row.values["received_on"].flatMap(String.fromDatabaseValue) == first.received, "\(place)")
            guard row.values["withdrawn"].flatMap(Int.fromDatabaseValue) == 0 else { continue }
            expectFields(explanation, row, item, place)
        }
    }

    private func expectFields(_ explanation: Explanation, _ row: Shown, _ item: Item, _ place: String) {
        let stands = Dictionary(uniqueKeysWithValues: explanation.fields.map { ($0.name, $0) })
        for (name, value) in row.values where !Self.common.contains(name) {
            guard let stand = stands[name] else {
                Issue.record("\(place): nobody is said to have given \(name)")
                continue
            }
            #expect(same(stand.value, value), "\(place) \(name): \(value), explained as \(stand.value)")
            #expect(explanation.voices[stand.winner].values[name] == stand.value, "\(place) \(name)")
            for loser in stand.losers {
                #expect(explanation.voices[loser].values[name] != stand.value, "\(place) \(name)")
            }
            let others = explanation.voices.indices.filter {
                explanation.voices[$0].values[name].map { $0 != stand.value } ?? false
            }
            #expect(stand.losers == others, "\(place) \(name): everybody who says otherwise is named")
            #expect(!stand.rule.isEmpty)
        }
        let code = item.subject.code.map { item.fields[$0].name }
        let more = Set(stands.keys).subtracting(row.values.keys).subtracting([code].compactMap(\.self))
        #expect(more.isEmpty, "\(place): explained, but not disclosed: \(more.sorted())")
    }

    /// As both are shown: numbers by their value.
    private func same(_ text: String, _ value: DatabaseValue) -> Bool {
        switch value.storage {
        case .string(let other): text == other
        case .int64(let number): Double(text) == Double(number)
        case .double(let number): Double(text) == number
        default: false
        }
    }

    private func expectStatements(_ explanation: Explanation, _ instance: Instance, _ place: String) throws {
        for voice in explanation.voices {
            let count = try instance.ledger.integer(
                """
                SELECT count(*) FROM statement t JOIN submission s ON s.id = t.submission
                WHERE t.subject = ? AND t.key = ? AND t.submission = ? AND t.row = ? AND t.line = ? AND t.offset = ?
                    AND s.file = ? AND s.source = ?
                """,
                [
                    explanation.subject, explanation.record, voice.submission, voice.position.row, voice.position.line,
                    voice.position.offset, voice.file, voice.source,
                ])
            #expect(count == 1, "\(place): \(voice.file) row \(voice.position.row) is no statement of the ledger")
        }
    }

    /// Of each conflict between statements about one key, both sides are among the explanation of the fields in question.
    @Test func whoLostIsNamed() throws {
        let month = try SampleMonth.run()
        let explainer = try Explainer(month.instance)
        let conflicts = try month.instance.ledger.queue.read {
            try Row.fetchAll(
                $0,
                sql:
                    "SELECT c.*, i.name AS item_name FROM conflict c JOIN item i ON i.id = c.item WHERE kind <> 'codes'"
            )
        }
        #expect(!conflicts.isEmpty)
        for conflict in conflicts {
            let (code, item, key): (String, String, Int64) = (
                conflict["subject"], conflict["item_name"], conflict["key"]
            )
            let explanation = try #require(try explainer.explain(code, item: item, key: String(key)).first)
            func voice(_ side: String) -> Int? {
                explanation.voices.firstIndex {
                    $0.submission == conflict["\(side)_submission"] && $0.position.row == conflict["\(side)_row"]
                }
            }
            let (winner, loser) = (try #require(voice("winner")), try #require(voice("loser")))
            let text: String = conflict["fields"]
            let fields = try JSONDecoder().decode([Noted].self, from: Data(text.utf8))
            #expect(!fields.isEmpty)
            let shown = Set(explanation.fields.map(\.name))
            #expect(fields.contains { shown.contains($0.field) }, "\(code) \(item): \(text)")
            for name in fields.map(\.field) {
                guard let stand = explanation.fields.first(where: { $0.name == name }) else { continue }
                // Field by field another source may be the authority; whoever it is, the other one is named.
                #expect(
                    stand.losers.contains(loser) || (stand.winner == loser && stand.losers.contains(winner)),
                    "\(code) \(item) \(name)")
            }
        }
    }

    @Test func everyVoiceButTheCurrentOneHasAReason() throws {
        let month = try SampleMonth.run()
        let texts = try Explainer(month.instance).explain("91330102MA9X12346R", item: "licence")
        #expect(texts.count >= 1)
        for explanation in texts {
            for voice in explanation.voices.dropFirst() {
                #expect(!voice.reasonChinese.isEmpty && !voice.reasonEnglish.isEmpty)
                #expect(voice.reasonEnglish != "current")
            }
        }
    }

    @Test func nobodyKnowsAnUnknownCode() throws {
        let month = try SampleMonth.run()
        #expect(try Explainer(month.instance).explain("91110000600037341L").isEmpty)
        #expect(try Explainer(month.instance).explain("' OR 1 = 1 --").isEmpty)
    }
}
