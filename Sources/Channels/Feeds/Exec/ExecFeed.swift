import Foundation
import Glibc
package import Model

/// A program of the operator's that writes the rows to its standard output, all of them one page. Only a program that ends with 0 is believed.
///
/// It learns where it stopped from the variable `GUIJI_CURSOR` or the argument `{cursor}`, and may write where it stops now into the file that
/// `GUIJI_CURSOR_FILE` names.
package struct ExecFeed: Feed {
    package static let kind = FeedKind(
        type: "exec",
        keys: [
            FeedKey("command", .texts, isRequired: true), FeedKey("directory", .path),
            FeedKey("format", .choice(["csv", "ndjson"])), FeedKey("env", .variables),
        ])

    private let source: FeedSource

    package init(_ source: FeedSource) { self.source = source }

    /// Longest cursor in bytes.
    private static let cursorLimit = 64 << 10

    package func pull(_ pull: FeedPull) async throws {
        let options = source.options
        let ending = options.text("format") ?? "csv"
        let cursorFile = try pull.file("cursor")
        defer { unlink(cursorFile) }
        var environment = try options.variables("env")
        environment["GUIJI_CURSOR"] = pull.cursor ?? ""
        environment["GUIJI_CURSOR_FILE"] = absolutePath(cursorFile)
        let page = PageWriting(try pull.page(ending: ending), hasHeader: ending == "csv")
        let plan = ChildProgram.Plan(
            arguments: (options.texts("command") ?? []).map { $0.replacing("{cursor}", with: pull.cursor ?? "") },
            directory: options.text("directory") ?? source.folder, environment: environment, errorFile: pull.errorFile,
            timeout: source.timeout)
        try await ChildProgram(plan).run { try page.write($0) }
        let cursor = try ExecFeed.cursor(in: cursorFile) ?? pull.cursor
        try pull.commit(page.hasRows ? [page.page] : [], cursor: cursor)
    }

    /// What the program wrote as its new cursor; nil where it wrote none.
    private static func cursor(in path: String) throws -> String? {
        guard let handle = FileHandle(forReadingAtPath: path) else { return nil }
        defer { try? handle.close() }
        let data = try handle.read(upToCount: cursorLimit + 1) ?? Data()
        guard data.count <= cursorLimit, let text = String(validating: data, as: UTF8.self) else {
            throw FeedFailure(
                chinese: "程序写出的游标超过 \(cursorLimit) 字节，或不是 UTF-8；什么也没有取。",
                english:
                    "The cursor that the program wrote takes more than \(cursorLimit) bytes or is not UTF-8; nothing was taken.",
                isTemporary: false)
        }
        let cursor = text.trimmingCharacters(in: .whitespacesAndNewlines)
        return cursor.isEmpty ? nil : cursor
    }
}

extension FeedOptions {
    /// Texts and secrets under a key, by name.
    func variables(_ key: String) throws -> [String: String] {
        try pairs(key).compactMapValues { value in
            switch value {
            case .text(let text): text
            case .secret(let secret): try secret.value()
            default: nil
            }
        }
    }
}

/// A page that a program's thread writes while its task waits; whether there is a row in it.
final class PageWriting: @unchecked Sendable {
    let page: FeedPage
    private var scan: RowScan

    init(_ page: FeedPage, hasHeader: Bool) {
        self.page = page
        scan = RowScan(hasHeader: hasHeader)
    }

    var hasRows: Bool { scan.hasRows }

    func write(_ bytes: UnsafeRawBufferPointer) throws {
        scan.look(at: bytes)
        try page.write(bytes)
    }
}

/// Whether a text holds a row: something besides white space, for a CSV behind its header.
struct RowScan {
    private enum Place { case header, quoted, rows, found }
    private var place: Place
    private var seesText = false

    init(hasHeader: Bool) { place = hasHeader ? .header : .rows }

    var hasRows: Bool { place == .found }

    mutating func look(at bytes: some Sequence<UInt8>) {
        guard place != .found else { return }
        for byte in bytes {
            let isBlank = byte <= UInt8(ascii: " ")
            switch place {
            case .header:
                if byte == UInt8(ascii: "\"") { place = .quoted }
                if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r"), seesText { place = .rows }
                if !isBlank { seesText = true }
            case .quoted: if byte == UInt8(ascii: "\"") { place = .header }
            case .rows: if !isBlank { place = .found }
            case .found: return
            }
        }
    }
}
