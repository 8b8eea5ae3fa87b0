import Bytes
import Glibc
import Model

/// The bytes of a delivery in order, from a file or from memory.
final class RawBytes {
    private let descriptor: Int32
    private let memory: [UInt8]
    private var position = 0

    /// - Throws: ``RefusedFile`` where the file cannot be opened.
    init(path: String, from offset: Int = 0) throws {
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        memory = []
        guard descriptor >= 0 else { throw RawBytes.refusal(path) }
        if offset > 0, lseek(descriptor, offset, SEEK_SET) < 0 { throw RawBytes.refusal(path) }
    }

    init(memory: [UInt8]) {
        descriptor = -1
        self.memory = memory
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Size of the file in bytes.
    func size() throws -> Int {
        guard descriptor >= 0 else { return memory.count }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw RawBytes.refusal("fstat") }
        return Int(status.st_size)
    }

    /// Appends up to `count` bytes to `buffer`; returns how many, 0 at the end.
    func read(into buffer: ByteBuffer, count: Int) throws -> Int {
        buffer.reserve(count)
        guard descriptor >= 0 else {
            let length = min(count, memory.count - position)
            memory.withSlice { buffer.append($0[position..<position + length]) }
            position += length
            return length
        }
        while true {
            let length = Glibc.read(descriptor, buffer.base + buffer.count, count)
            if length < 0 && errno == EINTR { continue }
            guard length >= 0 else { throw RawBytes.refusal("read") }
            buffer.advance(by: length)
            return length
        }
    }

    private static func refusal(_ what: String) -> RefusedFile {
        let reason = String(cString: strerror(errno))
        return RefusedFile(.unreadable, chinese: "文件无法读取：\(what)：\(reason)", english: "cannot read \(what): \(reason)")
    }
}
