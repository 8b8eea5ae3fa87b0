import Bytes
import GRDB
package import Model
import Storage

/// The ledger's single writer during a run: one transaction from begin to commit, prepared statements, no row twice in memory.
package final class LedgerSession {
    private let own: Connection
    let connection: OpaquePointer
    private var isOpen = false
    private var prepared: [String: Prepared] = [:]
    /// Number of the run that writes.
    var run = 0
    var receipts: [Int: (received: Int, source: String)] = [:]
    /// The ledger's number of each catalogue item, by the item's number in the catalogue.
    package private(set) var itemIDs: [Int] = []
    package private(set) var itemNumbers: [Int: Int] = [:]
    /// Whether a statement was held when the session began; without one nothing needs to be looked up.
    package private(set) var hasStatements = false
    package private(set) var hasSubjects = false
    /// Whether any comparison of an earlier run left a case.
    package private(set) var hasCases = false
    /// Comparables of the statements that were read last.
    let comparables = ByteBuffer(capacity: 1 << 12)

    /// Rows by the thousand go through it.
    let feed: RowFeed
    let insertStatements: Prepared
    let updateCurrent: Prepared
    let insertAside: Prepared
    let insertFinding: Prepared
    let selectStatements: Prepared
    let selectSubject: Prepared
    let insertSubject: Prepared
    let updateSubject: Prepared
    let insertConflict: Prepared
    let endConflicts: EndConflicts
    let insertComparisons: Prepared
    let selectCases: Prepared
    let writeCase: Prepared
    let insertEvent: Prepared
    let selectWaiting: Prepared
    let deleteAside: Prepared
    let keepAside: Prepared
    var lastLayout: (layout: Layout, text: String)?
    /// Which links rejected rows may have; nil where none was rejected that can be known again.
    var returns: LinkFilter?
    /// Whether any row of an earlier run waits for the register.
    package private(set) var hasWaiting = false

    /// - Parameter isReadOnly: only looks things up; may run beside a writer's open transaction.
    package init(_ store: LedgerStore, items: [Item], isReadOnly: Bool = false) throws {
        own = try Connection(path: store.path, pragmas: LedgerStore.pragmas)
        connection = own.handle
        feed = try RowFeed(connection, width: 19)
        insertStatements = try Prepared(connection, "INSERT INTO statement SELECT * FROM feed")
        updateCurrent = try Prepared(
            connection,
            """
            UPDATE statement SET current = ?6, run = ?7
            WHERE subject = ?1 AND item = ?2 AND key = ?3 AND submission = ?4 AND row = ?5
            """)
        insertAside = try Prepared(connection, "INSERT OR REPLACE INTO aside VALUES (?,?,?,?,?,?,?,?,?,?,NULL,NULL)")
        insertFinding = try Prepared(connection, "INSERT OR REPLACE INTO finding VALUES (?,?,?,?,?,?,?,?,?,?,?,?)")
        selectStatements = try Prepared(
            connection,
            """
            SELECT item, key, submission, row, content, version, rank, flags, event, outcome, current, line, offset, length,
                compared
            FROM statement WHERE subject = ?
            """)
        selectSubject = try Prepared(
            connection,
            """
            SELECT name, name_key, registration_number, taxpayer_number, legal_representative, merged_into
            FROM subject WHERE code = ?
            """)
        insertSubject = try Prepared(connection, "INSERT OR IGNORE INTO subject VALUES (?,?,?,?,?,?,?,NULL)")
        updateSubject = try Prepared(
            connection,
            """
            UPDATE subject SET name = ?2, name_key = ?3, organisation = ?4, registration_number = ?5,
                taxpayer_number = ?6, legal_representative = ?7
            WHERE code = ?1 AND (name, name_key, ifnull(registration_number, ''), ifnull(taxpayer_number, ''),
                ifnull(legal_representative, '')) IS NOT (?2, ?3, ifnull(?5, ''), ifnull(?6, ''), ifnull(?7, ''))
            """)
        insertConflict = try Prepared(connection, "INSERT OR REPLACE INTO conflict VALUES (?,?,?,?,?,?,?,?,?,?,?)")
        endConflicts = try EndConflicts(
            connection, where: "subject = ?2 AND item = ?3 AND key = ?4 AND kind <> 'codes'")
        insertComparisons = try Prepared(
            connection, "INSERT OR REPLACE INTO comparison SELECT c0, c1, c2, c3, c4, c5, c6, c7 FROM feed")
        selectCases = try Prepared(
            connection, "SELECT \(MismatchCase.columns) FROM mismatch WHERE subject = ? AND comparison = ?")
        writeCase = try Prepared(
            connection, "INSERT OR REPLACE INTO mismatch VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)")
        insertEvent = try Prepared(
            connection,
            """
            INSERT INTO mismatch_event VALUES (?3, ?4, ?5,
                (SELECT ifnull(max(number), 0) + 1 FROM mismatch_event WHERE subject = ?3 AND comparison = ?4 AND pair = ?5),
                ?1, ?2, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20)
            """)
        selectWaiting = try Prepared(
            connection,
            """
            SELECT a.submission, a.row, a.line, a.offset, a.length, s.received, s.source
            FROM aside a JOIN submission s ON s.id = a.submission WHERE a.waits_for = ? ORDER BY a.submission, a.row
            """)
        deleteAside = try Prepared(connection, "DELETE FROM aside WHERE submission = ? AND row = ?")
        keepAside = try Prepared(
            connection,
            """
            INSERT OR REPLACE INTO former_aside SELECT submission, row, outcome, line, event, link, ?3
            FROM aside WHERE submission = ?1 AND row = ?2
            """)
        try connection.execute(isReadOnly ? "BEGIN" : "BEGIN IMMEDIATE")
        isOpen = true
        if !isReadOnly { try insertItems(items) }
        try readItems(items)
        hasStatements = try exists("SELECT 1 FROM statement LIMIT 1")
        hasCases = try exists("SELECT 1 FROM mismatch LIMIT 1")
        hasSubjects = try exists("SELECT 1 FROM subject LIMIT 1")
        hasWaiting = try exists("SELECT 1 FROM aside WHERE waits_for IS NOT NULL LIMIT 1")
        if !isReadOnly { try readReturns() }
    }

    /// A session that ends without a commit leaves nothing behind.
    deinit { if isOpen { sqliteRollback(connection) } }

    package func commit() throws {
        try connection.execute("COMMIT")
        isOpen = false
    }

    /// Ends the session and leaves nothing behind.
    package func rollBack() {
        sqliteRollback(connection)
        isOpen = false
    }

    /// A statement that is prepared once a session; it is reset when its rows have been read.
    func cached(_ sql: String) throws -> Prepared {
        if let known = prepared[sql] { return known }
        let made = try Prepared(connection, sql)
        prepared[sql] = made
        return made
    }

    func exists(_ sql: String) throws -> Bool {
        let statement = try Prepared(connection, sql)
        defer { statement.reset() }
        return try statement.next()
    }

    private func insertItems(_ items: [Item]) throws {
        let insert = try Prepared(connection, "INSERT OR IGNORE INTO item (name) VALUES (?)")
        for item in items {
            insert.bind(1, item.id)
            try insert.run()
        }
    }

    private func readItems(_ items: [Item]) throws {
        let select = try Prepared(connection, "SELECT id FROM item WHERE name = ?")
        for item in items {
            select.bind(1, item.id)
            // An item that no run has seen yet has no rows either.
            let id = try select.next() ? select.int(0) : -1
            itemIDs.append(id)
            if id >= 0 { itemNumbers[id] = item.number }
            select.reset()
        }
    }

    /// Indexes of the register, built after the first large load rather than row by row.
    package static var registerIndexes: Int { LedgerSchema.registerIndexes.count }

    package func buildRegisterIndex(_ number: Int) throws {
        // What SQLite sorts in memory is as large as the cache may be.
        try connection.execute("PRAGMA cache_size = -4096")
        try connection.execute(LedgerSchema.registerIndexes[number])
        try connection.execute("PRAGMA \(LedgerStore.cacheSize)")
    }
}
