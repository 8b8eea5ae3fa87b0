import CZstd
import Foundation
import Model

/// Writes one archived file: frames, then the seek table (Zstandard seekable format, version 0.1.0).
final class ArchiveWriter {
    static let skippableMagic: UInt32 = 0x184D_2A5E
    static let seekableMagic: UInt32 = 0x8F92_EAB1

    private let descriptor: Int32
    private let path: String
    private let context: OpaquePointer
    private let level: Int32
    private var output: UnsafeMutableRawBufferPointer
    private var frames: [(compressed: UInt32, content: UInt32)] = []

    init(path: String, level: Int32) throws {
        self.path = path
        self.level = level
        descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o640)
        context = ZSTD_createCCtx()
        output = .allocate(byteCount: ZSTD_compressBound(Archive.blockSize), alignment: 16)
        guard descriptor >= 0 else { throw SystemError.file("创建", "create", path) }
    }

    deinit {
        if descriptor >= 0 { Foundation.close(descriptor) }
        ZSTD_freeCCtx(context)
        output.deallocate()
    }

    /// Bytes of content appended.
    var size: Int { frames.reduce(0) { $0 + Int($1.content) } }

    /// Appends one block as a frame of its own.
    func append(_ block: UnsafeRawBufferPointer) throws {
        let size = ZSTD_compressCCtx(context, output.baseAddress, output.count, block.baseAddress, block.count, level)
        guard ZSTD_isError(size) == 0 else {
            throw SystemError(chinese: "归档压缩失败：\(path)", english: "Compressing into the archive failed: \(path)")
        }
        frames.append((UInt32(size), UInt32(block.count)))
        try write(UnsafeRawBufferPointer(rebasing: output[0..<size]))
    }

    /// Writes the seek table and makes the file durable.
    func close() throws {
        var table: [UInt32] = [ArchiveWriter.skippableMagic, UInt32(frames.count * 8 + 9)]
        for frame in frames { table += [frame.compressed, frame.content] }
        var bytes: [UInt8] = []
        func append(_ value: UInt32) { withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) } }
        table.forEach(append)
        append(UInt32(frames.count))
        bytes.append(0)
        append(ArchiveWriter.seekableMagic)
        try bytes.withUnsafeBytes(write)
        guard fsync(descriptor) == 0 else { throw SystemError.file("写入", "write", path) }
    }

    private func write(_ bytes: UnsafeRawBufferPointer) throws {
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
}
