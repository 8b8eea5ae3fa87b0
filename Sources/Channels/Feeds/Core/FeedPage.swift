import Foundation
import Glibc
import Model

/// A page that is being written. Belongs to one thread.
package final class FeedPage {
    let file: String
    /// The delivery's own name.
    let name: String
    let items: [String]?
    private let path: String
    private let limit: Int
    private var descriptor: Int32
    private var buffer: [UInt8] = []
    package private(set) var count = 0

    init(folder: String, file: String, name: String, items: [String]?, limit: Int) throws {
        self.file = file
        self.name = name
        self.items = items
        self.limit = limit
        path = "\(folder)/\(file)"
        descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw SystemError.file("创建", "create", path) }
    }

    /// Nothing is left of a page that was not finished.
    deinit {
        guard descriptor >= 0 else { return }
        close(descriptor)
        unlink(path)
    }

    /// - Throws: ``FeedFailure`` where the page grows too large.
    package func write(_ bytes: some Collection<UInt8>) throws {
        count += bytes.count
        guard count <= limit else {
            throw FeedFailure(
                chinese: "一页超过 \(limit) 字节（page_bytes），什么也没有取。",
                english: "A page takes more than \(limit) bytes (page_bytes); nothing of it was taken.",
                isTemporary: false)
        }
        buffer.append(contentsOf: bytes)
        if buffer.count >= 1 << 18 { try flush() }
    }

    private func flush() throws {
        var place = 0
        while place < buffer.count {
            let written = buffer.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress! + place, $0.count - place) }
            if written < 0, errno == EINTR { continue }
            guard written >= 0 else { throw SystemError.file("写入", "write", path) }
            place += written
        }
        buffer.removeAll(keepingCapacity: true)
    }

    /// Brings the whole page to the disk.
    func finish() throws {
        try flush()
        guard fsync(descriptor) == 0 else { throw SystemError.file("写入", "write", path) }
        close(descriptor)
        descriptor = -1
    }
}
