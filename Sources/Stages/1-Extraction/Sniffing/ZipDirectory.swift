import Foundation

/// The end of a ZIP archive, where its files are listed (APPNOTE 4.3.12 to 4.3.16).
struct ZipDirectory {
    /// As the archive says.
    private(set) var entries: Int
    /// In bytes.
    private(set) var size: Int
    private var offset: Int
    private let handle: FileHandle

    /// Bytes of a directory that names are looked for in.
    private static let searched = 4 << 20

    /// nil where the file has no such end.
    init?(path: String) throws {
        guard let handle = FileHandle(forReadingAtPath: path) else { return nil }
        let length = try handle.seekToEnd()
        try handle.seek(toOffset: length - min(length, 66_000))
        let tail = [UInt8](try handle.readToEnd() ?? Data())
        guard tail.count >= 22,
            let end = stride(from: tail.count - 22, through: 0, by: -1).first(where: {
                tail[$0] == 0x50 && tail[$0 + 1] == 0x4B && tail[$0 + 2] == 5 && tail[$0 + 3] == 6
            })
        else { return nil }
        self.handle = handle
        entries = ZipDirectory.number(tail, end + 10, 2)
        size = ZipDirectory.number(tail, end + 12, 4)
        offset = ZipDirectory.number(tail, end + 16, 4)
        // Numbers that do not fit stand in another record, and where that is before the end (ZIP64).
        guard entries == 0xFFFF || size == 0xFFFF_FFFF || offset == 0xFFFF_FFFF, end >= 20,
            ZipDirectory.number(tail, end - 20, 4) == 0x0706_4B50
        else { return }
        let place = ZipDirectory.number(tail, end - 12, 8)
        guard UInt64(place) < length else { return }
        try handle.seek(toOffset: UInt64(place))
        let record = [UInt8](try handle.read(upToCount: 56) ?? Data())
        guard record.count == 56, ZipDirectory.number(record, 0, 4) == 0x0606_4B50 else { return }
        entries = ZipDirectory.number(record, 32, 8)
        size = ZipDirectory.number(record, 40, 8)
        offset = ZipDirectory.number(record, 48, 8)
    }

    /// Whether a file in the archive has a name that begins so.
    func holds(_ prefixes: [String]) throws -> Bool {
        try handle.seek(toOffset: UInt64(offset))
        let bytes = [UInt8](try handle.read(upToCount: min(size, ZipDirectory.searched)) ?? Data())
        var place = 0
        while place + 46 <= bytes.count, ZipDirectory.number(bytes, place, 4) == 0x0201_4B50 {
            // Name, extra field, comment.
            let lengths = [28, 30, 32].map { ZipDirectory.number(bytes, place + $0, 2) }
            let name = bytes[(place + 46)...].prefix(lengths[0])
            if prefixes.contains(where: { name.starts(with: $0.utf8) }) { return true }
            place += 46 + lengths.reduce(0, +)
        }
        return false
    }

    /// Little-endian; without the sign bit, which no place in a file needs.
    private static func number(_ bytes: [UInt8], _ place: Int, _ count: Int) -> Int {
        (0..<count).reduce(0) { $0 | Int(bytes[place + $1]) << (8 * $1) } & .max
    }
}
