import CODBC
import Foundation
import Synchronization

/// A connection to a database through unixODBC. Belongs to one thread, but for ``cancel()``.
final class ODBCConnection: @unchecked Sendable {
    private var environment: SQLHANDLE?
    private(set) var handle: SQLHANDLE?
    private let secrets: [String]
    /// Whether the driver knows no UTF-16: what goes between it and us is then UTF-8, which the driver manager leaves alone.
    private(set) var isNarrow = false
    /// Seconds that a statement may take.
    private let timeout: Int

    private struct Running {
        /// The handle's address.
        var statement: UInt?
        var isCancelled = false
    }
    private let running = Mutex(Running())

    /// - Parameters:
    ///   - text: `Driver=…;Database=…` or `DSN=…`.
    ///   - secrets: what no message may show.
    init(_ text: String, secrets: [String], timeout: Int) throws {
        self.secrets = secrets
        self.timeout = timeout
        SQLAllocHandle(SQLSMALLINT(SQL_HANDLE_ENV), nil, &environment)
        SQLSetEnvAttr(environment, SQL_ATTR_ODBC_VERSION, UnsafeMutableRawPointer(bitPattern: UInt(SQL_OV_ODBC3)), 0)
        SQLAllocHandle(SQLSMALLINT(SQL_HANDLE_DBC), environment, &handle)
        SQLSetConnectAttrW(handle, SQL_LOGIN_TIMEOUT, UnsafeMutableRawPointer(bitPattern: min(timeout, 60)), 0)
        var units = Array(text.utf16)
        let result = SQLDriverConnectW(
            handle, nil, &units, SQLSMALLINT(clamping: units.count), nil, 0, nil, SQLUSMALLINT(SQL_DRIVER_NOPROMPT))
        guard isGood(result) else { throw failure(SQL_HANDLE_DBC, handle, .connecting) }
        isNarrow = !takesUTF16
    }

    /// What the driver manager hands to a driver without UTF-16 comes back with question marks.
    private var takesUTF16: Bool {
        let probe = "'中'"
        var units = Array(probe.utf16)
        var back = [SQLWCHAR](repeating: 0, count: 32)
        var length: SQLINTEGER = 0
        let result = SQLNativeSqlW(
            handle, &units, SQLINTEGER(units.count), &back, SQLINTEGER(back.count), &length)
        return !isGood(result) || String(decoding: back.prefix { $0 != 0 }, as: UTF16.self) == probe
    }

    deinit {
        SQLDisconnect(handle)
        SQLFreeHandle(SQLSMALLINT(SQL_HANDLE_DBC), handle)
        SQLFreeHandle(SQLSMALLINT(SQL_HANDLE_ENV), environment)
    }

    /// Makes what runs end soon; may be called by any thread.
    func cancel() {
        running.withLock { running in
            running.isCancelled = true
            if let statement = running.statement { SQLCancel(SQLHANDLE(bitPattern: statement)) }
        }
    }

    func checkCancellation() throws { if running.withLock(\.isCancelled) { throw CancellationError() } }

    func statement() throws -> ODBCStatement {
        try checkCancellation()
        var statement: SQLHANDLE?
        let result = SQLAllocHandle(SQLSMALLINT(SQL_HANDLE_STMT), handle, &statement)
        guard isGood(result), let statement else { throw failure(SQL_HANDLE_DBC, handle, .preparing) }
        // A driver that knows no time limit still obeys a cancellation.
        SQLSetStmtAttrW(statement, SQL_ATTR_QUERY_TIMEOUT, UnsafeMutableRawPointer(bitPattern: timeout), 0)
        let address = UInt(bitPattern: statement)
        running.withLock { $0.statement = address }
        return ODBCStatement(statement, of: self)
    }

    func free(_ statement: SQLHANDLE) {
        let address = UInt(bitPattern: statement)
        running.withLock { if $0.statement == address { $0.statement = nil } }
        SQLFreeHandle(SQLSMALLINT(SQL_HANDLE_STMT), statement)
    }

    /// All that `body` does becomes so together, or not at all.
    func transaction(_ body: () throws -> Void) throws {
        try set(autocommit: false)
        do {
            try body()
            let result = SQLEndTran(SQLSMALLINT(SQL_HANDLE_DBC), handle, SQLSMALLINT(SQL_COMMIT))
            guard isGood(result) else { throw failure(SQL_HANDLE_DBC, handle, .running) }
        } catch {
            SQLEndTran(SQLSMALLINT(SQL_HANDLE_DBC), handle, SQLSMALLINT(SQL_ROLLBACK))
            try? set(autocommit: true)
            throw error
        }
        try set(autocommit: true)
    }

    private func set(autocommit: Bool) throws {
        let value = UnsafeMutableRawPointer(bitPattern: UInt(autocommit ? SQL_AUTOCOMMIT_ON : SQL_AUTOCOMMIT_OFF))
        let result = SQLSetConnectAttrW(handle, SQL_ATTR_AUTOCOMMIT, value, 0)
        guard isGood(result) else { throw failure(SQL_HANDLE_DBC, handle, .running) }
    }

    // MARK: Diagnostics

    enum Phase { case connecting, preparing, running }

    func isGood(_ result: SQLRETURN) -> Bool {
        result == SQLRETURN(SQL_SUCCESS) || result == SQLRETURN(SQL_SUCCESS_WITH_INFO)
    }

    /// Classes of SQLSTATE whose messages are about the connection or the statement, never about a row.
    private static let tellableClasses: Set<String> = ["08", "0A", "28", "3D", "3F", "42", "IM"]
    /// Those that waiting does not mend.
    private static let lastingClasses: Set<String> = ["0A", "28", "3D", "3F", "42", "IM"]

    /// What the driver says; the text only where it cannot hold a row's values.
    func failure(_ type: Int32, _ handle: SQLHANDLE?, _ phase: Phase) -> any Error {
        if running.withLock(\.isCancelled) { return CancellationError() }
        let (code, native, text) = diagnostics(type, handle)
        var message = ""
        let group = String(code.prefix(2))
        let isTellable = Self.tellableClasses.contains(group) || code.hasPrefix("HYT")
        if phase != .running || isTellable {
            message = text
            for secret in secrets where !secret.isEmpty { message = message.replacing(secret, with: "…") }
            message = " " + message.split(whereSeparator: \.isNewline).joined(separator: " ")
        }
        let action =
            switch phase {
            case .connecting: ("连接数据库", "connect to the database")
            case .preparing: ("准备语句", "prepare the statement")
            case .running: ("执行语句", "run the statement")
            }
        return FeedFailure(
            chinese: "无法\(action.0)：SQLSTATE \(code)（\(native)）\(message)",
            english: "Cannot \(action.1): SQLSTATE \(code) (\(native))\(message)",
            isTemporary: !Self.lastingClasses.contains(group))
    }

    /// SQLSTATE, the driver's own number, and its text.
    private func diagnostics(_ type: Int32, _ handle: SQLHANDLE?) -> (code: String, native: Int32, text: String) {
        var native: SQLINTEGER = 0
        var length: SQLSMALLINT = 0
        if isNarrow {
            var state = [SQLCHAR](repeating: 0, count: 6)
            var text = [SQLCHAR](repeating: 0, count: 1024)
            let result = SQLGetDiagRec(
                SQLSMALLINT(type), handle, 1, &state, &native, &text, SQLSMALLINT(text.count), &length)
            guard isGood(result) else { return ("—", 0, "") }
            return (
                String(decoding: state.prefix(5), as: UTF8.self), native,
                String(decoding: text.prefix { $0 != 0 }, as: UTF8.self)
            )
        }
        var state = [SQLWCHAR](repeating: 0, count: 6)
        var text = [SQLWCHAR](repeating: 0, count: 1024)
        let result = SQLGetDiagRecW(
            SQLSMALLINT(type), handle, 1, &state, &native, &text, SQLSMALLINT(text.count), &length)
        guard isGood(result) else { return ("—", 0, "") }
        return (
            String(decoding: state.prefix(5), as: UTF16.self), native,
            String(decoding: text.prefix { $0 != 0 }, as: UTF16.self)
        )
    }
}
