import Foundation
import GRDB
import Ledger
import Model

/// What stands beside a sample as `<file>.expected.json`.
struct Expected: Decodable {
    var received: Int
    var outcomes: [String: Int]
    /// Errors and warnings by rule.
    var findings: [String: Int]
    var state: String

    static func beside(_ delivery: String) throws -> Expected {
        let data = try Data(contentsOf: URL(filePath: Project.path(of: delivery) + ".expected.json"))
        return try JSONDecoder().decode(Expected.self, from: data)
    }
}

/// truth.json of a sample instance.
struct Truth: Decodable {
    struct File: Decodable {
        var path: String
        var source: String
        var item: String
        var received: Int
        var outcomes: [String: Int]
        /// Every row that is not `published`.
        var rows: [Row]
    }

    struct Row: Decodable {
        var number: Int
        var outcome: String
        var errors: [String]

        init(from decoder: any Decoder) throws {
            var values = try decoder.unkeyedContainer()
            number = try values.decode(Int.self)
            outcome = try values.decode(String.self)
            errors = try values.decode([String].self)
        }
    }

    struct Totals: Decodable {
        var received: Int
        var outcomes: [String: Int]
    }

    var files: [File]
    var totals: Totals
    var conflicts: Int
    var comparison: [String: Int]
}

extension OutcomeCounts {
    /// By name, those that are not 0.
    var byName: [String: Int] {
        Dictionary(uniqueKeysWithValues: Outcome.allCases.filter { self[$0] != 0 }.map { ($0.name, self[$0]) })
    }
}

/// Questions that several suites ask the ledger.
extension LedgerStore {
    func integer(_ sql: String, _ arguments: StatementArguments = []) throws -> Int {
        try queue.read { try Int.fetchOne($0, sql: sql, arguments: arguments) ?? 0 }
    }

    func strings(_ sql: String, _ arguments: StatementArguments = []) throws -> [String] {
        try queue.read { try String.fetchAll($0, sql: sql, arguments: arguments) }
    }

    /// A submission's findings that are no mere notices, by rule.
    func findings(of submission: Int) throws -> [String: Int] {
        try queue.read { db in
            let rows = try Row.fetchAll(
                db, sql: "SELECT rule, count(*) FROM finding WHERE submission = ? AND severity > ? GROUP BY rule",
                arguments: [submission, Severity.notice.rawValue])
            return Dictionary(uniqueKeysWithValues: rows.map { ($0[0], $0[1]) })
        }
    }

    /// The places of a submission's rows: each row's number as often as it stands among statements and rows set aside.
    func places(of submission: Int) throws -> [Int] {
        try queue.read { db in
            try Int.fetchAll(
                db,
                sql: """
                    SELECT row FROM statement WHERE submission = ?1 UNION ALL SELECT row FROM aside WHERE submission = ?1
                    ORDER BY row
                    """, arguments: [submission])
        }
    }

    /// Each row's outcome by its number.
    func outcomes(of submission: Int) throws -> [Int: String] {
        try queue.read { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT row, outcome FROM statement WHERE submission = ?1
                    UNION ALL SELECT row, outcome FROM aside WHERE submission = ?1
                    """, arguments: [submission])
            return Dictionary(
                rows.map { row in
                    let number: UInt8 = row[1]
                    return (row[0], Outcome(rawValue: number)?.name ?? "")
                }, uniquingKeysWith: { "\($0) and \($1)" })
        }
    }
}
