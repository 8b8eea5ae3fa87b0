import Bytes
import Foundation
import Model

/// Writes a worksheet out as text, buffered; memory is bounded by a row.
final class SheetTextWriter {
    private static let bufferSize = 1 << 20
    private let path: String
    private let descriptor: Int32
    private let buffer = ByteBuffer(capacity: SheetTextWriter.bufferSize + (64 << 10))
    private var lines = 0
    private let limit: Int
    /// Bytes that left the buffer.
    private var size = 0

    /// - Parameter limit: most bytes of the text.
    init(path: String, limit: Int = WorkbookLimits.textBytes) throws {
        self.path = path
        self.limit = limit
        descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw SystemError.file("创建", "create", path) }
    }

    deinit { close(descriptor) }

    /// Writes a row; rows left out before it become empty lines.
    /// - Throws: ``RefusedFile`` where the sheet unfolds to more than it may.
    func append(_ row: SheetRow) throws {
        try skip(to: row.number)
        if row.isTooLong { buffer.append(UnfoldedText.tooLong) }
        for column in 0..<row.width {
            if column > 0 { buffer.append(UnfoldedText.cellEnd) }
            buffer.append(row.value(column))
        }
        try endLine()
    }

    /// Says that the sheet could not be read from this row on.
    func appendBroken(row number: Int) throws {
        try skip(to: number)
        buffer.append(UnfoldedText.broken)
        try endLine()
    }

    func finish() throws { try flush() }

    private func skip(to number: Int) throws {
        while lines < number - 1 { try endLine() }
    }

    private func endLine() throws {
        buffer.append(UInt8(ascii: "\n"))
        lines += 1
        guard size + buffer.count <= limit else {
            throw RefusedFile(
                .unreadable, chinese: "工作表展开后超过 \(limit >> 20) MiB；请分成几个文件报送",
                english: "the sheet unfolds to more than \(limit >> 20) MiB; split it into several files")
        }
        if buffer.count >= SheetTextWriter.bufferSize { try flush() }
    }

    private func flush() throws {
        var written = 0
        while written < buffer.count {
            let status = write(descriptor, buffer.base + written, buffer.count - written)
            if status < 0 {
                if errno == EINTR { continue }
                throw SystemError.file("写入", "write", path)
            }
            written += status
        }
        size += buffer.count
        buffer.removeAll()
    }
}
