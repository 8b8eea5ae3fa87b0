import Foundation
import Model

/// A table that a department puts rows into for us: those without the mark are taken, and get it once they are safely here.
struct ODBCMark: Sendable {
    private let table: String
    private let columns: [String]?
    private let column: String
    private let value: String
    private let key: String

    /// nil where the options ask for no marks.
    init?(_ options: FeedOptions) {
        guard let mark = options.section("mark"), let column = mark.text("column"), let value = mark.text("value"),
            let key = mark.text("key")
        else { return nil }
        table = options.text("table") ?? ""
        columns = options.texts("columns")
        (self.column, self.value, self.key) = (column, value, key)
    }

    /// The next rows without the mark, in order of their keys, and these keys; nil where there are none.
    func page(of rows: Int, _ connection: ODBCConnection, _ pull: FeedPull) throws -> (FeedPage, keys: [String])? {
        let (table, column, key) = try names()
        // The key and the mark are read besides the columns that are wanted; they stand in front of them.
        let list = try columns.map { ([key, column] + (try $0.map(ODBCName.checked))).joined(separator: ", ") } ?? "*"
        let described = try describe(connection)
        let statement = try connection.statement()
        statement.limit(rows: rows)
        try statement.prepare("SELECT \(list) FROM \(table) WHERE \(column) IS NULL OR \(column) <> ? ORDER BY \(key)")
        try statement.run([(value, described.mark)])
        let names = statement.columns.map(\.name)
        guard let keyIndex = names.firstIndex(where: { ODBCName.matches($0, key) }) else { throw missing(key) }
        let markIndex = names.firstIndex { ODBCName.matches($0, column) }
        let hidden = columns == nil ? Set([markIndex].compactMap(\.self)) : [0, 1]
        let row = ODBCRow(names, hidden: hidden)
        var page: FeedPage?
        var keys: [String] = []
        while keys.count < rows, try statement.fetch() {
            guard let value = try row.read(statement)[keyIndex] else {
                throw FeedFailure(
                    chinese: "表 \(table) 有一行没有键 \(key)，无法标记。",
                    english: "A row of \(table) has no key \(key) and cannot be marked.",
                    isTemporary: false)
            }
            let written: FeedPage
            if let page {
                written = page
            } else {
                written = try pull.page(ending: "csv")
                try written.write(row.header)
                page = written
            }
            try written.write(row.bytes)
            keys.append(value)
        }
        return page.map { ($0, keys) }
    }

    /// Gives the rows with these keys the mark, all or none. Those that are gone need none.
    func mark(_ keys: [String], _ connection: ODBCConnection) throws {
        let (table, column, key) = try names()
        let described = try describe(connection)
        try connection.transaction {
            let statement = try connection.statement()
            try statement.prepare("UPDATE \(table) SET \(column) = ? WHERE \(key) = ?")
            for one in keys { try statement.run([(value, described.mark), (one, described.key)]) }
        }
    }

    private func names() throws -> (table: String, column: String, key: String) {
        (try ODBCName.checked(table), try ODBCName.checked(column), try ODBCName.checked(key))
    }

    private func describe(_ connection: ODBCConnection) throws -> (mark: ODBCColumn, key: ODBCColumn) {
        let (table, column, key) = try names()
        let statement = try connection.statement()
        try statement.prepare("SELECT \(column), \(key) FROM \(table) WHERE 1 = 0")
        try statement.run()
        guard statement.columns.count == 2 else { throw missing("\(column), \(key)") }
        return (statement.columns[0], statement.columns[1])
    }

    private func missing(_ name: String) -> FeedFailure {
        FeedFailure(
            chinese: "表 \(table) 没有列 \(name)。", english: "The table \(table) has no column \(name).", isTemporary: false
        )
    }

    /// What was marked comes again.
    var hasNoEffect: FeedFailure {
        FeedFailure(
            chinese: "表 \(table) 的标记列 \(column) 写不进去：标记过的行又读到了。",
            english: "The mark in \(column) of \(table) does not stay: rows that were marked came again.",
            isTemporary: false)
    }
}
