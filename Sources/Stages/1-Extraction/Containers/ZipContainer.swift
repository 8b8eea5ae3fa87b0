import CZip
import Foundation
import Model

/// A zip archive as it was delivered, by libzip.
final class ZipContainer {
    struct Entry {
        fileprivate var index: zip_uint64_t
        /// As it may be shown.
        var name: String
        /// In bytes, as the archive says.
        fileprivate var size: Int
        var refusal: RefusedFile?
    }

    private let archive: OpaquePointer
    /// Its files in its own order, without folders and what is left out.
    private(set) var entries: [Entry] = []
    private(set) var leftOut = 0

    private static let chunkSize = 128 << 10

    /// - Throws: ``RefusedFile`` where the archive cannot be opened, ``ContainerBudget/Broken`` where it lists far more than may be in it.
    init(path: String, limits: ContainerLimits) throws {
        guard let directory = try ZipDirectory(path: path) else { throw ZipContainer.damaged }
        // libzip reads the whole list into memory. Folders and what systems leave behind are listed too.
        let most = limits.members * 4 + 64
        guard directory.entries <= most, directory.size <= max(16 << 20, limits.members * 1024) else {
            throw ContainerBudget.tooMany(limits)
        }
        var code: Int32 = 0
        guard let archive = zip_open(path, ZIP_RDONLY, &code) else { throw ZipContainer.damaged }
        self.archive = archive
        let count = Int(zip_get_num_entries(archive, 0))
        // The end that was looked at may not be the one that the library takes.
        guard count <= most else { throw ContainerBudget.tooMany(limits) }
        var seen: [String: Int] = [:]
        for index in 0..<max(0, count) {
            guard let entry = entry(zip_uint64_t(index)) else { continue }
            if let first = seen[entry.name] {
                entries[first].refusal = ZipContainer.twice
                entries.append(entry)
                entries[entries.count - 1].refusal = ZipContainer.twice
            } else {
                seen[entry.name] = entries.count
                entries.append(entry)
            }
        }
    }

    deinit { zip_discard(archive) }

    /// What the archive says that its files unpack to.
    var declaredBytes: Int { entries.reduce(0) { $0.addingReportingOverflow($1.size).overflow ? .max : $0 + $1.size } }

    /// nil for folders and what is left out.
    private func entry(_ index: zip_uint64_t) -> Entry? {
        guard let stored = zip_get_name(archive, index, zip_flags_t(ZIP_FL_ENC_RAW)) else { return nil }
        let raw = Array(UnsafeBufferPointer(start: stored, count: strlen(stored)).lazy.map { UInt8(bitPattern: $0) })
        let name = MemberName.decode(raw, isUTF8: isMarkedUTF8(index, raw))
        if name.hasSuffix("/") { return nil }
        if MemberName.isLeftOut(name) {
            leftOut += 1
            return nil
        }
        var status = zip_stat_t()
        let isKnown = zip_stat_index(archive, index, 0, &status) == 0
        var entry = Entry(index: index, name: MemberName.shown(name), size: Int(clamping: status.size))
        if !isKnown {
            entry.refusal = ZipContainer.damagedMember
        } else if let refusal = MemberName.refusal(name) {
            entry.refusal = refusal
        } else if isSpecial(index) {
            entry.refusal = RefusedFile(
                .unsafeMember, chinese: "压缩包中的符号链接或设备不打开；请放入文件本身，重新打包报送",
                english:
                    "symbolic links and devices in an archive are not opened; pack the file itself and send it again")
        } else if status.encryption_method != UInt16(ZIP_EM_NONE) {
            entry.refusal = RefusedFile(
                .unreadable, chinese: "压缩包中的文件加了密码，无法打开；请不加密码重新打包报送",
                english: "the file is encrypted; pack it without a password and send it again")
        }
        // What is refused is never unpacked.
        if entry.refusal != nil { entry.size = 0 }
        return entry
    }

    /// Whether the archive marks the name as UTF-8: without the mark the library turns all that is not ASCII into something else.
    private func isMarkedUTF8(_ index: zip_uint64_t, _ raw: [UInt8]) -> Bool {
        guard raw.contains(where: { $0 >= 0x80 }),
            let converted = zip_get_name(archive, index, zip_flags_t(ZIP_FL_ENC_STRICT))
        else { return false }
        return strlen(converted) == raw.count
            && raw.indices.allSatisfy { UInt8(bitPattern: converted[$0]) == raw[$0] }
    }

    /// Whether the entry is a symbolic link, a device or a pipe by the file mode that Unix systems note.
    private func isSpecial(_ index: zip_uint64_t) -> Bool {
        var (system, attributes) = (zip_uint8_t(0), zip_uint32_t(0))
        guard zip_file_get_external_attributes(archive, index, 0, &system, &attributes) == 0,
            system == UInt8(ZIP_OPSYS_UNIX) || system == UInt8(ZIP_OPSYS_OS_X)
        else { return false }
        let kind = (attributes >> 16) & UInt32(S_IFMT)
        return kind != 0 && kind != UInt32(S_IFREG) && kind != UInt32(S_IFDIR)
    }

    /// - Parameter count: told how many bytes came out, before they are written.
    /// - Throws: ``RefusedFile`` where the member is damaged or packed in a way that the library does not know.
    func unpack(_ entry: Entry, to target: String, count: (Int) throws -> Void) throws {
        guard let file = zip_fopen_index(archive, entry.index, 0) else {
            let code = zip_error_code_zip(zip_get_error(archive))
            throw code == ZIP_ER_COMPNOTSUPP ? ZipContainer.unknownPacking : ZipContainer.damagedMember
        }
        defer { zip_fclose(file) }
        let output = try MemberFile(target)
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: ZipContainer.chunkSize, alignment: 16)
        defer { buffer.deallocate() }
        while true {
            // The last read checks length and CRC-32.
            let read = Int(zip_fread(file, buffer.baseAddress, zip_uint64_t(buffer.count)))
            guard read >= 0 else { throw ZipContainer.damagedMember }
            guard read > 0 else { break }
            try count(read)
            try output.write(UnsafeRawBufferPointer(rebasing: buffer[0..<read]))
        }
        try output.close()
    }

    private static var damaged: RefusedFile {
        RefusedFile(
            .notWellFormed, chinese: "ZIP 压缩包不完整、已损坏或是分卷之一（传输中断？）；其中内容一概未收，请重新打包报送",
            english:
                "the ZIP archive breaks off, is damaged or is one of several volumes (was the transfer interrupted?); nothing of it is taken: pack it again and send it"
        )
    }

    private static var damagedMember: RefusedFile {
        RefusedFile(
            .notWellFormed, chinese: "压缩包中的这个文件已损坏（长度或校验和不符）；请重新打包报送",
            english: "this file in the archive is damaged (its length or checksum disagrees); pack it again and send it"
        )
    }

    private static var unknownPacking: RefusedFile {
        RefusedFile(
            .unsupportedFormat, chinese: "压缩包中的这个文件用了不支持的压缩方法；请用普通 ZIP（Deflate）重新打包报送",
            english:
                "this file is packed by a method that is not supported; pack it as plain ZIP (Deflate) and send it again"
        )
    }

    private static var twice: RefusedFile {
        RefusedFile(
            .unsafeMember, chinese: "压缩包中有几个文件同用这个名称，不知以哪个为准；请改名后重新打包报送",
            english:
                "several files in the archive have this name, and which is meant cannot be known; rename them, pack them again and send it"
        )
    }
}
