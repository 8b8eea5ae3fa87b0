import Bytes
import Foundation
import Model

/// A file being written in some encoding, a piece at a time.
final class EncodedFile {
    private let path: String
    private let descriptor: Int32
    private let encoding: TextEncoding
    /// UTF-8 that waits to be written.
    let text = ByteBuffer(capacity: (1 << 20) + (64 << 10))
    /// Bytes that go in as they are, before the text at an offset of ``text``.
    private var insertions: [(offset: Int, bytes: [UInt8])] = []
    private(set) var bytesWritten = 0

    init(path: String, style: FileStyle) throws {
        self.path = path
        encoding = style.encoding
        descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw SystemError.file("创建", "create", path) }
        guard style.hasByteOrderMark else { return }
        switch encoding {
        case .utf8: try write([0xEF, 0xBB, 0xBF])
        case .utf16LittleEndian: try write([0xFF, 0xFE])
        case .utf16BigEndian: try write([0xFE, 0xFF])
        case .gb18030: break
        }
    }

    /// Bytes that are no text in this encoding.
    var undecodable: [UInt8] { encoding == .utf16LittleEndian ? [0x00, 0xD8] : [0xFF] }

    var nul: [UInt8] { encoding == .utf16LittleEndian ? [0, 0] : [0] }

    /// Puts bytes in as they are, behind the text so far.
    func insert(_ bytes: [UInt8]) { insertions.append((text.count, bytes)) }

    /// To be called between rows.
    func flushIfLarge() throws { if text.count >= 1 << 20 { try flush() } }

    func close() throws {
        try flush()
        Foundation.close(descriptor)
    }

    private func flush() throws {
        var start = 0
        for insertion in insertions {
            try encode(text.slice(start, insertion.offset - start))
            try write(insertion.bytes)
            start = insertion.offset
        }
        try encode(text.slice(start, text.count - start))
        insertions.removeAll()
        text.removeAll()
    }

    private func encode(_ slice: ByteSlice) throws {
        guard slice.count > 0 else { return }
        switch encoding {
        case .utf8: try write(slice.base, slice.count)
        case .gb18030:
            guard let data = slice.string.data(using: EncodedFile.gb18030) else {
                throw SystemError(
                    chinese: "\(path)：有字符不能写成 GB18030。", english: "\(path): a character cannot be written in GB18030.")
            }
            try write(Array(data))
        case .utf16LittleEndian, .utf16BigEndian:
            var bytes: [UInt8] = []
            bytes.reserveCapacity(slice.count)
            for unit in slice.string.utf16 {
                let (low, high) = (UInt8(truncatingIfNeeded: unit), UInt8(unit >> 8))
                bytes.append(encoding == .utf16LittleEndian ? low : high)
                bytes.append(encoding == .utf16LittleEndian ? high : low)
            }
            try write(bytes)
        }
    }

    /// kCFStringEncodingGB_18030_2000 as a string encoding of Foundation.
    private static let gb18030 = String.Encoding(rawValue: 0x8000_0632)

    private func write(_ bytes: [UInt8]) throws {
        try bytes.withUnsafeBufferPointer { if let base = $0.baseAddress { try write(base, $0.count) } }
    }

    private func write(_ bytes: UnsafePointer<UInt8>, _ count: Int) throws {
        var done = 0
        while done < count {
            let written = Foundation.write(descriptor, bytes + done, count - done)
            guard written > 0 else { throw SystemError.file("写入", "write", path) }
            done += written
        }
        bytesWritten += count
    }
}
