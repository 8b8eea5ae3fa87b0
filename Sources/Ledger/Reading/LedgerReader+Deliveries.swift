import Foundation
import GRDB
package import Model

extension LedgerReader {
    /// Deliveries in order of their number, with their outcomes.
    package func deliveries(_ scope: LedgerScope) throws -> [DeliveryRow] {
        try queue.read { db in
            var rows = try Row.fetchAll(
                db, literal: "SELECT s.* FROM submission s WHERE \(scope.condition) ORDER BY s.id"
            ).map(DeliveryRow.init)
            let places = Dictionary(uniqueKeysWithValues: rows.indices.map { (rows[$0].id, $0) })
            let counts = try Row.fetchCursor(
                db,
                literal: """
                    SELECT o.submission, o.outcome, o.rows FROM submission s JOIN outcome_count o ON o.submission = s.id
                    WHERE \(scope.condition)
                    """)
            while let count = try counts.next() {
                guard let place = places[count[0]], let outcome = Outcome(name: count[1]) else { continue }
                rows[place].outcomes[outcome] = count[2]
            }
            return rows
        }
    }

    package func delivery(_ id: Int) throws -> DeliveryRow? { try deliveries(.submission(id)).first }

    /// Outcomes by source and item, in their order. Refused files without an item have no rows and are left out.
    package func outcomes(_ scope: LedgerScope) throws -> [OutcomeRow] {
        try queue.read { db in
            var result: [OutcomeRow] = []
            let rows = try Row.fetchCursor(
                db,
                literal: """
                    SELECT s.source, s.item, o.outcome, sum(o.rows)
                    FROM submission s JOIN outcome_count o ON o.submission = s.id
                    WHERE s.item IS NOT NULL AND \(scope.condition)
                    GROUP BY s.source, s.item, o.outcome ORDER BY s.source, s.item
                    """)
            while let row = try rows.next() {
                let source: String = row[0]
                let item: String = row[1]
                if result.last.map({ $0.source != source || $0.item != item }) ?? true {
                    result.append(OutcomeRow(source: source, item: item))
                }
                guard let outcome = Outcome(name: row[2]) else { continue }
                result[result.count - 1].outcomes[outcome] = row[3]
            }
            return result
        }
    }

    /// How many rows wait for a subject, by source and item: all that is outstanding, whenever it came.
    package func outstanding() throws -> [OutcomeRow] {
        try queue.read { db in
            try Row.fetchAll(
                db,
                literal: """
                    SELECT s.source, s.item, count(*) FROM aside a JOIN submission s ON s.id = a.submission
                    WHERE a.outcome = \(Int(Outcome.unattributed.rawValue)) AND s.item IS NOT NULL
                    GROUP BY s.source, s.item ORDER BY s.source, s.item
                    """
            ).map { row in
                var found = OutcomeRow(source: row[0], item: row[1])
                found.outcomes[.unattributed] = row[2]
                return found
            }
        }
    }
}

extension DeliveryRow {
    /// - Throws: where the layout cannot be read: without it failed rows could not go back.
    fileprivate init(_ row: Row) throws {
        self.init(
            id: row["id"], run: row["run"], source: row["source"], item: row["item"], file: row["file"],
            received: row["received"])
        mapping = row["mapping"]
        channel = row["channel"]
        size = row["size"]
        digest = row["digest"]
        lastReceived = row["last_received"]
        times = row["times"]
        state = row["state"]
        refusal = row["refusal"]
        rows = row["rows"]
        dropped = row["dropped"]
        dated = row["dated"]
        onTime = row["on_time"]
        undated = row["undated"]
        let text: String? = row["layout"]
        layout = try text.map { try JSONDecoder().decode(Layout.self, from: Data($0.utf8)) }
    }
}
