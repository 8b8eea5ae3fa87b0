import Bytes
import Foundation
import Model

/// `xl/sharedStrings.xml`: texts that cells name by number (ECMA-376 part 1, §18.4). They lie in a temporary file that has no name any more, so
/// that memory does not grow with them.
final class SharedStrings: XMLEvents {
    private(set) var hasDocumentType = false
    private var isInside = false
    /// Depth of open elements, and the depth at which a phonetic run began.
    private var depth = 0
    private var phonetic = 0
    private let pending = ByteBuffer(capacity: 1 << 20)
    private let texts: SpillFile
    private let ends: SpillFile
    /// Bytes of all texts so far.
    private var size: UInt64 = 0
    private var failure: (any Error)?
    private(set) var count = 0
    /// Bytes that lookups drew into the process since it last gave them back, about, and where the last one ended.
    private var drawn = 0
    private var last = 0

    private static let mostDrawn = 8 << 20
    /// Bytes of a page; a lookup away from the one before draws at least as many.
    private static let page = 4 << 10

    private init() throws {
        texts = try SpillFile()
        ends = try SpillFile()
    }

    /// Reads the table; without the part there are no texts.
    static func read(_ part: String?, of parts: ZipParts) throws -> SharedStrings {
        let strings = try SharedStrings()
        if let part, parts.contains(part) {
            let isWhole = try parts.parse(part, strings, limit: WorkbookLimits.stringBytes) {
                strings.hasDocumentType || strings.failure != nil
            }
            if let failure = strings.failure { throw failure }
            try XLSXPart.refuseDocumentType(strings.hasDocumentType)
            guard isWhole else {
                throw RefusedFile(
                    .notWellFormed, chinese: "工作簿已损坏：\(part) 不完整",
                    english: "the workbook is damaged: \(part) is not whole")
            }
        }
        try strings.texts.finish()
        try strings.ends.finish()
        return strings
    }

    /// The n-th text; nil where there is none.
    subscript(index: Int) -> ByteSlice? {
        guard index >= 0, index < count else { return nil }
        func end(_ index: Int) -> Int {
            Int(ends.bytes.loadUnaligned(fromByteOffset: index * 8, as: UInt64.self))
        }
        let start = index == 0 ? 0 : end(index - 1)
        let length = end(index) - start
        drawn += length + (abs(start - last) > SharedStrings.page ? SharedStrings.page : 0)
        last = start + length
        if drawn > SharedStrings.mostDrawn {
            drawn = 0
            texts.giveBack()
            ends.giveBack()
        }
        guard length > 0, let base = texts.bytes.baseAddress else { return .empty }
        return ByteSlice(base: (base + start).assumingMemoryBound(to: UInt8.self), count: length)
    }

    func start(_ name: Name, prefix: Name?, attributes: XMLAttributes) {
        depth += 1
        if name[0] == UInt8(ascii: "r"), name[1] == UInt8(ascii: "P"), name[2] == UInt8(ascii: "h"), name[3] == 0 {
            if phonetic == 0 { phonetic = depth }
        }
        isInside = phonetic == 0 && name[0] == UInt8(ascii: "t") && name[1] == 0
    }

    func end() {
        isInside = false
        if depth == phonetic { phonetic = 0 }
        depth -= 1
        // Texts are the children of the root.
        guard depth == 1 else { return }
        count += 1
        withUnsafeBytes(of: size.littleEndian) { bytes in
            keep { try ends.append(bytes) }
        }
    }

    func text(_ bytes: ByteSlice) {
        guard isInside else { return }
        size += UInt64(bytes.count)
        keep { try texts.append(UnsafeRawBufferPointer(start: bytes.base, count: bytes.count)) }
    }

    func documentType() { hasDocumentType = true }

    private func keep(_ body: () throws -> Void) {
        do { try body() } catch { failure = failure ?? error }
    }
}

/// Bytes that are appended, then read anywhere, in a temporary file without a name.
final class SpillFile {
    private let descriptor: Int32
    private let buffer = ByteBuffer(capacity: 1 << 18)
    private var size = 0
    private(set) var bytes = UnsafeRawBufferPointer(start: nil, count: 0)

    init() throws {
        var template = Array("\(NSTemporaryDirectory())guiji-XXXXXX".utf8CString)
        descriptor = mkstemp(&template)
        guard descriptor >= 0 else { throw SystemError.file("创建", "create", NSTemporaryDirectory()) }
        unlink(template)
    }

    deinit {
        if let base = bytes.baseAddress { munmap(UnsafeMutableRawPointer(mutating: base), bytes.count) }
        close(descriptor)
    }

    func append(_ more: UnsafeRawBufferPointer) throws {
        if let base = more.baseAddress { buffer.append(base.assumingMemoryBound(to: UInt8.self), count: more.count) }
        if buffer.count >= 1 << 17 { try flush() }
    }

    /// Ends appending: ``bytes`` are there from now on.
    func finish() throws {
        try flush()
        guard size > 0 else { return }
        guard let map = mmap(nil, size, PROT_READ, MAP_SHARED, descriptor, 0), map != MAP_FAILED else {
            throw SystemError.file("读取", "read", NSTemporaryDirectory())
        }
        bytes = UnsafeRawBufferPointer(start: map, count: size)
    }

    /// Takes the bytes out of the process's memory; they are read again where they are looked at.
    func giveBack() {
        guard let base = bytes.baseAddress else { return }
        madvise(UnsafeMutableRawPointer(mutating: base), bytes.count, MADV_DONTNEED)
    }

    private func flush() throws {
        var written = 0
        while written < buffer.count {
            let status = write(descriptor, buffer.base + written, buffer.count - written)
            if status < 0 {
                if errno == EINTR { continue }
                throw SystemError.file("写入", "write", NSTemporaryDirectory())
            }
            written += status
        }
        size += buffer.count
        buffer.removeAll()
    }
}
