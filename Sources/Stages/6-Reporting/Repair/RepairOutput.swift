import Foundation
import Model

/// A file written under a temporary name, buffered, and given its own name when it is complete.
final class RepairOutput {
    private static let bufferSize = 256 << 10

    private let path: String
    private let temporary: String
    private var descriptor: Int32
    private var buffer: [UInt8] = []

    init(path: String) throws {
        self.path = path
        temporary = path + ".tmp"
        descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o640)
        guard descriptor >= 0 else { throw SystemError.file("创建", "create", temporary) }
    }

    deinit {
        guard descriptor >= 0 else { return }
        Foundation.close(descriptor)
        unlink(temporary)
    }

    func write(_ bytes: [UInt8]) throws {
        buffer += bytes
        if buffer.count >= RepairOutput.bufferSize { try flush() }
    }

    func close() throws {
        try flush()
        let status = Foundation.close(descriptor)
        descriptor = -1
        guard status == 0, rename(temporary, path) == 0 else { throw SystemError.file("写入", "write", path) }
    }

    private func flush() throws {
        try buffer.withUnsafeBytes { bytes in
            var written = 0
            while written < bytes.count {
                let status = Foundation.write(descriptor, bytes.baseAddress! + written, bytes.count - written)
                if status < 0 {
                    if errno == EINTR { continue }
                    throw SystemError.file("写入", "write", path)
                }
                written += status
            }
        }
        buffer.removeAll(keepingCapacity: true)
    }
}
