import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import Model
import NIOCore

/// The body of a request: streamed, bounded, and with its digest. A large one is a file that has reached the disk.
struct Upload: Sendable {
    /// SHA-256 in lower-case hexadecimal.
    var digest: String
    var size: Int
    /// Its bytes, where they are so few that they are kept with the arrival's note; there is no file then.
    var content: Data?

    /// Reads a request's body, or writes it to `path`; what began is removed where it fails.
    /// - Parameter limit: most bytes.
    static func receive(_ request: Request, to path: String, limit: Int) async throws -> Upload {
        if let length = request.headers[.contentLength].flatMap(Int.init), length > limit { throw tooLarge(limit) }
        var descriptor: Int32 = -1
        do {
            defer { if descriptor >= 0 { close(descriptor) } }
            var hash = SHA256()
            var size = 0
            var content: Data? = Data()
            for try await chunk in request.body {
                size += chunk.readableBytes
                guard size <= limit else { throw tooLarge(limit) }
                if size > Arrivals.mostKept, let begun = content {
                    descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o640)
                    guard descriptor >= 0 else { throw SystemError.file("创建", "create", path) }
                    content = nil
                    try begun.withUnsafeBytes { try write($0, to: descriptor, path) }
                }
                try chunk.withUnsafeReadableBytes { bytes in
                    hash.update(bufferPointer: bytes)
                    if descriptor < 0 {
                        content?.append(contentsOf: bytes)
                    } else {
                        try write(bytes, to: descriptor, path)
                    }
                }
            }
            guard size > 0 else {
                throw Problem(.badRequest, chinese: "请求没有内容", english: "The request has no body")
            }
            let digest = Data(hash.finalize())
            try expect(digest, by: request)
            if descriptor >= 0 {
                try await blocking { [descriptor] in
                    guard fsync(descriptor) == 0 else { throw SystemError.file("写入", "write", path) }
                }
            }
            return Upload(digest: digest.map { String(format: "%02x", $0) }.joined(), size: size, content: content)
        } catch {
            if descriptor >= 0 { unlink(path) }
            throw error
        }
    }

    private static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32, _ path: String) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = Foundation.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw SystemError.file("写入", "write", path) }
            rest = rest.dropFirst(count)
        }
    }

    /// The sender's own digest, where it gives one: `Content-Digest: sha-256=:…:` (RFC 9530 §2).
    private static func expect(_ digest: Data, by request: Request) throws {
        guard let header = request.headers[.contentDigest] else { return }
        for part in header.split(separator: ",") {
            let text = part.trimmingCharacters(in: .whitespaces)
            guard text.lowercased().hasPrefix("sha-256=:"), text.hasSuffix(":") else { continue }
            let expected = Data(base64Encoded: String(text.dropFirst("sha-256=:".count).dropLast()))
            guard expected == digest else {
                throw Problem(
                    .digestDiffers, chinese: "收到的内容与 Content-Digest 不符，传输不完整；请重新发送",
                    english: "What was received differs from Content-Digest; send it again")
            }
        }
    }

    private static func tooLarge(_ limit: Int) -> Problem {
        Problem(
            .tooLarge, chinese: "内容超过 \(limit) 字节；请分成几次报送，或放入收件箱",
            english: "The body is longer than \(limit) bytes; send it in parts or put it into the inbox")
    }
}

/// Runs work that waits for the disk off the threads that requests are answered on.
func blocking<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
    try await withCheckedThrowingContinuation { continuation in
        DispatchQueue.global(qos: .userInitiated).async { continuation.resume(with: Swift.Result { try body() }) }
    }
}

extension HTTPField.Name {
    static let contentDigest = Self("Content-Digest")!
    static let idempotencyKey = Self("Idempotency-Key")!
    static let idempotentReplayed = Self("Idempotent-Replayed")!
}
