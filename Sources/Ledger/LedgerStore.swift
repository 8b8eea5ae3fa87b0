import Foundation
package import GRDB
import Model

/// The ledger: what was received, what became of it, and why (design §2). One SQLite file, one writer.
package final class LedgerStore: Sendable {
    package let queue: DatabaseQueue
    package let path: String
    static let cacheSize = "cache_size = -24576"
    /// The journal is truncated rather than a write-ahead log: a first load writes each page once.
    static let pragmas = [
        "journal_mode = TRUNCATE", "synchronous = FULL", cacheSize, "temp_store = FILE",
    ]

    /// Opens or creates the ledger and brings its schema up to date.
    package init(path: String) throws {
        self.path = path
        var configuration = GRDB.Configuration()
        configuration.busyMode = .timeout(10)
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA page_size = 8192")
            try db.execute(sql: "PRAGMA journal_mode = TRUNCATE")
        }
        do {
            queue = try DatabaseQueue(path: path, configuration: configuration)
            try LedgerStore.migrator.migrate(queue)
        } catch {
            throw SystemError(
                chinese: "无法打开台账 \(path)：\(error)。请检查文件是否损坏、权限与磁盘空间；台账可由归档重建（guiji replay）。",
                english:
                    "Cannot open the ledger \(path): \(error). Check the file, permissions and disk space; guiji replay rebuilds it from the archive."
            )
        }
    }

    private static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { db in
            for statement in LedgerSchema.tables { try db.execute(sql: statement) }
        }
        JobSchema.register(in: &migrator)
        migrator.registerMigration("rows of mismatch_event") { db in
            for statement in LedgerSchema.eventRows { try db.execute(sql: statement) }
        }
        migrator.registerMigration("claims") { try $0.execute(sql: LedgerSchema.claims) }
        migrator.registerMigration("submissions of a run") {
            try $0.execute(sql: "CREATE INDEX submission_run ON submission (run)")
        }
        return migrator
    }
}

/// The ledger's tables. Times are seconds since 1970, days are days since 1970; texts that outlive the catalogue are names, not numbers.
enum LedgerSchema {
    static let tables = [
        // One pass.
        """
        CREATE TABLE run (
            id INTEGER PRIMARY KEY, as_of INTEGER NOT NULL, is_as_of_given INTEGER NOT NULL,
            fingerprint TEXT NOT NULL, seconds REAL)
        """,
        """
        CREATE TABLE item (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)
        """,
        """
        CREATE TABLE submission (
            id INTEGER PRIMARY KEY, run INTEGER NOT NULL, digest TEXT NOT NULL, size INTEGER NOT NULL,
            source TEXT NOT NULL, item TEXT, mapping TEXT, channel TEXT NOT NULL, file TEXT NOT NULL,
            received INTEGER NOT NULL, state TEXT NOT NULL, refusal TEXT, layout TEXT, fingerprint TEXT NOT NULL,
            rows INTEGER NOT NULL DEFAULT 0, dropped INTEGER NOT NULL DEFAULT 0,
            dated INTEGER NOT NULL DEFAULT 0, on_time INTEGER NOT NULL DEFAULT 0, undated INTEGER NOT NULL DEFAULT 0,
            times INTEGER NOT NULL DEFAULT 1, last_received INTEGER NOT NULL)
        """,
        "CREATE INDEX submission_digest ON submission (digest)",
        """
        CREATE TABLE outcome_count (
            submission INTEGER NOT NULL, outcome TEXT NOT NULL, rows INTEGER NOT NULL,
            PRIMARY KEY (submission, outcome)) WITHOUT ROWID
        """,
        // What one source said about one key, in one row of one submission; values are in the archive. `run` last wrote the row, `since` made
        // it. `returned`: when a row of the record was first received that was sent back and has come again mended. `compared`: what comparison
        // needs of its values.
        """
        CREATE TABLE statement (
            subject TEXT NOT NULL, item INTEGER NOT NULL, key INTEGER NOT NULL, submission INTEGER NOT NULL,
            row INTEGER NOT NULL, content INTEGER NOT NULL, version INTEGER NOT NULL, rank INTEGER NOT NULL,
            flags INTEGER NOT NULL, event INTEGER, outcome INTEGER NOT NULL, current INTEGER NOT NULL,
            line INTEGER NOT NULL, offset INTEGER NOT NULL, length INTEGER NOT NULL, run INTEGER NOT NULL,
            since INTEGER NOT NULL, returned INTEGER, compared BLOB,
            PRIMARY KEY (subject, item, key, submission, row)) WITHOUT ROWID
        """,
        // Rows that are no statement about a subject: rejected, a natural person's, or waiting for the register. `link` and `name_link`: by
        // what a later row of the same source is known to be the same record (RecordLinks); `mended`: when the first such row that was not
        // rejected was received, found in `mended_run`.
        """
        CREATE TABLE aside (
            submission INTEGER NOT NULL, row INTEGER NOT NULL, outcome INTEGER NOT NULL, line INTEGER NOT NULL,
            offset INTEGER NOT NULL, length INTEGER NOT NULL, waits_for TEXT, event INTEGER, link INTEGER,
            name_link INTEGER, mended INTEGER, mended_run INTEGER,
            PRIMARY KEY (submission, row)) WITHOUT ROWID
        """,
        "CREATE INDEX aside_waits_for ON aside (waits_for) WHERE waits_for IS NOT NULL",
        "CREATE INDEX aside_link ON aside (link) WHERE outcome = 8 AND link IS NOT NULL",
        "CREATE INDEX aside_name_link ON aside (name_link) WHERE outcome = 8 AND name_link IS NOT NULL",
        // Rows that were set aside until a run found their subject: with them the figures of an earlier run can be had again.
        """
        CREATE TABLE former_aside (
            submission INTEGER NOT NULL, row INTEGER NOT NULL, outcome INTEGER NOT NULL, line INTEGER NOT NULL,
            event INTEGER, link INTEGER, until INTEGER NOT NULL,
            PRIMARY KEY (submission, row, until)) WITHOUT ROWID
        """,
        """
        CREATE TABLE finding (
            submission INTEGER NOT NULL, row INTEGER NOT NULL, number INTEGER NOT NULL, rule TEXT NOT NULL,
            severity INTEGER NOT NULL, line INTEGER NOT NULL, offset INTEGER NOT NULL, length INTEGER NOT NULL,
            field TEXT, value TEXT NOT NULL, expected TEXT NOT NULL, suggestion TEXT NOT NULL,
            PRIMARY KEY (submission, row, number)) WITHOUT ROWID
        """,
        """
        CREATE TABLE rule_count (
            submission INTEGER NOT NULL, rule TEXT NOT NULL, applicable INTEGER NOT NULL, failed INTEGER NOT NULL,
            PRIMARY KEY (submission, rule)) WITHOUT ROWID
        """,
        // The register: whom rows can be attributed to, and by what.
        """
        CREATE TABLE subject (
            code TEXT PRIMARY KEY, name TEXT NOT NULL, name_key INTEGER NOT NULL, organisation TEXT,
            registration_number TEXT, taxpayer_number TEXT, legal_representative TEXT, merged_into TEXT) WITHOUT ROWID
        """,
        // Names under which a subject was registered besides its present one.
        "CREATE TABLE other_name (name_key INTEGER NOT NULL, code TEXT NOT NULL, PRIMARY KEY (name_key, code)) WITHOUT ROWID",
        """
        CREATE TABLE conflict (
            kind TEXT NOT NULL, subject TEXT NOT NULL, item INTEGER NOT NULL, key INTEGER NOT NULL,
            other_subject TEXT NOT NULL, winner_submission INTEGER NOT NULL, winner_row INTEGER NOT NULL,
            loser_submission INTEGER NOT NULL, loser_row INTEGER NOT NULL, fields TEXT NOT NULL,
            since INTEGER NOT NULL,
            PRIMARY KEY (subject, item, key, kind, other_subject, loser_submission, loser_row)) WITHOUT ROWID
        """,
        // Conflicts that are no more: which run saw the last of them.
        """
        CREATE TABLE former_conflict (
            kind TEXT NOT NULL, subject TEXT NOT NULL, item INTEGER NOT NULL, key INTEGER NOT NULL,
            other_subject TEXT NOT NULL, winner_submission INTEGER NOT NULL, winner_row INTEGER NOT NULL,
            loser_submission INTEGER NOT NULL, loser_row INTEGER NOT NULL, fields TEXT NOT NULL,
            since INTEGER NOT NULL, until INTEGER NOT NULL,
            PRIMARY KEY (subject, item, key, kind, other_subject, loser_submission, loser_row, since)) WITHOUT ROWID
        """,
        // Comparison of self-disclosure with government records: counts for each subject and comparison.
        """
        CREATE TABLE comparison (
            subject TEXT NOT NULL, name TEXT NOT NULL, matches INTEGER NOT NULL, mismatches INTEGER NOT NULL,
            not_reflected INTEGER NOT NULL, enterprise_only INTEGER NOT NULL, government_only INTEGER NOT NULL,
            not_comparable INTEGER NOT NULL,
            PRIMARY KEY (subject, name)) WITHOUT ROWID
        """,
        // A case: what does not agree between two records that meet by `pair`. The same pair is the same case for ever; `state` is open,
        // acknowledged, resolved or waived. `responsible` is the department that is to act, or `enterprise`; until `due` the law still lets the
        // missing side come. `item` is the self-disclosed one.
        """
        CREATE TABLE mismatch (
            subject TEXT NOT NULL, comparison TEXT NOT NULL, pair INTEGER NOT NULL, item INTEGER NOT NULL,
            result TEXT NOT NULL, attribution TEXT NOT NULL, rule TEXT NOT NULL, responsible TEXT NOT NULL, due INTEGER,
            self_submission INTEGER, self_row INTEGER, government_submission INTEGER, government_row INTEGER,
            fields TEXT NOT NULL, state TEXT NOT NULL, until INTEGER,
            PRIMARY KEY (subject, comparison, pair)) WITHOUT ROWID
        """,
        // The life of cases, only ever appended to: opened, changed, resolved (by which submission), reopened, acknowledged, waived (by whom,
        // why, until when).
        """
        CREATE TABLE mismatch_event (
            subject TEXT NOT NULL, comparison TEXT NOT NULL, pair INTEGER NOT NULL, number INTEGER NOT NULL,
            run INTEGER NOT NULL, at INTEGER NOT NULL, item INTEGER NOT NULL, event TEXT NOT NULL,
            result TEXT NOT NULL, attribution TEXT NOT NULL, responsible TEXT NOT NULL, due INTEGER,
            submission INTEGER, by TEXT, reason TEXT, until INTEGER,
            PRIMARY KEY (subject, comparison, pair, number)) WITHOUT ROWID
        """,
        "CREATE TABLE audit (id INTEGER PRIMARY KEY, at INTEGER NOT NULL, action TEXT NOT NULL, detail TEXT NOT NULL)",
        // Further arrivals of bytes that a submission holds already.
        """
        CREATE TABLE arrival (
            submission INTEGER NOT NULL, run INTEGER NOT NULL, received INTEGER NOT NULL, file TEXT NOT NULL,
            PRIMARY KEY (submission, run, received, file)) WITHOUT ROWID
        """,
        // Statements that a run moved from an old registration number to the subject of its credit code.
        """
        CREATE TABLE moved (
            former TEXT NOT NULL, subject TEXT NOT NULL, item INTEGER NOT NULL, key INTEGER NOT NULL,
            submission INTEGER NOT NULL, row INTEGER NOT NULL, run INTEGER NOT NULL,
            PRIMARY KEY (former, item, key, submission, row, run)) WITHOUT ROWID
        """,
        // Confirmed nil returns 零报送: in the days from `first` through `last` there was nothing to deliver. `submission`: the file that says
        // so; where a steward entered it, `by` says who. `run`: that took it, or the last one before it was entered.
        """
        CREATE TABLE nil_return (
            id INTEGER PRIMARY KEY, source TEXT NOT NULL, item TEXT NOT NULL, first INTEGER NOT NULL,
            last INTEGER NOT NULL, period TEXT NOT NULL, submission INTEGER, by TEXT, reason TEXT NOT NULL,
            at INTEGER NOT NULL, run INTEGER NOT NULL)
        """,
        // Published months: `run` and `nil_return` are the last ones that are in the figures, `figures` the document as published, `sha` that of the whole.
        """
        CREATE TABLE frozen_month (
            month TEXT PRIMARY KEY, run INTEGER NOT NULL, nil_return INTEGER NOT NULL, as_of INTEGER NOT NULL,
            at INTEGER NOT NULL, sha TEXT NOT NULL, manifest TEXT NOT NULL, figures TEXT NOT NULL) WITHOUT ROWID
        """,
        // What later arrivals and corrections changed of published months (Restatement); what was published stays.
        """
        CREATE TABLE restatement (
            id INTEGER PRIMARY KEY, month TEXT NOT NULL, number INTEGER NOT NULL, source TEXT NOT NULL,
            item TEXT NOT NULL, figure TEXT NOT NULL, old TEXT NOT NULL, new TEXT NOT NULL,
            reason TEXT NOT NULL, at INTEGER NOT NULL, run INTEGER NOT NULL)
        """,
        // What somebody decided by command, in the transaction of what it changed; the same stands beside the archive under the same number.
        """
        CREATE TABLE decision (
            number INTEGER PRIMARY KEY, at INTEGER NOT NULL, action TEXT NOT NULL, run INTEGER NOT NULL,
            detail TEXT NOT NULL)
        """,
    ]

    /// By which rule, and of which rows, something happened to a case. Of what happened before these columns were there, only the last event of a
    /// case is known to be about its present rows.
    static let eventRows =
        [
            "rule TEXT", "self_submission INTEGER", "self_row INTEGER", "government_submission INTEGER",
            "government_row INTEGER",
        ].map { "ALTER TABLE mismatch_event ADD COLUMN \($0)" } + [
            """
            UPDATE mismatch_event AS e SET (rule, self_submission, self_row, government_submission, government_row) = (
                SELECT m.rule, m.self_submission, m.self_row, m.government_submission, m.government_row FROM mismatch m
                WHERE m.subject = e.subject AND m.comparison = e.comparison AND m.pair = e.pair)
            WHERE number = (SELECT max(l.number) FROM mismatch_event l
                WHERE l.subject = e.subject AND l.comparison = e.comparison AND l.pair = e.pair)
            """
        ]

    /// Files that a channel handed over, by the name that it gave them: each is taken once, however often it is handed over.
    static let claims = """
        CREATE TABLE claim (name TEXT PRIMARY KEY, submission INTEGER NOT NULL, run INTEGER NOT NULL) WITHOUT ROWID
        """

    /// Built after a large first load, kept up afterwards.
    static let registerIndexes = [
        "CREATE INDEX IF NOT EXISTS subject_name ON subject (name_key)",
        "CREATE INDEX IF NOT EXISTS subject_organisation ON subject (organisation) WHERE organisation IS NOT NULL",
        """
        CREATE INDEX IF NOT EXISTS subject_registration ON subject (registration_number)
            WHERE registration_number IS NOT NULL
        """,
        "CREATE INDEX IF NOT EXISTS subject_taxpayer ON subject (taxpayer_number) WHERE taxpayer_number IS NOT NULL",
    ]
}
