import GRDB

/// The tables of scheduled jobs. Times are seconds since 1970.
enum JobSchema {
    /// Adds them as a migration of their own.
    static func register(in migrator: inout DatabaseMigrator) {
        migrator.registerMigration("jobs") { db in
            for statement in tables { try db.execute(sql: statement) }
        }
    }

    private static let tables = [
        // One run of a job; `due` is null where somebody asked for it.
        """
        CREATE TABLE job_run (
            id INTEGER PRIMARY KEY, name TEXT NOT NULL, job TEXT NOT NULL, due INTEGER, started INTEGER NOT NULL,
            finished INTEGER, outcome TEXT NOT NULL, detail TEXT NOT NULL)
        """,
        "CREATE INDEX job_run_name ON job_run (name, id)",
        // When a job was first seen with its timetable; it is not due for the time before.
        "CREATE TABLE job_known (name TEXT PRIMARY KEY, timetable TEXT NOT NULL, since INTEGER NOT NULL) WITHOUT ROWID",
    ]
}
