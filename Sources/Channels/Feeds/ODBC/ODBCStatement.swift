import CODBC
import Foundation

/// A column of a result, or of what is bound.
struct ODBCColumn: Sendable, Equatable {
    var name: String
    /// The SQL type's number.
    var type: Int32
    var size: UInt
    var digits: Int16

    /// Whether its values are approximate, so that a value read back may not be the one that is stored.
    var isApproximate: Bool { [SQL_FLOAT, SQL_REAL, SQL_DOUBLE].contains(type) }
    var isInteger: Bool { [SQL_INTEGER, SQL_SMALLINT, SQL_BIGINT, SQL_TINYINT].contains(type) }
}

/// A statement and its result. Belongs to its connection's thread.
final class ODBCStatement {
    private let connection: ODBCConnection
    private let handle: SQLHANDLE
    private(set) var columns: [ODBCColumn] = []
    /// What is bound has to stay where it is until the statement was run.
    private var bound: [BoundValue] = []
    /// A chunk of a value.
    private var chunk = [UInt8](repeating: 0, count: 8192)

    init(_ handle: SQLHANDLE, of connection: ODBCConnection) {
        self.handle = handle
        self.connection = connection
    }

    deinit { connection.free(handle) }

    /// At most so many rows of a result; a driver that cannot is asked for no more of them.
    func limit(rows: Int) {
        SQLSetStmtAttrW(handle, SQL_ATTR_MAX_ROWS, UnsafeMutableRawPointer(bitPattern: rows), 0)
    }

    func prepare(_ sql: String) throws {
        if connection.isNarrow {
            var bytes = Array(sql.utf8)
            return try check(SQLPrepare(handle, &bytes, SQLINTEGER(bytes.count)), .preparing)
        }
        var units = Array(sql.utf16)
        try check(SQLPrepareW(handle, &units, SQLINTEGER(units.count)), .preparing)
    }

    /// Runs what was prepared.
    /// - Parameter parameters: a text for each `?`, with the column that it is compared with or becomes.
    func run(_ parameters: [(text: String, column: ODBCColumn)] = []) throws {
        bound = parameters.map { BoundValue($0.text, $0.column, isNarrow: connection.isNarrow) }
        for (index, value) in bound.enumerated() {
            try check(
                SQLBindParameter(
                    handle, SQLUSMALLINT(index + 1), SQLSMALLINT(SQL_PARAM_INPUT), SQLSMALLINT(value.cType),
                    SQLSMALLINT(value.sqlType), SQLULEN(value.size), value.digits, value.bytes.baseAddress,
                    SQLLEN(value.bytes.count), value.length), .preparing)
        }
        let result = SQLExecute(handle)
        // An update that met no row.
        if result == SQLRETURN(SQL_NO_DATA) { return }
        try check(result, .running)
        try describe()
    }

    private func describe() throws {
        var count: SQLSMALLINT = 0
        try check(SQLNumResultCols(handle, &count), .running)
        columns = try (0..<max(0, Int(count))).map(column)
    }

    private func column(_ index: Int) throws -> ODBCColumn {
        var length: SQLSMALLINT = 0
        var type: SQLSMALLINT = 0
        var size: SQLULEN = 0
        var digits: SQLSMALLINT = 0
        var isNullable: SQLSMALLINT = 0
        let name: String
        let place = SQLUSMALLINT(index + 1)
        if connection.isNarrow {
            var bytes = [SQLCHAR](repeating: 0, count: 1024)
            try check(
                SQLDescribeCol(
                    handle, place, &bytes, SQLSMALLINT(bytes.count), &length, &type, &size, &digits, &isNullable),
                .running)
            name = String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        } else {
            var units = [SQLWCHAR](repeating: 0, count: 1024)
            try check(
                SQLDescribeColW(
                    handle, place, &units, SQLSMALLINT(units.count), &length, &type, &size, &digits, &isNullable),
                .running)
            name = String(decoding: units.prefix { $0 != 0 }, as: UTF16.self)
        }
        return ODBCColumn(name: name, type: Int32(type), size: UInt(size), digits: digits)
    }

    /// Goes to the next row; false behind the last.
    func fetch() throws -> Bool {
        try connection.checkCancellation()
        let result = SQLFetch(handle)
        if result == SQLRETURN(SQL_NO_DATA) { return false }
        try check(result, .running)
        return true
    }

    /// A value of the row as text, however long; nil for NULL. Columns are read in order.
    func text(_ column: Int) throws -> String? {
        let unit = connection.isNarrow ? 1 : 2
        let cType = SQLSMALLINT(connection.isNarrow ? SQL_C_CHAR : SQL_C_WCHAR)
        var bytes: [UInt8] = []
        while true {
            var indicator: SQLLEN = 0
            let result = chunk.withUnsafeMutableBytes {
                SQLGetData(handle, SQLUSMALLINT(column + 1), cType, $0.baseAddress, SQLLEN($0.count), &indicator)
            }
            if result == SQLRETURN(SQL_NO_DATA) { break }
            try check(result, .running)
            if indicator == SQLLEN(SQL_NULL_DATA) { return nil }
            // A chunk holds all but the null at its end where the value, whose rest or unknown length is told, goes on.
            let room = chunk.count - unit
            let isCut = result == SQLRETURN(SQL_SUCCESS_WITH_INFO) && (indicator < 0 || Int(indicator) > room)
            bytes.append(contentsOf: chunk.prefix(isCut ? room : min(Int(indicator), room)))
            if !isCut { break }
        }
        if unit == 1 { return String(decoding: bytes, as: UTF8.self) }
        return bytes.withUnsafeBytes { raw in
            String(
                decoding: (0..<raw.count / 2).lazy.map { raw.loadUnaligned(fromByteOffset: $0 * 2, as: UInt16.self) },
                as: UTF16.self)
        }
    }

    private func check(_ result: SQLRETURN, _ phase: ODBCConnection.Phase) throws {
        guard connection.isGood(result) else { throw connection.failure(SQL_HANDLE_STMT, handle, phase) }
    }
}

/// A text as a driver takes it for a column of some type.
private final class BoundValue {
    let cType: Int32
    let sqlType: Int32
    let size: UInt
    let digits: SQLSMALLINT
    let bytes: UnsafeMutableRawBufferPointer
    let length: UnsafeMutablePointer<SQLLEN>

    init(_ text: String, _ column: ODBCColumn, isNarrow: Bool) {
        length = .allocate(capacity: 1)
        if column.isInteger, let number = Int64(text) {
            (cType, sqlType, size, digits) = (SQL_C_SBIGINT, SQL_BIGINT, 19, 0)
            bytes = .allocate(byteCount: 8, alignment: 8)
            bytes.storeBytes(of: number, as: Int64.self)
            length.pointee = 8
            return
        }
        let isText = [SQL_CHAR, SQL_VARCHAR, SQL_LONGVARCHAR, SQL_WCHAR, SQL_WVARCHAR, SQL_WLONGVARCHAR, 0].contains(
            column.type)
        let content = isNarrow ? Array(text.utf8) : text.utf16.flatMap { [UInt8($0 & 0xff), UInt8($0 >> 8)] }
        cType = isNarrow ? SQL_C_CHAR : SQL_C_WCHAR
        sqlType = isText ? (isNarrow ? SQL_VARCHAR : SQL_WVARCHAR) : column.type
        let count = UInt(isNarrow ? content.count : content.count / 2)
        size = isText ? max(1, count) : max(column.size, count)
        digits = column.digits
        bytes = .allocate(byteCount: max(2, content.count), alignment: 8)
        bytes.copyBytes(from: content)
        length.pointee = SQLLEN(content.count)
    }

    deinit {
        bytes.deallocate()
        length.deallocate()
    }
}
