import Crypto
import Foundation
import Model

/// Reads a query or a table, from a watermark on where there is one, into pages of CSV.
struct ODBCRows: Sendable {
    private let options: FeedOptions
    private let watermark: String?
    private let pageRows: Int
    private let pageBytes: Int

    /// Most rows with one watermark whose digests are kept.
    static let tieLimit = 200_000

    init(from options: FeedOptions, watermark: String?, pageRows: Int, pageBytes: Int) {
        self.options = options
        self.watermark = watermark
        self.pageRows = pageRows
        self.pageBytes = pageBytes
    }

    /// The last watermark, and which rows that have it were taken.
    struct Cursor: Codable, Equatable {
        var value: String
        /// How many rows by digest.
        var seen: [String: Int]
    }

    func read(_ connection: ODBCConnection, _ pull: FeedPull) throws {
        let list = try options.texts("columns")?.map(ODBCName.checked).joined(separator: ", ") ?? "*"
        let from = try options.odbcSource()
        let mark = try watermark.map(ODBCName.checked)
        let known = try pull.cursor.map { try JSONDecoder().decode(Cursor.self, from: Data($0.utf8)) }
        let statement = try connection.statement()
        guard let mark else {
            try statement.prepare(options.text("query") ?? "SELECT \(list) FROM \(from)")
            try statement.run()
            return try write(statement, pull, at: nil, known: nil)
        }
        let column = try describe(mark, "SELECT \(list) FROM \(from) WHERE 1 = 0", connection)
        var sql = "SELECT \(list) FROM \(from) WHERE \(mark) IS NOT NULL"
        if known != nil { sql += " AND \(mark) >= ?" }
        try statement.prepare(sql + " ORDER BY \(mark)")
        try statement.run(known.map { [($0.value, column.column)] } ?? [])
        try write(statement, pull, at: column.index, known: known)
    }

    private func describe(
        _ mark: String, _ sql: String, _ connection: ODBCConnection
    ) throws -> (index: Int, column: ODBCColumn) {
        let statement = try connection.statement()
        try statement.prepare(sql)
        try statement.run()
        guard let index = statement.columns.firstIndex(where: { ODBCName.matches($0.name, mark) }) else {
            throw FeedFailure(
                chinese: "结果中没有水位列 \(mark)。", english: "The result has no column \(mark), which is the watermark.",
                isTemporary: false)
        }
        let column = statement.columns[index]
        guard !column.isApproximate else {
            throw FeedFailure(
                chinese: "水位列 \(mark) 是浮点数，读出的值不精确；请用整数、定点数、时间或文本。",
                english:
                    "The watermark \(mark) is a floating-point number, which cannot be read back exactly. Use an integer, decimal, time or text.",
                isTemporary: false)
        }
        return (index, column)
    }

    private func write(_ statement: ODBCStatement, _ pull: FeedPull, at mark: Int?, known: Cursor?) throws {
        var page: FeedPage?
        var count = 0
        var cursor = known ?? Cursor(value: "", seen: [:])
        var hasCursor = known != nil
        // Rows at the known watermark that were taken before; each is left out as often as it was taken.
        var before = known?.seen ?? [:]
        let row = ODBCRow(statement.columns.map(\.name))
        func commit() throws {
            guard let written = page else { return }
            let text = try hasCursor ? String(decoding: JSONEncoder.sorted.encode(cursor), as: UTF8.self) : nil
            try pull.commit([written], cursor: text)
            page = nil
            count = 0
        }
        while try statement.fetch() {
            let values = try row.read(statement)
            if let mark {
                let value = values[mark] ?? ""
                let digest = row.digest
                if hasCursor, value == cursor.value {
                    if value == known?.value, let left = before[digest], left > 0 {
                        before[digest] = left - 1
                        continue
                    }
                } else {
                    cursor = Cursor(value: value, seen: [:])
                    hasCursor = true
                }
                cursor.seen[digest, default: 0] += 1
                guard cursor.seen.count <= Self.tieLimit else { throw Self.tooManyTies }
            }
            if page == nil {
                let new = try pull.page(ending: "csv")
                try new.write(row.header)
                page = new
            }
            try page?.write(row.bytes)
            count += 1
            if count >= pageRows || (page?.count ?? 0) >= pageBytes / 2 { try commit() }
        }
        try commit()
    }

    private static let tooManyTies = FeedFailure(
        chinese: "超过 \(tieLimit) 行的水位相同，无法分辨哪些已取；请用更细的水位列（时间戳、序号）。",
        english:
            "More than \(tieLimit) rows have the same watermark, so those taken cannot be told apart. Use a finer column such as a time stamp or a serial number.",
        isTemporary: false)
}

extension JSONEncoder {
    static var sorted: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return encoder
    }
}

/// A row as a line of CSV (RFC 4180); NULL is an empty field. Belongs to one thread.
final class ODBCRow {
    let header: [UInt8]
    private(set) var bytes: [UInt8] = []
    /// Columns that are not written.
    private let hidden: Set<Int>
    private let count: Int

    init(_ names: [String], hidden: Set<Int> = []) {
        self.hidden = hidden
        count = names.count
        var line: [UInt8] = []
        for (index, name) in names.enumerated() where !hidden.contains(index) { Self.append(name, to: &line) }
        header = Self.ended(line)
    }

    /// Reads the row that the statement stands at.
    func read(_ statement: ODBCStatement) throws -> [String?] {
        var line: [UInt8] = []
        var values: [String?] = []
        for index in 0..<count {
            let value = try statement.text(index)
            values.append(value)
            if !hidden.contains(index) { Self.append(value ?? "", to: &line) }
        }
        bytes = Self.ended(line)
        return values
    }

    /// The line's digest: half of its SHA-256.
    var digest: String {
        let digits = Array("0123456789abcdef".utf8)
        let bytes = SHA256.hash(data: bytes).prefix(16)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    /// Every field ends with a comma until the line is ended.
    private static func append(_ text: String, to line: inout [UInt8]) {
        let special: Set<UInt8> = [UInt8(ascii: ","), UInt8(ascii: "\""), 0x0A, 0x0D]
        if text.utf8.contains(where: special.contains) {
            line.append(UInt8(ascii: "\""))
            for byte in text.utf8 {
                if byte == UInt8(ascii: "\"") { line.append(byte) }
                line.append(byte)
            }
            line.append(UInt8(ascii: "\""))
        } else {
            line.append(contentsOf: text.utf8)
        }
        line.append(UInt8(ascii: ","))
    }

    private static func ended(_ line: [UInt8]) -> [UInt8] { line.dropLast() + [0x0D, 0x0A] }
}
