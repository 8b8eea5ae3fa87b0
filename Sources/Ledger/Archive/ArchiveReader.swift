import CZstd
import Crypto
import Foundation
import Model

/// Reads stretches of one archived file; the frame last unpacked is kept. Belongs to one thread.
package final class ArchiveReader {
    private let path: String
    private let descriptor: Int32
    private let context: OpaquePointer
    /// Where each frame starts in the archive file, and in the content; one more than there are frames.
    private var starts: [(file: Int, content: Int)] = [(0, 0)]
    private var held = -1
    private var block: [UInt8] = []

    /// Bytes of content in all.
    package var size: Int { starts[starts.count - 1].content }

    /// - Throws: ``SystemError`` where the file is missing or damaged.
    package init(path: String) throws {
        self.path = path
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        context = ZSTD_createDCtx()
        guard descriptor >= 0 else { throw SystemError.file("打开", "open", path) }
        try readSeekTable()
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
        ZSTD_freeDCtx(context)
    }

    private func damaged() -> SystemError {
        SystemError(
            chinese: "归档文件已损坏：\(path)。请从备份恢复。",
            english: "The archived file is damaged: \(path). Restore it from a backup.")
    }

    private func readSeekTable() throws {
        let length = Int(lseek(descriptor, 0, SEEK_END))
        guard length >= 17 else { throw damaged() }
        let footer = try bytes(at: length - 9, count: 9)
        func number(_ bytes: [UInt8], _ at: Int) -> Int {
            Int(bytes[at]) | Int(bytes[at + 1]) << 8 | Int(bytes[at + 2]) << 16 | Int(bytes[at + 3]) << 24
        }
        let count = number(footer, 0)
        guard number(footer, 5) == Int(ArchiveWriter.seekableMagic), count * 8 + 17 <= length else { throw damaged() }
        let table = try bytes(at: length - 9 - count * 8, count: count * 8)
        for frame in 0..<count {
            let last = starts[starts.count - 1]
            starts.append((last.file + number(table, frame * 8), last.content + number(table, frame * 8 + 4)))
        }
    }

    private func bytes(at offset: Int, count: Int) throws -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var filled = 0
        while filled < count {
            let status = bytes.withUnsafeMutableBytes {
                pread(descriptor, $0.baseAddress! + filled, count - filled, off_t(offset + filled))
            }
            guard status > 0 else { throw damaged() }
            filled += status
        }
        return bytes
    }

    /// The content from `offset` on, `length` bytes or up to the end.
    package func read(offset: Int, length: Int) throws -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(length)
        let end = min(offset + length, size)
        var place = offset
        while place < end {
            let frame = place / Archive.blockSize
            guard frame + 1 < starts.count else { throw damaged() }
            try unpack(frame)
            let from = place - starts[frame].content
            let to = min(block.count, end - starts[frame].content)
            guard from < to else { throw damaged() }
            result += block[from..<to]
            place += to - from
        }
        return result
    }

    private func unpack(_ frame: Int) throws {
        guard frame != held else { return }
        let packed = try bytes(at: starts[frame].file, count: starts[frame + 1].file - starts[frame].file)
        let wanted = starts[frame + 1].content - starts[frame].content
        block = [UInt8](repeating: 0, count: wanted)
        let size = block.withUnsafeMutableBytes { target in
            packed.withUnsafeBytes {
                ZSTD_decompressDCtx(context, target.baseAddress, target.count, $0.baseAddress, $0.count)
            }
        }
        guard ZSTD_isError(size) == 0, size == wanted else { throw damaged() }
        held = frame
    }

    /// Writes the whole content to a file: for replaying.
    package func unpack(to target: String) throws {
        guard FileManager.default.createFile(atPath: target, contents: nil) else {
            throw SystemError.file("创建", "create", target)
        }
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: target))
        defer { try? handle.close() }
        var place = 0
        while place < size {
            let chunk = try read(offset: place, length: Archive.blockSize)
            try handle.write(contentsOf: chunk)
            place += chunk.count
        }
    }

    /// SHA-256 of the content that was archived, in lower-case hexadecimal.
    package func digest() throws -> String {
        var hasher = SHA256()
        for start in stride(from: 0, to: size, by: Archive.blockSize) {
            let part = try read(offset: start, length: min(Archive.blockSize, size - start))
            part.withUnsafeBytes { hasher.update(bufferPointer: $0) }
        }
        return Archive.hex(hasher.finalize())
    }
}
