import Foundation
package import Model

/// A database that a department lets us read, through whatever driver unixODBC has for it.
///
/// A query or table is read whole each time, or from a watermark on: the rows at the watermark are read again, and those known are left out by their
/// digests, for rows with the same watermark may appear later. Or it is an inbox: rows get a mark once they are safely here.
package struct ODBCFeed: Feed {
    package static let kind = FeedKind(
        type: "odbc",
        keys: [
            FeedKey(
                "connection", .text, isRequired: true, beforeSecrets: ["pwd=", "password=", "pwd =", "password ="]),
            FeedKey("user", .text), FeedKey("password", .secret),
            FeedKey("query", .text), FeedKey("table", .text), FeedKey("columns", .texts, needs: ["table"]),
            FeedKey("watermark", .text, excludes: ["mark"]),
            FeedKey(
                "mark",
                .section([
                    FeedKey("column", .text, isRequired: true), FeedKey("value", .text, isRequired: true),
                    FeedKey("key", .text, isRequired: true),
                ]), needs: ["table"]),
            FeedKey("page_rows", .integer(1...10_000_000)),
        ], oneOf: [["query", "table"]])

    private let source: FeedSource
    private var options: FeedOptions { source.options }

    package init(_ source: FeedSource) throws { self.source = source }

    private static let pageRows = 50_000

    private var pageRows: Int { options.integer("page_rows") ?? Self.pageRows }

    /// Runs `body` with a connection on a thread of its own; a cancelled task ends its statement.
    private func connected<Answer: Sendable>(
        _ body: @escaping @Sendable (ODBCConnection) throws -> Answer
    ) async throws -> Answer {
        var text = options.text("connection") ?? ""
        var secrets: [String] = []
        func quoted(_ value: String) -> String { "{\(value.replacing("}", with: "}}"))}" }
        if let user = options.text("user") { text += ";UID=\(quoted(user))" }
        if let password = try options.secret("password")?.value() {
            text += ";PWD=\(quoted(password))"
            secrets.append(password)
        }
        let (connectionText, hidden, timeout) = (text, secrets, source.timeout)
        let connection = try await onOwnThread {
            try ODBCConnection(connectionText, secrets: hidden, timeout: timeout)
        }
        return try await withTaskCancellationHandler {
            try await onOwnThread { try body(connection) }
        } onCancel: {
            connection.cancel()
        }
    }

    package func pull(_ pull: FeedPull) async throws {
        if let mark = ODBCMark(options) { return try await take(mark, pull) }
        let lent = Lent(pull)
        let reader = ODBCRows(
            from: options, watermark: options.text("watermark"), pageRows: pageRows, pageBytes: source.pageBytes)
        try await connected { try reader.read($0, lent.thing) }
    }

    // MARK: Inbox tables

    private func take(_ mark: ODBCMark, _ pull: FeedPull) async throws {
        let lent = Lent(pull)
        var last: String?
        while true {
            let rows = pageRows
            let found = try await connected { try mark.page(of: rows, $0, lent.thing).map(Lent.init) }
            guard let (page, keys) = found?.thing else { return }
            guard keys.first != last else { throw mark.hasNoEffect }
            last = keys.first
            let unfinished = String(decoding: try JSONEncoder().encode(keys), as: UTF8.self)
            try await pull.commit([page], cursor: nil, unfinished: unfinished)
        }
    }

    package func finish(_ unfinished: String) async throws {
        guard let mark = ODBCMark(options) else { return }
        let keys = try JSONDecoder().decode([String].self, from: Data(unfinished.utf8))
        try await connected { try mark.mark(keys, $0) }
    }
}

extension FeedOptions {
    /// What is read, as it stands behind FROM.
    func odbcSource() throws -> String {
        if let query = text("query") {
            let body = query.trimmingCharacters(in: CharacterSet(charactersIn: "; \n\t"))
            return "(\(body)) guiji_rows"
        }
        return try ODBCName.checked(text("table") ?? "")
    }
}

/// Names of tables and columns, which stand in statements as they are.
enum ODBCName {
    /// - Throws: where it could be anything but a name.
    static func checked(_ name: String) throws -> String {
        let isName = !name.isEmpty && name.allSatisfy { $0.isLetter || $0.isNumber || "_.$#\"`[]".contains($0) }
        guard isName else {
            throw FeedFailure(
                chinese: "“\(name)”不是表名或列名；可用字母、数字、_ . $ # 及引号，其余请用 query。",
                english:
                    "“\(name)” is no name of a table or column; letters, digits, _ . $ # and quotes make one. Use query for more.",
                isTemporary: false)
        }
        return name
    }

    /// Whether a result's column is the one that is meant, whatever quotes, table and case it was named with.
    static func matches(_ column: String, _ name: String) -> Bool {
        let bare = name.split(separator: ".").last.map(String.init) ?? name
        return column.lowercased() == bare.filter { !"\"`[]".contains($0) }.lowercased()
    }
}
