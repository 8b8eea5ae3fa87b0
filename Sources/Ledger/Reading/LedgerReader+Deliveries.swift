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

    /// What each source did for each item with deliveries first received in a stretch of time, in their order.
    package func volumes(received: Range<Int>) throws -> [VolumeRow] {
        var result: [VolumeRow] = []
        let deliveries = try deliveries(.received(received)).filter { $0.item != nil }
        for delivery in deliveries.sorted(by: { ($0.source, $0.item ?? "", $0.id) < ($1.source, $1.item ?? "", $1.id) })
        {
            let item = delivery.item ?? ""
            if result.last.map({ $0.source != delivery.source || $0.item != item }) ?? true {
                result.append(VolumeRow(source: delivery.source, item: item))
            }
            result[result.count - 1].add(delivery)
        }
        return result
    }

    /// For each source and item the last time before `end` at which a delivery arrived of which a row was accepted; bytes that were
    /// sent again count as arrived again.
    package func lastAccepted(before end: Int) throws -> [String: [String: Int]] {
        let accepted: [Outcome] = [.published, .updated, .unchanged, .duplicate]
        return try queue.read { db in
            var result: [String: [String: Int]] = [:]
            let rows = try Row.fetchCursor(
                db,
                literal: """
                    SELECT s.source, s.item,
                        max(CASE WHEN s.last_received < \(end) THEN s.last_received ELSE s.received END)
                    FROM submission s
                    WHERE s.item IS NOT NULL AND s.received < \(end) AND EXISTS (
                        SELECT 1 FROM outcome_count o
                        WHERE o.submission = s.id AND o.rows > 0 AND o.outcome IN \(accepted.map(\.name)))
                    GROUP BY s.source, s.item
                    """)
            while let row = try rows.next() {
                let source: String = row[0]
                let item: String = row[1]
                result[source, default: [:]][item] = row[2]
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

extension VolumeRow {
    fileprivate mutating func add(_ delivery: DeliveryRow) {
        deliveries += 1
        if delivery.state == "refused" {
            refused += 1
        } else if delivery.state == "held" {
            return
        } else if delivery.rows == 0 {
            empty += 1
        } else if delivery.outcomes[.rejected] == delivery.rows {
            allRejected += 1
        }
        if delivery.isAccepted { accepted += 1 }
        outcomes += delivery.outcomes
        dated += delivery.dated
        onTime += delivery.onTime
        undated += delivery.undated
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
