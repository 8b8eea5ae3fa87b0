import Bytes
import Foundation
import Model

/// Merges sorted runs into one stream of records in order, reading each file through a small buffer.
final class RecordMerge {
    private let readers: [RunReader]
    /// Indexes of readers that have a record, as a binary heap with the smallest record on top.
    private var heap: [Int] = []

    /// - Parameter memory: bytes that all read buffers may take together.
    init(_ runs: [SortedRun], memory: Int = 12 << 20) throws {
        let each = max(1 << 15, memory / max(1, runs.count))
        readers = try runs.map { try RunReader($0, bufferSize: each) }
        for index in readers.indices where try readers[index].advance() { heap.append(index) }
        for index in stride(from: heap.count / 2 - 1, through: 0, by: -1) { sink(index) }
    }

    /// The smallest record not yet taken; valid until ``advance()``.
    var current: RecordView? { heap.first.map { readers[$0].record } }

    func advance() throws {
        guard let top = heap.first else { return }
        if try !readers[top].advance() {
            heap[0] = heap[heap.count - 1]
            heap.removeLast()
        }
        if !heap.isEmpty { sink(0) }
    }

    private func isLess(_ left: Int, _ right: Int) -> Bool {
        let order = memcmp(readers[left].record.base + 4, readers[right].record.base + 4, Record.keySize)
        return order != 0 ? order < 0 : left < right
    }

    private func sink(_ start: Int) {
        var parent = start
        let moved = heap[parent]
        while true {
            var child = 2 * parent + 1
            guard child < heap.count else { break }
            if child + 1 < heap.count, isLess(heap[child + 1], heap[child]) { child += 1 }
            guard isLess(heap[child], moved) else { break }
            heap[parent] = heap[child]
            parent = child
        }
        heap[parent] = moved
    }
}

/// Reads one run, record by record.
private final class RunReader {
    private var offsets: [Int] = []
    private var next = 0
    private let buffer: ByteBuffer
    private var place = 0
    private let descriptor: Int32
    private let bufferSize: Int
    private let path: String
    private(set) var record: RecordView

    init(_ run: SortedRun, bufferSize: Int) throws {
        self.bufferSize = bufferSize
        switch run {
        case .memory(let records, let order):
            buffer = records
            offsets = order
            descriptor = -1
            path = ""
        case .file(let path):
            buffer = ByteBuffer(capacity: bufferSize)
            descriptor = open(path, O_RDONLY | O_CLOEXEC)
            self.path = path
            guard descriptor >= 0 else { throw SystemError.file("打开", "open", path) }
        }
        record = RecordView(base: UnsafePointer(buffer.base))
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    func advance() throws -> Bool {
        if descriptor < 0 {
            guard next < offsets.count else { return false }
            record = RecordView(base: UnsafePointer(buffer.base) + offsets[next])
            next += 1
            return true
        }
        if buffer.count - place < 4, try !fill(4) { return false }
        let size = RecordView(base: UnsafePointer(buffer.base) + place).size
        if buffer.count - place < size, try !fill(size) { throw SystemError.file("读取", "read", path) }
        record = RecordView(base: UnsafePointer(buffer.base) + place)
        place += size
        return true
    }

    /// Makes at least `wanted` bytes available from ``place``; false at the end of the file.
    private func fill(_ wanted: Int) throws -> Bool {
        buffer.discardPrefix(place)
        place = 0
        buffer.reserve(max(wanted, bufferSize) - buffer.count)
        while buffer.count < wanted {
            let status = read(descriptor, buffer.base + buffer.count, buffer.capacity - buffer.count)
            if status == 0 { return false }
            if status < 0 {
                if errno == EINTR { continue }
                throw SystemError.file("读取", "read", path)
            }
            buffer.advance(by: status)
        }
        return true
    }
}
