package import Bytes
import Model
import Storage

/// What the register knows of a subject.
package struct RegisteredSubject: Sendable, Equatable {
    package var code: String
    package var name: String
    package var nameKey: Int64
    package var registrationNumber: String
    package var taxpayerNumber: String
    package var legalRepresentative: String
    package var mergedInto: String

    package init(
        code: String, name: String, nameKey: Int64, registrationNumber: String, taxpayerNumber: String,
        legalRepresentative: String, mergedInto: String = ""
    ) {
        self.code = code
        self.name = name
        self.nameKey = nameKey
        self.registrationNumber = registrationNumber
        self.taxpayerNumber = taxpayerNumber
        self.legalRepresentative = legalRepresentative
        self.mergedInto = mergedInto
    }
}

extension LedgerSession {
    /// Adds a subject unless it is there.
    package func ensureSubject(
        code: ByteSlice, name: ByteSlice, nameKey: Int64, registrationNumber: ByteSlice, taxpayerNumber: ByteSlice,
        legalRepresentative: ByteSlice
    ) throws {
        let insert = insertSubject
        insert.bind(1, code)
        if name.isEmpty { insert.bind(2, "") } else { insert.bind(2, name) }
        insert.bind(3, nameKey)
        insert.bind(4, code.count == 18 ? code[8..<17] : .empty)
        insert.bind(5, registrationNumber)
        insert.bind(6, taxpayerNumber)
        insert.bind(7, legalRepresentative)
        try insert.run()
    }

    /// Adds to a known subject what it lacks, and a name under which it was registered too.
    package func complete(
        code: ByteSlice, nameKey: Int64, registrationNumber: ByteSlice, taxpayerNumber: ByteSlice,
        legalRepresentative: ByteSlice
    ) throws {
        let update = try cached(
            """
            UPDATE subject SET registration_number = ifnull(registration_number, ?2),
                taxpayer_number = ifnull(taxpayer_number, ?3), legal_representative = ifnull(legal_representative, ?4)
            WHERE code = ?1 AND ((registration_number IS NULL AND ?2 IS NOT NULL)
                OR (taxpayer_number IS NULL AND ?3 IS NOT NULL) OR (legal_representative IS NULL AND ?4 IS NOT NULL))
            """)
        update.bind(1, code)
        update.bind(2, registrationNumber)
        update.bind(3, taxpayerNumber)
        update.bind(4, legalRepresentative)
        try update.run()
        let name = try cached(
            """
            INSERT OR IGNORE INTO other_name SELECT ?2, code FROM subject WHERE code = ?1 AND name_key <> ?2
            """)
        name.bind(1, code)
        name.bind(2, nameKey)
        try name.run()
    }

    /// Sets what identifies a subject; the name it had stays good for attribution. Nothing is written where nothing changed.
    package func updateSubject(
        code: ByteSlice, name: ByteSlice, nameKey: Int64, registrationNumber: ByteSlice, taxpayerNumber: ByteSlice,
        legalRepresentative: ByteSlice
    ) throws {
        let former = try cached(
            "INSERT OR IGNORE INTO other_name SELECT name_key, code FROM subject WHERE code = ?1 AND name_key <> ?2")
        former.bind(1, code)
        former.bind(2, nameKey)
        try former.run()
        let update = updateSubject
        update.bind(1, code)
        if name.isEmpty { update.bind(2, "") } else { update.bind(2, name) }
        update.bind(3, nameKey)
        update.bind(4, code.count == 18 ? code[8..<17] : .empty)
        update.bind(5, registrationNumber)
        update.bind(6, taxpayerNumber)
        update.bind(7, legalRepresentative)
        try update.run()
    }

    package func hasSubject(_ code: ByteSlice) throws -> Bool {
        selectSubject.bind(1, code)
        defer { selectSubject.reset() }
        return try selectSubject.next()
    }

    /// Whether a registration number is a subject of its own, not yet merged into one with a credit code.
    package func isOwnSubject(_ number: ByteSlice) throws -> Bool {
        selectSubject.bind(1, number)
        defer { selectSubject.reset() }
        return try selectSubject.next() && selectSubject.isNull(5)
    }

    package func subject(_ code: String) throws -> RegisteredSubject? {
        try subjects("code = ?1", code).first
    }

    /// Subjects with this 15- or 13-digit registration number.
    package func subjects(registrationNumber: String) throws -> [RegisteredSubject] {
        try subjects("registration_number = ?1", registrationNumber)
    }

    /// Subjects whose credit code holds this organisation code (without hyphen).
    package func subjects(organisationCode: String) throws -> [RegisteredSubject] {
        try subjects("organisation = ?1", organisationCode)
    }

    package func subjects(taxpayerNumber: String) throws -> [RegisteredSubject] {
        try subjects("taxpayer_number = ?1", taxpayerNumber)
    }

    package func subjects(nameKey: Int64) throws -> [RegisteredSubject] {
        let select = try cached(
            LedgerSession.subjectColumns
                + "code IN (SELECT code FROM subject WHERE name_key = ?1 UNION SELECT code FROM other_name WHERE name_key = ?1) ORDER BY code"
        )
        select.bind(1, nameKey)
        return try read(select)
    }

    private static let subjectColumns = """
        SELECT code, name, name_key, registration_number, taxpayer_number, legal_representative, merged_into
        FROM subject WHERE 
        """

    private func subjects(_ condition: String, _ value: String) throws -> [RegisteredSubject] {
        let select = try cached(LedgerSession.subjectColumns + condition + " ORDER BY code")
        select.bind(1, value)
        return try read(select)
    }

    private func read(_ select: Prepared) throws -> [RegisteredSubject] {
        var found: [RegisteredSubject] = []
        while try select.next() {
            found.append(
                RegisteredSubject(
                    code: select.string(0), name: select.string(1), nameKey: select.int64(2),
                    registrationNumber: select.string(3), taxpayerNumber: select.string(4),
                    legalRepresentative: select.string(5), mergedInto: select.string(6)))
        }
        return found
    }

    /// Registration numbers whose subjects were merged into one with a credit code.
    package func mergedSubjects() throws -> [RegisteredSubject] {
        let select = try Prepared(connection, LedgerSession.subjectColumns + "merged_into IS NOT NULL ORDER BY code")
        return try read(select)
    }

    /// Subjects of the register that bear one name: one name with two codes. Each list is in order of code.
    package func subjectsSharingNames() throws -> [[RegisteredSubject]] {
        // The index alone answers this; which of the few are still subjects is asked of their rows.
        let select = try Prepared(
            connection, "SELECT name_key FROM subject WHERE name_key <> ? GROUP BY name_key HAVING count(*) > 1")
        select.bind(1, Int64(bitPattern: nameKeyHash(.empty, scratch: ByteBuffer(capacity: 64))))
        var keys: [Int64] = []
        while try select.next() { keys.append(select.int64(0)) }
        return try keys.map { key in
            try subjects(nameKey: key).filter { $0.mergedInto.isEmpty && $0.nameKey == key }
        }
        .filter { $0.count > 1 }
        .sorted { $0[0].code < $1[0].code }
    }
}
