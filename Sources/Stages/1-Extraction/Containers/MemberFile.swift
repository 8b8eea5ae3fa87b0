import Foundation
import Model

/// A new file that a member's bytes are written to.
final class MemberFile {
    private let path: String
    private var descriptor: Int32

    init(_ path: String) throws {
        self.path = path
        descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw SystemError.file("创建", "create", path) }
    }

    deinit { if descriptor >= 0 { Foundation.close(descriptor) } }

    func write(_ bytes: UnsafeRawBufferPointer) throws {
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

    func close() throws {
        let status = Foundation.close(descriptor)
        descriptor = -1
        guard status == 0 else { throw SystemError.file("写入", "write", path) }
    }
}
