import Foundation
import GRDB
import Ledger
import Model

extension Instance {
    /// A submission with its outcomes.
    func submission(_ id: Int) throws -> Submission? {
        try ledger.queue.read { db in
            guard let row = try Row.fetchOne(db, sql: "SELECT * FROM submission WHERE id = ?", arguments: [id]) else {
                return nil
            }
            var submission = Submission(
                digest: row["digest"], size: row["size"], source: row["source"], item: row["item"],
                mapping: row["mapping"], channel: row["channel"], file: row["file"], received: row["received"],
                fingerprint: row["fingerprint"])
            submission.id = id
            submission.run = row["run"]
            submission.state = SubmissionState(rawValue: row["state"]) ?? .received
            submission.refusal = row["refusal"]
            submission.rows = row["rows"]
            submission.dropped = row["dropped"]
            submission.times = row["times"]
            submission.lastReceived = row["last_received"]
            if let layout: String = row["layout"] {
                submission.layout = try JSONDecoder().decode(Layout.self, from: Data(layout.utf8))
            }
            let outcomes = try Row.fetchAll(
                db, sql: "SELECT outcome, rows FROM outcome_count WHERE submission = ?", arguments: [id])
            for row in outcomes {
                if let outcome = Outcome(name: row[0]) { submission.outcomes[outcome] = row[1] }
            }
            return submission
        }
    }
}
