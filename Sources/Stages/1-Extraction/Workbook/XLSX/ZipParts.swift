import Bytes
import CZip
import Foundation
import Model

/// The parts of an Office Open XML package, by libzip; a part is unpacked while it is read and never as a whole.
final class ZipParts {
    private let archive: OpaquePointer
    /// Bytes of the whole file.
    private let size: Int
    private var indices: [String: zip_uint64_t] = [:]
    private static let chunkSize = 128 << 10

    /// - Throws: ``RefusedFile`` where the file is no ZIP archive or has more entries than any workbook.
    init(path: String) throws {
        try ZipParts.requireFewEntries(path)
        var code: Int32 = 0
        guard let archive = zip_open(path, ZIP_RDONLY, &code) else {
            throw RefusedFile(
                .notWellFormed, chinese: "工作簿已损坏，无法解压（不是完整的 ZIP）；请重新另存后报送",
                english: "the workbook is damaged: it is no whole ZIP archive; save it anew and send it again")
        }
        self.archive = archive
        size = (try? FileManager.default.attributesOfItem(atPath: path))?[.size] as? Int ?? 0
        // The end that was looked at may not be the one that the library takes.
        guard zip_get_num_entries(archive, 0) <= WorkbookLimits.entries else { throw ZipParts.tooMany }
        for index in 0..<zip_uint64_t(max(0, zip_get_num_entries(archive, 0))) {
            guard let name = zip_get_name(archive, index, 0) else { continue }
            indices[String(cString: name).lowercased()] = index
        }
    }

    deinit { zip_discard(archive) }

    func contains(_ name: String) -> Bool { indices[name.lowercased()] != nil }

    /// Parses a part as XML.
    /// - Parameters:
    ///   - limit: most bytes of the part, unpacked.
    ///   - stop: asked before each piece; true leaves the rest unread.
    /// - Returns: whether the part is whole and well formed, or was left on purpose.
    /// - Throws: ``RefusedFile`` where the part is absent or larger than it may be.
    func parse(
        _ name: String, _ events: any XMLEvents, limit: Int = WorkbookLimits.partBytes,
        until stop: () -> Bool = { false }
    ) throws -> Bool {
        guard let index = indices[name.lowercased()] else {
            throw RefusedFile(
                .notWellFormed, chinese: "工作簿不完整：缺少 \(name)", english: "the workbook is incomplete: \(name) is missing")
        }
        var status = zip_stat_t()
        guard zip_stat_index(archive, index, 0, &status) == 0 else { return false }
        let (size, packed) = (Int(clamping: status.size), min(Int(clamping: status.comp_size), self.size))
        try require(size: size, packed: packed, limit: limit, name)
        guard status.encryption_method == UInt16(ZIP_EM_NONE), let file = zip_fopen_index(archive, index, 0) else {
            return false
        }
        defer { zip_fclose(file) }
        let push = XMLPush(events)
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: ZipParts.chunkSize, alignment: 16)
        defer { buffer.deallocate() }
        var read = 0
        while !stop() {
            let count = Int(zip_fread(file, buffer.baseAddress, zip_uint64_t(buffer.count)))
            guard count >= 0 else { return false }
            if count == 0 { return push.finish() }
            // Sizes in an archive's directory are what its maker wrote there.
            guard read + count <= size else { return false }
            var chunk = ByteSlice(
                base: UnsafePointer(buffer.baseAddress.unsafelyUnwrapped.assumingMemoryBound(to: UInt8.self)),
                count: count)
            if read == 0, count >= 3, chunk[0] == 0xEF, chunk[1] == 0xBB, chunk[2] == 0xBF { chunk = chunk[3..<count] }
            read += count
            let isWell = push.feed(chunk)
            if stop() { return true }
            if !isWell { return false }
        }
        return true
    }

    private func require(size: Int, packed: Int, limit: Int, _ name: String) throws(RefusedFile) {
        let isBomb = size > WorkbookLimits.freeBytes && size / WorkbookLimits.ratio > packed
        guard size > limit || isBomb else { return }
        throw RefusedFile(
            .unreadable,
            chinese: "工作簿的 \(name) 解压后有 \(size >> 20) MiB，超过允许的大小或压缩比；请分成几个文件，或清除多余的格式后另存",
            english:
                "\(name) of the workbook unpacks to \(size >> 20) MiB, over the permitted size or ratio; split the workbook, or clear unused formats and save it again"
        )
    }

    /// libzip reads the whole directory into memory, so its length is looked at first (APPNOTE 4.3.16).
    private static func requireFewEntries(_ path: String) throws {
        guard let directory = try ZipDirectory(path: path) else { return }
        // 0xFFFF means that the number stands elsewhere: no workbook has as many.
        guard directory.entries > WorkbookLimits.entries || directory.size > 16 << 20 else { return }
        throw tooMany
    }

    private static var tooMany: RefusedFile {
        RefusedFile(
            .unreadable, chinese: "压缩包中的文件多于 \(WorkbookLimits.entries) 个，不是工作簿",
            english: "the archive holds more than \(WorkbookLimits.entries) files and is no workbook")
    }
}
