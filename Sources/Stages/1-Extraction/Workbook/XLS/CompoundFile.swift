/// The streams of an OLE container ([MS-CFB] 2.2 to 2.6): sectors in chains. A chain that leaves the file, or is longer than it, ends there.
struct CompoundFile {
    /// An entry of the directory ([MS-CFB] 2.6.1).
    private struct Entry {
        static let stream = 2
        static let root = 5

        /// In lower case: names differ by more than case.
        var name: String
        var kind: Int
        var first: Int
        var size: Int
    }

    private static let signature: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]
    /// Free, end of chain and the like are above.
    private static let lastSector = 0xFFFF_FFFA
    private static let endOfChain = 0xFFFF_FFFE
    private static let directoryBytes = 1 << 20
    private static let smallSector = 64

    private let bytes: [UInt8]
    private let sectorSize: Int
    /// Sectors of the file after its header; the last may be cut short.
    private let sectors: Int
    /// For each sector the next one of its chain.
    private var table: [UInt32] = []
    private var entries: [Entry] = []

    /// Nil where it is no container, or one whose tables are longer than the file.
    init?(_ bytes: [UInt8]) {
        guard bytes.count > 512, bytes.starts(with: CompoundFile.signature) else { return nil }
        let shift = bytes.word(30)
        guard shift == 9 || shift == 12 else { return nil }
        self.bytes = bytes
        sectorSize = 1 << shift
        sectors = (bytes.count - 1) >> shift
        guard bytes.long(44) <= sectors, bytes.long(72) <= sectors else { return nil }
        readTable()
        readDirectory()
    }

    /// The table's sectors are listed in the header, then in sectors of their own, each with the next one's number at its end.
    private mutating func readTable() {
        let links = sectorSize / 4
        var places = (0..<109).map { link(76 + $0 * 4) }
        var next = bytes.long(68)
        // Neither a list that comes back to itself nor one longer than the file is followed on.
        for _ in 0..<bytes.long(72) {
            guard next < sectors, (places.count - 109) * links < sectors else { break }
            let start = offset(next)
            places += (0..<links - 1).map { link(start + $0 * 4) }
            next = link(start + (links - 1) * 4)
        }
        table.reserveCapacity(sectors + links)
        for place in places where place <= CompoundFile.lastSector {
            guard table.count < sectors else { break }
            let start = offset(place)
            table += (0..<links).map { UInt32(link(start + $0 * 4)) }
        }
    }

    private mutating func readDirectory() {
        let directory = content(from: bytes.long(48), size: CompoundFile.directoryBytes)
        for entry in stride(from: 0, to: directory.count - 127, by: 128) {
            let length = directory.word(entry + 64)
            guard length >= 2, length <= 64 else { continue }
            let units = stride(from: entry, to: entry + length - 2, by: 2).map { UInt16(directory.word($0)) }
            entries.append(
                Entry(
                    name: String(decoding: units, as: UTF16.self).lowercased(), kind: directory.byte(entry + 66),
                    first: directory.long(entry + 116), size: directory.long(entry + 120)))
        }
    }

    private func offset(_ sector: Int) -> Int { (sector + 1) * sectorSize }

    private func link(_ place: Int) -> Int {
        place + 4 <= bytes.count ? bytes.long(place) : CompoundFile.endOfChain
    }

    /// The bytes of a chain of sectors, as many as there are of `size`.
    private func content(from first: Int, size: Int) -> [UInt8] {
        var content: [UInt8] = []
        content.reserveCapacity(min(size, bytes.count))
        var next = first
        var left = sectors
        while next < min(table.count, sectors), left > 0, content.count < size {
            let start = offset(next)
            content += bytes[start..<min(start + sectorSize, bytes.count)]
            next = Int(table[next])
            left -= 1
        }
        return Array(content.prefix(size))
    }

    /// Streams shorter than the header's limit lie in 64-byte pieces of the root's stream ([MS-CFB] 2.4).
    private func smallContent(from first: Int, size: Int) -> [UInt8] {
        guard let root = entries.first(where: { $0.kind == Entry.root }) else { return [] }
        let pieces = content(from: root.first, size: root.size)
        let chain = content(from: bytes.long(60), size: bytes.count)
        var content: [UInt8] = []
        var next = first
        while content.count < size, next < chain.count / 4, (next + 1) * CompoundFile.smallSector <= pieces.count {
            content += pieces[next * CompoundFile.smallSector..<(next + 1) * CompoundFile.smallSector]
            next = chain.long(next * 4)
        }
        return Array(content.prefix(size))
    }

    func contains(_ name: String) -> Bool { entries.contains { $0.name == name.lowercased() } }

    /// A stream, or as much of it as the file still has.
    func stream(_ name: String) -> [UInt8]? {
        guard let entry = entries.first(where: { $0.kind == Entry.stream && $0.name == name.lowercased() }) else {
            return nil
        }
        let isSmall = entry.size < min(bytes.long(56), 1 << 16)
        return isSmall
            ? smallContent(from: entry.first, size: entry.size) : content(from: entry.first, size: entry.size)
    }
}
