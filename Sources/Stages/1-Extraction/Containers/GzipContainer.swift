import Bytes
import CZlib
import Foundation
import Model

/// A gzip file (RFC 1952): one file, in one member or several behind one another.
enum GzipContainer {
    private static let chunkSize = 128 << 10

    /// What the file in it is called: the container's name without its ending. What stands in the header is not asked.
    static func memberName(_ name: String) -> String {
        let file = name as NSString
        switch file.pathExtension.lowercased() {
        case "gz", "gzip": return file.deletingPathExtension
        case "tgz": return file.deletingPathExtension + ".tar"
        default: return name
        }
    }

    /// - Parameter count: told how many bytes came out, before they are written.
    /// - Throws: ``RefusedFile`` where the file breaks off or is damaged.
    static func unpack(_ path: String, to target: String, count: (Int) throws -> Void) throws {
        let file = try RawBytes(path: path)
        let output = try MemberFile(target)
        var stream = z_stream()
        // A window of 2^15 bytes; 16 more asks for the header and trailer of gzip.
        guard inflateInit2_(&stream, 31, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
            throw SystemError(chinese: "zlib 无法启动", english: "zlib cannot be started")
        }
        defer { inflateEnd(&stream) }
        let input = ByteBuffer(capacity: chunkSize)
        let room = UnsafeMutableRawBufferPointer.allocate(byteCount: chunkSize, alignment: 16)
        defer { room.deallocate() }
        /// Whether all that was read so far is whole members.
        var isWhole = false
        while true {
            input.removeAll()
            guard try file.read(into: input, count: chunkSize) > 0 else { break }
            stream.next_in = input.base
            stream.avail_in = UInt32(input.count)
            while true {
                if isWhole {
                    // Zeros fill up what was cut to blocks; anything else is another member.
                    while stream.avail_in > 0, stream.next_in[0] == 0 {
                        stream.next_in += 1
                        stream.avail_in -= 1
                    }
                    guard stream.avail_in > 0 else { break }
                    inflateReset(&stream)
                    isWhole = false
                }
                stream.next_out = room.baseAddress?.assumingMemoryBound(to: UInt8.self)
                stream.avail_out = UInt32(chunkSize)
                let status = inflate(&stream, Z_NO_FLUSH)
                guard status == Z_OK || status == Z_STREAM_END || status == Z_BUF_ERROR && stream.avail_in == 0 else {
                    throw damaged
                }
                let made = chunkSize - Int(stream.avail_out)
                try count(made)
                try output.write(UnsafeRawBufferPointer(rebasing: room[0..<made]))
                isWhole = status == Z_STREAM_END
                if !isWhole, stream.avail_in == 0, stream.avail_out > 0 { break }
            }
        }
        guard isWhole else { throw damaged }
        try output.close()
    }

    private static var damaged: RefusedFile {
        RefusedFile(
            .notWellFormed, chinese: "GZIP 文件不完整或已损坏（传输中断？）；其中内容一概未收，请重新压缩报送",
            english:
                "the gzip file breaks off or is damaged (was the transfer interrupted?); nothing of it is taken: compress it again and send it"
        )
    }
}
