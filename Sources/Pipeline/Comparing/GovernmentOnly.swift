import Bytes
import Comparison
import GRDB
import Ledger
package import Model
import Storage

/// A government record that its enterprise does not disclose.
package struct GovernmentOnlyRow: Sendable, Equatable {
    package var comparison: String
    /// The counterpart's item.
    package var item: String
    package var subject: String
    /// The subject's name in the register.
    package var name: String
    package var government: StatementSource
}

/// Which of them are asked for; what is nil does not narrow.
package struct GovernmentOnlyFilter: Sendable {
    package var comparison: String?
    package var subject: String?
    /// Id of the department that sent the record.
    package var department: String?

    package init() {}
}

extension Reports {
    /// Hands out what only the government holds, in order of subject: found out again from the ledger, since most subjects disclose nothing and no
    /// row is kept of it. As many as the comparison counts.
    /// - Throws: where statements were made under other comparisons: which of them meet is then not known.
    package func forEachGovernmentOnly(
        _ filter: GovernmentOnlyFilter = GovernmentOnlyFilter(), _ body: (GovernmentOnlyRow) throws -> Void
    ) throws {
        let context = instance.context
        let rules = ConsolidationRules(catalogue: context.catalogue, departments: context.departments)
        let connection = try Connection(
            path: instance.ledger.path, pragmas: ["query_only = ON", "cache_size = -4096"])
        let files: [Int: (source: String, file: String)] = try instance.ledger.queue.read { db in
            let rows = try Row.fetchAll(db, sql: "SELECT id, source, file FROM submission")
            return Dictionary(uniqueKeysWithValues: rows.map { ($0[0], ($0[1], $0[2])) })
        }
        let names = try Prepared(connection.handle, "SELECT name FROM subject WHERE code = ?")
        let statements = try HeldSubjects(
            instance.ledger, connection, rules: rules, stretch: SubjectStretch(only: filter.subject))
        try statements.forEachSubject { subject, currents, areReadable in
            guard areReadable else { throw Reports.comparedOtherwise }
            for prepared in rules.comparisons {
                let id = prepared.comparison.plan.id
                guard filter.comparison ?? id == id else { continue }
                let found = MadeComparison(prepared, currents, registry: rules.registry).governmentOnly
                for statement in found {
                    guard let sent = files[statement.submission], filter.department ?? sent.source == sent.source else {
                        continue
                    }
                    names.bind(1, subject)
                    let name = try names.next() ? names.string(0) : ""
                    names.reset()
                    try body(
                        GovernmentOnlyRow(
                            comparison: id, item: prepared.counterpart.id, subject: subject.string, name: name,
                            government: StatementSource(
                                submission: statement.submission, source: sent.source, file: sent.file,
                                row: statement.row)))
                }
            }
        }
    }

    private static let comparedOtherwise = SystemError(
        chinese: "台账中的记录是按以前的比对口径存的；请先运行 guiji compare。",
        english: "The ledger's records were kept for other comparisons than the catalogue's; run guiji compare first.")
}
