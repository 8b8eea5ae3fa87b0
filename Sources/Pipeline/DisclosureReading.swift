import Foundation
import GRDB
import Loading
import Model

/// What the disclosure store shows, for the command line: one subject, or everything as CSV or JSON lines.
package struct DisclosureReader {
    private let store: DisclosureStore

    package init(_ instance: Instance) { store = instance.disclosure }

    package var tables: [String] { store.schemas.map(\.item.table) }

    /// Everything disclosed about one enterprise: item title, then column titles with values.
    package func subject(_ code: String) throws -> [(title: String, rows: [[(name: String, value: String)]])] {
        try store.queue.read { db in
            try store.schemas.compactMap { schema in
                let rows = try Row.fetchAll(
                    db, sql: "SELECT * FROM \"\(schema.item.title)\" WHERE \"统一社会信用代码\" = ?", arguments: [code])
                guard !rows.isEmpty else { return nil }
                let values = rows.map { row in
                    row.compactMap { name, value -> (name: String, value: String)? in
                        guard !value.isNull, name != "记录标识" else { return nil }
                        return (name, DisclosureReader.text(value))
                    }
                }
                return (schema.item.title, values)
            }
        }
    }

    /// Codes of subjects that are disclosed under a name.
    package func codes(named name: String) throws -> [String] {
        try store.queue.read { db in
            try store.schemas.filter { $0.item.isRegister }.flatMap { schema -> [String] in
                guard let field = schema.item.subject.name else { return [] }
                return try String.fetchAll(
                    db,
                    sql:
                        "SELECT credit_code FROM \(schema.item.table) WHERE \(schema.item.fields[field].name) = ? ORDER BY 1",
                    arguments: [name])
            }
        }
    }

    /// Streams one item's rows in order of credit code and record; the first call gives the column names.
    package func export(_ table: String, _ body: ([String]) throws -> Void) throws {
        try store.queue.read { db in
            let cursor = try Row.fetchCursor(db, sql: "SELECT * FROM \"\(table)\" ORDER BY credit_code, record")
            var isFirst = true
            while let row = try cursor.next() {
                if isFirst { try body(Array(row.columnNames)) }
                isFirst = false
                try body(row.databaseValues.map(DisclosureReader.text))
            }
        }
    }

    private static func text(_ value: DatabaseValue) -> String {
        switch value.storage {
        case .null: ""
        case .int64(let number): String(number)
        case .double(let number):
            number == number.rounded() && abs(number) < 1e15 ? String(Int64(number)) : String(number)
        case .string(let text): text
        case .blob: ""
        }
    }
}
