package import Bytes
import Foundation
package import GRDB
package import Model
import Storage

/// What the store shows, for the command line: one subject, or everything.
extension SQLiteLoader {
    package func rows(of subject: String) throws -> [ShownItem] {
        try queue.read { db in
            try schemas.compactMap { schema in
                let rows = try Row.fetchAll(
                    db,
                    sql: """
                        SELECT * FROM \(quoted(schema.item.title)) WHERE "统一社会信用代码" = ? ORDER BY "记录标识"
                        """, arguments: [subject])
                guard !rows.isEmpty else { return nil }
                let values = rows.map { row in
                    row.compactMap { name, value -> ShownItem.Value? in
                        guard !value.isNull, name != "记录标识" else { return nil }
                        return ShownItem.Value(name: name, value: SQLiteLoader.text(value))
                    }
                }
                return ShownItem(title: schema.item.title, rows: values)
            }
        }
    }

    package func subjects(named name: String) throws -> [String] {
        try queue.read { db in
            try schemas.filter { $0.item.isRegister }.flatMap { schema -> [String] in
                guard let field = schema.item.subject.name else { return [] }
                return try String.fetchAll(
                    db,
                    sql: """
                        SELECT credit_code FROM \(schema.item.table) WHERE \(schema.item.fields[field].name) = ? ORDER BY 1
                        """, arguments: [name])
            }
        }
    }

    package func forEachRow(of table: String, _ body: ([String]) throws -> Void) throws {
        try queue.read { db in
            let select = try db.makeStatement(sql: "SELECT * FROM \(quoted(table)) ORDER BY credit_code, record")
            try body(select.columnNames)
            let cursor = try Row.fetchCursor(select)
            while let row = try cursor.next() { try body(row.databaseValues.map(SQLiteLoader.text)) }
        }
    }

    package func forEachValue(
        of table: String, columns: [String], _ body: ([ByteSlice]) throws -> Void
    ) throws {
        let connection = try Connection(path: path, pragmas: ["query_only = 1"])
        let list = columns.map(quoted).joined(separator: ", ")
        let select = try Prepared(connection.handle, "SELECT \(list) FROM \(quoted(table))")
        var values = [ByteSlice](repeating: .empty, count: columns.count)
        while try select.next() {
            for column in values.indices { values[column] = select.slice(Int32(column)) }
            try body(values)
        }
    }

    /// A value as it is shown: whole numbers without a decimal point.
    package static func text(_ value: DatabaseValue) -> String {
        switch value.storage {
        case .null, .blob: ""
        case .int64(let number): String(number)
        case .double(let number):
            number == number.rounded() && abs(number) < 1e15 ? String(Int64(number)) : String(number)
        case .string(let text): text
        }
    }
}
