import GRDB
import Model

/// One run of a scheduled job as the ledger noted it; times in seconds since 1970.
package struct JobRunRow: Sendable, Equatable {
    /// 0 before it is noted.
    package var id = 0
    /// The job's name in `schedule:`.
    package var name: String
    /// What it does.
    package var job: String
    /// The due moment that it was for; nil where somebody asked for it.
    package var due: Int?
    package var started: Int
    package var finished: Int?
    package var outcome: String
    package var detail: String

    package init(
        name: String, job: String, due: Int?, started: Int, finished: Int? = nil, outcome: String, detail: String = ""
    ) {
        self.name = name
        self.job = job
        self.due = due
        self.started = started
        self.finished = finished
        self.outcome = outcome
        self.detail = detail
    }
}

/// The history of scheduled jobs in the ledger: each call is a short transaction of its own. Writers hold the instance's job lock.
package struct LedgerJobs: Sendable {
    private let queue: DatabaseQueue

    package init(_ store: LedgerStore) { queue = store.queue }

    /// Notes that a job begins, or, where it is over at once, what it came to.
    /// - Returns: the row with its number.
    package func begin(_ row: JobRunRow) throws -> JobRunRow {
        var row = row
        row.id = try queue.write { db in
            try db.execute(
                literal: """
                    INSERT INTO job_run (name, job, due, started, finished, outcome, detail)
                    VALUES (\(row.name), \(row.job), \(row.due), \(row.started), \(row.finished), \(row.outcome),
                        \(row.detail))
                    """)
            return Int(db.lastInsertedRowID)
        }
        return row
    }

    /// Notes how a run ended.
    package func finish(_ row: JobRunRow) throws {
        try queue.write { db in
            try db.execute(
                literal: """
                    UPDATE job_run SET finished = \(row.finished), outcome = \(row.outcome), detail = \(row.detail)
                    WHERE id = \(row.id)
                    """)
        }
    }

    /// Closes what is still noted as running: whoever calls this holds the job lock, so nothing is.
    /// - Returns: the runs that were closed.
    package func closeRunning(at now: Int, outcome: String, detail: String) throws -> [JobRunRow] {
        try queue.write { db in
            let left = try Row.fetchAll(db, literal: "SELECT * FROM job_run WHERE outcome = 'running' ORDER BY id")
            guard !left.isEmpty else { return [] }
            try db.execute(
                literal: """
                    UPDATE job_run SET finished = \(now), outcome = \(outcome), detail = \(detail)
                    WHERE outcome = 'running'
                    """)
            return left.map(JobRunRow.init)
        }
    }

    /// When a job was first seen with this timetable; `now` is noted where that is the first time, or the time noted is still to come because the
    /// clock was set back.
    package func knownSince(_ name: String, timetable: String, now: Int) throws -> Int {
        try queue.write { db in
            let known = try Row.fetchOne(db, literal: "SELECT timetable, since FROM job_known WHERE name = \(name)")
            if let known, known["timetable"] == timetable, known["since"] <= now { return known["since"] }
            try db.execute(literal: "INSERT OR REPLACE INTO job_known VALUES (\(name), \(timetable), \(now))")
            return now
        }
    }

    /// The last runs, newest first; of one job where it is named.
    package func runs(of name: String? = nil, limit: Int) throws -> [JobRunRow] {
        let condition: SQL = name.map { "name = \($0)" } ?? "1"
        return try queue.read { db in
            try Row.fetchAll(
                db, literal: "SELECT * FROM job_run WHERE \(condition) ORDER BY id DESC LIMIT \(limit)"
            ).map(JobRunRow.init)
        }
    }
}

extension JobRunRow {
    fileprivate init(_ row: Row) {
        self.init(
            name: row["name"], job: row["job"], due: row["due"], started: row["started"], finished: row["finished"],
            outcome: row["outcome"], detail: row["detail"])
        id = row["id"]
    }
}
