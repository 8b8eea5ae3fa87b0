import Bytes
import Foundation
import Model

/// Records in order of subject, item, key and receipt: one stretch of a sort too large for memory.
enum SortedRun: @unchecked Sendable {
    /// Small jobs never touch the disk.
    case memory(ByteBuffer, [Int])
    /// A file of records back to back.
    case file(path: String)
}

/// Sorts records in bounded memory: fills a buffer, sorts it, spills it as a run. Belongs to one thread; runs are merged by
/// ``RecordMerge``.
final class RecordSorter {
    private struct Entry {
        var high: UInt64
        var low: UInt64
        var offset: Int
    }

    private var buffer: ByteBuffer
    private var entries: [Entry] = []
    private let limit: Int
    private let directory: String
    private let name: String
    private(set) var runs: [SortedRun] = []
    private var spilled = 0

    /// - Parameters:
    ///   - limit: bytes held before a run is spilled.
    ///   - directory: where runs are spilled; the caller removes it.
    ///   - name: tells this sorter's files from others'.
    init(limit: Int, directory: String, name: String) {
        self.limit = limit
        self.directory = directory
        self.name = name
        buffer = ByteBuffer(capacity: 1 << 16)
    }

    /// Where the next record is encoded into; call ``added(at:)`` afterwards.
    var target: ByteBuffer { buffer }

    /// Takes the record that was encoded at `offset` of ``target``.
    func added(at offset: Int) throws {
        let key = UnsafeRawPointer(buffer.base + offset + 4)
        entries.append(
            Entry(
                high: UInt64(bigEndian: key.loadUnaligned(as: UInt64.self)),
                low: UInt64(bigEndian: key.loadUnaligned(fromByteOffset: 8, as: UInt64.self)), offset: offset))
        if buffer.count >= limit { try spill() }
    }

    func append(_ record: RecordView) throws {
        let offset = buffer.count
        buffer.append(record.base, count: record.size)
        try added(at: offset)
    }

    /// Ends the sorter: what is still held becomes the last run, in memory where it is small.
    func finish() throws -> [SortedRun] {
        if buffer.count > 2 << 20 { try spill() }
        if !entries.isEmpty {
            sort()
            runs.append(.memory(buffer, entries.map(\.offset)))
            buffer = ByteBuffer(capacity: 64)
            entries = []
        }
        return runs
    }

    private func sort() {
        let base = buffer.base
        entries.sort { left, right in
            if left.high != right.high { return left.high < right.high }
            if left.low != right.low { return left.low < right.low }
            return memcmp(base + left.offset + 20, base + right.offset + 20, Record.keySize - 16) < 0
        }
    }

    private func spill() throws {
        sort()
        let path = "\(directory)/\(name)-\(spilled).run"
        spilled += 1
        let writer = try RunWriter(path: path)
        for entry in entries { try writer.append(RecordView(base: buffer.base + entry.offset)) }
        try writer.close()
        runs.append(.file(path: path))
        entries.removeAll(keepingCapacity: true)
        buffer.removeAll()
    }
}

/// Writes records back to back through a buffer.
final class RunWriter {
    private let descriptor: Int32
    private let buffer = ByteBuffer(capacity: 1 << 18)
    private let path: String

    init(path: String) throws {
        self.path = path
        descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw SystemError.file("创建", "create", path) }
    }

    func append(_ record: RecordView) throws {
        if buffer.count + record.size > 1 << 18 { try flush() }
        buffer.append(record.base, count: record.size)
    }

    func close() throws {
        try flush()
        guard Foundation.close(descriptor) == 0 else { throw SystemError.file("写入", "write", path) }
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
        buffer.removeAll()
    }
}
