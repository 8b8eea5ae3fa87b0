import CZstd
import Crypto
import Foundation
import Model

/// The bytes as received, content-addressed and compressed, never changed: the evidence (design §2).
///
/// A file lies at `ab/cdef….zst` by the SHA-256 of its content. It is a run of independent Zstandard frames of ``blockSize`` bytes with the
/// seek table of the Zstandard seekable format at its end, so that a row is read without unpacking the file, and `zstd -d` reads it too.
package struct Archive: Sendable {
    /// Bytes of content in a frame.
    package static let blockSize = 128 << 10
    private static let level: Int32 = 1

    package let directory: String

    /// Where files are until they are whole; what a kill leaves there the next run removes.
    package var workFolder: String { "\(directory)/.work" }

    package init(directory: String) { self.directory = directory }

    package func path(of digest: String) -> String {
        "\(directory)/\(digest.prefix(2))/\(digest.dropFirst(2)).zst"
    }

    package func contains(_ digest: String) -> Bool { FileManager.default.fileExists(atPath: path(of: digest)) }

    /// SHA-256 of a file's content in lower-case hexadecimal, and its size in bytes.
    package static func digest(ofFile path: String) throws -> (digest: String, size: Int) {
        var hasher = SHA256()
        var size = 0
        try forEachChunk(ofFile: path, size: 1 << 20) { chunk in
            hasher.update(bufferPointer: chunk)
            size += chunk.count
        }
        return (hex(hasher.finalize()), size)
    }

    package static func digest(of bytes: [UInt8]) -> String { hex(SHA256.hash(data: bytes)) }

    static func hex(_ digest: SHA256.Digest) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        text.reserveCapacity(64)
        for byte in digest {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Stores a file's content under its digest; a file already there stays as it is.
    /// - Throws: ``SystemError`` where the file no longer has the content that was hashed.
    /// - Parameter size: in bytes, when it was hashed.
    package func store(file: String, digest: String, size: Int) throws {
        let before = try Stamp(file)
        try write(digest) { writer in
            try Archive.forEachChunk(ofFile: file, size: Archive.blockSize) { try writer.append($0) }
            guard try Stamp(file) == before, writer.size == size else {
                throw SystemError(
                    chinese: "文件 \(file) 在读取期间被改动，请等待写入完成后重新处理。",
                    english:
                        "The file \(file) changed while it was read; wait until it is completely written and run again."
                )
            }
        }
    }

    /// Stores bytes under their digest.
    /// - Returns: the digest.
    package func store(_ bytes: [UInt8]) throws -> String {
        let digest = Archive.digest(of: bytes)
        try write(digest) { writer in
            try bytes.withUnsafeBytes { bytes in
                for start in stride(from: 0, to: bytes.count, by: Archive.blockSize) {
                    let end = min(start + Archive.blockSize, bytes.count)
                    try writer.append(UnsafeRawBufferPointer(rebasing: bytes[start..<end]))
                }
            }
        }
        return digest
    }

    /// Writes an archived file whole or not at all; one already there stays as it is.
    private func write(_ digest: String, _ fill: (ArchiveWriter) throws -> Void) throws {
        let target = path(of: digest)
        guard !FileManager.default.fileExists(atPath: target) else { return }
        let folder = (target as NSString).deletingLastPathComponent
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try FileManager.default.createDirectory(atPath: workFolder, withIntermediateDirectories: true)
        let temporary = "\(workFolder)/\(UInt64.random(in: 0...UInt64.max)).zst"
        defer { unlink(temporary) }
        let writer = try ArchiveWriter(path: temporary, level: Archive.level)
        try fill(writer)
        try writer.close()
        guard rename(temporary, target) == 0 else { throw SystemError.file("写入", "write", target) }
        try Archive.synchronize(folder: folder)
    }

    /// Makes the names in a folder durable.
    private static func synchronize(folder: String) throws {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SystemError.file("打开", "open", folder) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw SystemError.file("写入", "write", folder) }
    }

    /// What changes when a file is written to.
    private struct Stamp: Equatable {
        var size: Int
        var seconds: Int
        var nanoseconds: Int

        init(_ path: String) throws {
            var status = stat()
            guard stat(path, &status) == 0 else { throw SystemError.file("读取", "read", path) }
            size = Int(status.st_size)
            seconds = status.st_mtim.tv_sec
            nanoseconds = status.st_mtim.tv_nsec
        }
    }

    package func reader(of digest: String) throws -> ArchiveReader { try ArchiveReader(path: path(of: digest)) }

    /// Reads a file in chunks of exactly `size` bytes but for the last.
    static func forEachChunk(ofFile path: String, size: Int, _ body: (UnsafeRawBufferPointer) throws -> Void) throws {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SystemError.file("打开", "open", path) }
        defer { close(descriptor) }
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 16)
        defer { buffer.deallocate() }
        while true {
            var filled = 0
            while filled < size {
                let status = read(descriptor, buffer.baseAddress! + filled, size - filled)
                if status < 0 {
                    if errno == EINTR { continue }
                    throw SystemError.file("读取", "read", path)
                }
                if status == 0 { break }
                filled += status
            }
            if filled > 0 { try body(UnsafeRawBufferPointer(rebasing: buffer[0..<filled])) }
            if filled < size { return }
        }
    }
}
